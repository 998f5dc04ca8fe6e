import DelimitedText
import Modeling
import Reporting
import Testing

@testable import Churn

struct JudgedLeafTests {
  private static let later = CustomerTable.seeded(300, seed: 21)

  private func report(_ table: CustomerTable, weights: String? = nil) throws -> ModelReport {
    var options = Judgement.Options()
    options.weights = weights
    return try Judgement([try Kind.tree.model], on: table.input, options: options).report(0)
  }

  @Test func theLeavesAreThoseOfTheScores() throws {
    let model = try Kind.tree.model
    let leaves = try #require(try report(Self.later).leaves)
    let found = Predictor(model.fitted, schema: model.schema)
      .predict(try model.encoded(Self.later), reasonCount: 0).leaves
    let churned = Self.later.column("churned").map { $0 == "1" }
    for leaf in leaves {
      let rows = found.indices.filter { found[$0] == leaf.node }
      #expect(leaf.judged.rows == rows.count)
      #expect(leaf.judged.churned == rows.count { churned[$0] })
      let interval = ShareInterval.wilson(
        successes: Double(leaf.judged.churned), trials: Double(rows.count))
      #expect(leaf.judged.low == interval.low && leaf.judged.high == interval.high)
    }
    #expect(leaves.map(\.trainingRate) == leaves.map(\.trainingRate).sorted(by: >))
    #expect(leaves.table.rows.count == leaves.count)
  }

  /// Rows that a model has seen, that have weights, or several of which are one customer.
  @Test func noIntervals() throws {
    var panel = Self.later
    for row in 0..<300 { panel[row, "customer_id"] = "panel \(row / 4)" }
    let reports = [
      try report(Kind.table), try report(Self.later, weights: "weight"), try report(panel),
    ]
    for report in reports {
      let leaves = try #require(report.leaves)
      #expect(leaves.allSatisfy { $0.judged.low == nil && $0.judged.high == nil })
      #expect(leaves.contains { $0.judged.rate != nil })
      #expect(!report.warnings.contains { $0.contains("more than chance") })
    }
    let weighted = try #require(reports[1].leaves?.first)
    #expect(weighted.judged.rate != Double(weighted.judged.churned) / Double(weighted.judged.rows))
  }

  @Test func aMovedLeafIsWarnedOf() throws {
    var moved = Self.later
    for row in 0..<300 { moved[row, "churned"] = row % 10 == 0 ? "1" : "0" }
    let warnings = try report(moved).warnings
    #expect(warnings.contains { $0.contains("leaves is not the training rate") })
  }

  @Test func aLogisticModelHasNoLeaves() throws {
    let report = try Judgement([try Kind.logistic.model], on: Self.later.input).report(0)
    #expect(report.leaves == nil && report.json[path: "/leaves"] == nil)
  }

  @Test func aSelectionHasItsOwnCounts() throws {
    let judgement = try Judgement(
      [try Kind.tree.model, try Kind.logistic.model], on: Self.later.input)
    let some = judgement.selecting([3, 5, 8]).report(0)
    #expect(some.leaves?.reduce(0) { $0 + $1.judged.rows } == 3)
  }

  static let tamperings: [(path: String, new: JSONValue?, named: String)] = [
    ("", 1, ""), ("/0/node", 0, "/0/node"), ("/0/rows", -1, "/0/rows"),
    ("/0/rows", 301, "/0/rows"), ("/0/churned", 300, "/0/churned"), ("/0/rate", 1.5, "/0/rate"),
    ("/0/rate", nil, "/0/rate"), ("/0/low", nil, "/0/low"), ("/0/low", 1, "/0/low"),
    ("/0/low", 0, "/0/low"), ("/0/high", 0, "/0/high"), ("/0/high", 1, "/0/low"),
    ("/0/training_rate", nil, "/0/training_rate"), ("/0/training_rate", 2, "/0/training_rate"),
  ]

  @Test(arguments: tamperings)
  func whatIsImpossibleIsNamed(_ path: String, _ new: JSONValue?, _ named: String) throws {
    let document = try report(Self.later).json.setting("/leaves" + path, to: new)
    let error = #expect(throws: LocatedError.self) {
      try ModelReport.read(.bytes(document.fileBytes, name: "report.json"))
    }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains("/leaves" + named) == true, "\(error?.what ?? "")")
  }

  @Test func aLeafTwiceAndTooManyRows() throws {
    let document = try report(Self.later).json
    let first = try #require(document[path: "/leaves/0"])
    for (twin, part) in [
      (first, "is there twice"), (first.setting("/node", to: 9999), "more rows than the 300"),
    ] {
      let leaves = JSONValue.array((document[path: "/leaves"]?.elements ?? []) + [twin])
      let error = #expect(throws: LocatedError.self) {
        try ModelReport.read(
          .bytes(document.setting("/leaves", to: leaves).fileBytes, name: "report.json"))
      }
      #expect(error?.what.contains(part) == true, "\(error?.what ?? "")")
    }
  }
}
