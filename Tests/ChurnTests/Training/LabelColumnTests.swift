import DelimitedText
import Testing

@testable import Churn

struct LabelColumnTests {
  private func read(_ labels: [String], positive: String? = nil) throws -> LabelledCustomers {
    let text = "customer_id,churned,x\n" + labels.enumerated().map { "c\($0),\($1),1\n" }.joined()
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    return try LabelledCustomers.read(
      .bytes(Array(text.utf8), name: "c.csv"), columns: columns, positive: positive)
  }

  static let pairs = [
    ("0", "1"), ("no", "yes"), ("No", "Yes"), ("NO", "YES"), ("false", "true"),
    ("FALSE", "TRUE"), ("False", "True"), ("否", "是"), ("no", "YES"),
  ]

  @Test(arguments: pairs)
  func theSecondOfAKnownPairIsChurned(_ stayed: String, _ churned: String) throws {
    for labels in [[stayed, churned, stayed], [churned, stayed, churned]] {
      let file = try read(labels)
      #expect(file.labels == labels.map { $0 == churned })
      #expect(file.positive == churned)
    }
  }

  @Test func casesMayBeMixed() throws {
    let labels = ["no", "Yes", "No", "yes", "YES"]
    let file = try read(labels)
    #expect(file.labels == [false, true, false, true, true])
    // What the model keeps reads the same file in the same way.
    #expect(try read(labels, positive: file.positive).labels == file.labels)
    #expect(try read(["NO", "yes"], positive: "Yes").labels == [false, true])
  }

  @Test func aGivenPositiveWins() throws {
    #expect(try read(["1", "0"], positive: "0").labels == [false, true])
    #expect(try read(["kept", "lost"], positive: "lost").labels == [false, true])
    #expect(try read(["kept", "lost"], positive: "kept").positive == "kept")
  }

  @Test func aThirdValueIsLocated() throws {
    let error = #expect(throws: LocatedError.self) { try read(["1", "0", "0", "maybe", "1"]) }
    #expect(error?.kind == .wrongData)
    #expect(
      error?.location == Location(file: "c.csv", line: 5, column: "churned", value: "maybe"))
    let early = #expect(throws: LocatedError.self) { try read(["yes", "unknown", "no"]) }
    #expect(early?.location?.value == "unknown" && early?.location?.line == 3)
    let judged = #expect(throws: LocatedError.self) {
      try read(["yes", "unknown", "no"], positive: "yes")
    }
    #expect(judged?.location == early?.location)
    let given = #expect(throws: LocatedError.self) {
      try read(["kept", "lost", "kept", "gone"], positive: "lost")
    }
    #expect(given?.location?.value == "gone" && given?.location?.line == 5)
  }

  @Test func anUnknownPairNeedsPositive() throws {
    let error = #expect(throws: LocatedError.self) { try read(["kept", "lost"]) }
    #expect(error?.kind == .wrongData && error?.advice.contains("--positive") == true)
    let absent = #expect(throws: LocatedError.self) {
      try read(["kept", "lost"], positive: "left")
    }
    #expect(absent?.what.contains("left") == true && absent?.advice.contains("kept") == true)
  }

  @Test func theLabelNeedNotBeTextThatLooksLikeANumber() throws {
    #expect(try read(["0", "1", ""]).rowCount == 2)
    #expect(try read(["0", "1", ""]).rejects.counts.map(\.reason) == ["no label"])
  }
}
