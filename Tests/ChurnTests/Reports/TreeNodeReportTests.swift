import DelimitedText
import Modeling
import Testing

@testable import Churn

struct TreeNodeReportTests {
  private let tree = HandmadeTree.explained()

  @Test func anInnerNode() throws {
    let text = try TreeNodeReport(tree, node: 1).text
    for part in [
      "node 1: all customers", "split: recency_days < 210 goes to node 2",
      "recency_days >= 210 to node 3", "improvement: 50.000",
      "by the first surrogate that there is a value for; without any to node 2, where most",
      "orders >= 2", "0.9000", "0.5000", "plan in basic", "40.000",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
  }

  @Test func whatIsNotThereIsSaid() throws {
    let text = try TreeNodeReport(HandmadeTree.explained(nil), node: 3).text
    #expect(text.contains("no surrogate splits") && text.contains("--competitors 4"))
    #expect(text.contains("without a value: node 6, where most customers go"))
    #expect(!text.contains("held"))
  }

  @Test func aLeaf() throws {
    let report = try TreeNodeReport(tree, node: 6)
    #expect(report.text.contains("node 6: recency_days >= 210 & plan in basic, gold"))
    #expect(report.text.contains("1>3>6") && report.text.contains("a leaf"))
    #expect(report.text.contains("67.0 to 88.8 %"))
  }

  @Test func theJSON() throws {
    let root = try TreeNodeReport(tree, node: 1).json
    #expect(root[path: "/path"] == [1] && root[path: "/surrogates/0/agreement"] == 0.9)
    #expect(root[path: "/competitors/0/improvement"] == 40)
    let leaf = try TreeNodeReport(tree, node: 11).json
    #expect(leaf[path: "/path"] == [1, 2, 5, 11] && leaf[path: "/competitors"] == [])
    #expect(leaf[path: "/condition"] == "recency_days >= 150 and < 210")
    #expect(leaf[path: "/probability"] == 0.75 && leaf[path: "/held_out/rate"] == .null)
  }

  @Test func aNodeThatIsNotThere() {
    let error = #expect(throws: LocatedError.self) { try TreeNodeReport(tree, node: 8) }
    #expect(error?.kind == .usage)
    #expect(error?.advice.contains("1, 2, 3, 4, 5, 6, 7, 10, 11.") == true)
  }
}
