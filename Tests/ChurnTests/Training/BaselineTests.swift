import DelimitedText
import Modeling
import Testing

@testable import Churn

struct BaselineTests {
  /// Three customers with gaps of 60, 40 and 20 days: 40 on average, so the line is at 80.
  private static let shop = FeatureTable(
    rowCount: 6,
    columns: [
      .init(name: "recency_days", values: .numeric([100, 10, 81, 80, 5, 200])),
      .init(name: "orders", values: .numeric([3, 2, 1, 1, 1, 1])),
      .init(name: "age_at_last_days", values: .numeric([100, 20, 0, 0, 0, 0])),
      .init(
        name: "recency_over_cycle", values: .numeric([2.5, 2, .nan, .nan, .nan, .nan])),
    ])
  private static let labels = [true, false, true, false, true, false]

  private func learned(
    _ table: FeatureTable, _ labels: [Bool], weights: [Double]? = nil, threads: Int = 1
  ) -> [Baseline] {
    BaselineLearning(table, labels: labels, weights: weights, threads: threads)
      .baselines(candidates: table.columns.map(\.name))
  }

  private func table(_ name: String, _ values: FeatureTable.Values) -> FeatureTable {
    FeatureTable(rowCount: values.count, columns: [.init(name: name, values: values)])
  }

  @Test func rulesByHand() throws {
    let found = learned(Self.shop, Self.labels)
    let third = 1.0 / 3
    let names = found.map(\.name).prefix(3)
    #expect(names == ["base rate", "idle over 80.0 days", "over 2 own cycles"])
    #expect(found[0].kind == .baseRate(0.5))
    let idle = Baseline.Rule(
      column: "recency_days", cut: 80, above: third * 2, notAbove: third, missing: 0.5)
    #expect(found[1].kind == .rule(idle))
    let cycles = Baseline.Rule(
      column: "recency_over_cycle", cut: 2, above: 1, notAbove: 0, missing: 0.5)
    #expect(found[2].kind == .rule(cycles))
    let told = [third * 2, third, third * 2, third, third, third * 2]
    #expect(found[1].probabilities(in: Self.shop) == told)
    #expect(found[2].probabilities(in: Self.shop) == [1, 0, 0.5, 0.5, 0.5, 0.5])
    #expect(found[1].columns == ["recency_days"] && found[0].columns == [])
    #expect(found[0].probabilities(in: Self.shop) == Array(repeating: 0.5, count: 6))
  }

  @Test func ratesAreWeighted() {
    let found = learned(Self.shop, Self.labels, weights: [1, 1, 1, 1, 2, 6])
    let third = 1.0 / 3
    let idle = Baseline.Rule(
      column: "recency_days", cut: 80, above: 0.25, notAbove: 0.5, missing: third)
    #expect(found[0].kind == .baseRate(third) && found[1].kind == .rule(idle))
  }

  @Test func withoutColumnsThereAreNoRules() {
    let half = FeatureTable(rowCount: 6, columns: Array(Self.shop.columns.prefix(2)))
    #expect(learned(half, Self.labels).map(\.name) == ["base rate", "recency_days alone"])
    let single = FeatureTable(
      rowCount: 2,
      columns: [
        .init(name: "recency_days", values: .numeric([5, 9])),
        .init(name: "orders", values: .numeric([1, 1])),
        .init(name: "age_at_last_days", values: .numeric([0, 0])),
      ])
    #expect(!learned(single, [true, false]).contains { $0.name.hasPrefix("idle") })
    let constant = table("x", .numeric([1, 1, 1]))
    #expect(learned(constant, [true, false, true]).map(\.name) == ["base rate"])
  }

  @Test func anotherTable() throws {
    let rule = learned(Self.shop, Self.labels)[1]
    #expect(rule.probabilities(in: table("orders", .numeric([1]))) == nil)
    let text = FeatureTable.Values.categorical(codes: [0], levels: ["200"])
    #expect(rule.probabilities(in: table("recency_days", text)) == nil)
    let told = rule.probabilities(in: table("recency_days", .numeric([.nan, 50])))
    #expect(told == [0.5, 1.0 / 3])
  }

  /// The value tells, falling; so do its gaps, by a rate of their own.
  @Test func aNumberAlone() throws {
    let values: [Double] = (0..<200).map { $0 < 20 ? Double.nan : Double($0) }
    let labels: [Bool] = (0..<200).map { (row: Int) -> Bool in
      row < 20 ? row < 5 : (row * 37) % 200 > row
    }
    let noise: [Double] = (0..<200).map { Double(($0 * 71) % 200) }
    let both = FeatureTable(
      rowCount: 200,
      columns: [
        .init(name: "noise", values: .numeric(noise)),
        .init(name: "days_since_something_long", values: .numeric(values)),
      ])
    let best = try #require(learned(both, labels).last)
    #expect(best.name == "days_since_someth… alone" && best.name.count == Baseline.longestName)
    guard case .number(let curve) = best.kind else {
      Issue.record("\(best)")
      return
    }
    #expect(curve.column == "days_since_something_long")
    #expect(curve.slope < 0 && curve.missing == 0.25)
    let probabilities = try #require(best.probabilities(in: both))
    #expect(probabilities[0] == 0.25 && probabilities[20] > probabilities[199])
    // The score equations: the mean of the fitted rows is their share of churned ones.
    let sum = probabilities.dropFirst(20).reduce(0, +)
    let churned = labels.dropFirst(20).count { $0 }
    #expect(abs(sum - Double(churned)) < 1e-7)
    #expect(learned(both, labels, threads: 2).last == best)
  }

  @Test func levelsAlone() throws {
    // b: 9 of 12, a: 3 of 12, rare: 1 of 1, missing: 10 of 10.
    let levels = ["b", "a", "rare"]
    let codes: [Int32] = (0..<35).map { (row: Int) -> Int32 in
      row < 12 ? 0 : (row < 24 ? 1 : (row == 24 ? 2 : -1))
    }
    let labels: [Bool] = (0..<35).map { (row: Int) -> Bool in
      row < 9 || (12..<15).contains(row) || row >= 24
    }
    let own = table("plan", .categorical(codes: codes, levels: levels))
    let best = try #require(learned(own, labels).last)
    let base = 23.0 / 35
    #expect(best.name == "plan alone")
    let expected = Baseline.Levels(
      column: "plan", levels: ["a", "b"], probabilities: [0.25, 0.75], missing: 1, other: base)
    #expect(best.kind == .levels(expected))
    let other = FeatureTable.Values.categorical(
      codes: [0, 1, 2, -1], levels: ["new", "a", "rare"])
    let told = best.probabilities(in: table("plan", other))
    #expect(told == [base, 0.25, base, 1])
  }

  /// Where the column separates the classes there is an answer all the same.
  @Test func aColumnThatSeparates() throws {
    let values = (0..<40).map(Double.init)
    let best = try #require(learned(table("x", .numeric(values)), values.map { $0 > 19 }).last)
    let probabilities = try #require(best.probabilities(in: table("x", .numeric([0, 39]))))
    #expect(probabilities[0] < 0.1 && probabilities[1] > 0.9)
  }

  /// A logistic model does not use age_at_last_days; its baseline does.
  @Test func trainedModelsKeepThem() throws {
    var shop = CustomerTable.seeded(120, seed: 6).selecting(["customer_id", "churned"])
    shop.header += ["orders", "recency_days", "tenure_days", "age_at_last_days"]
    for row in 0..<120 {
      let (recency, age) = ((row * 37) % 101, row % 3 == 0 ? 0 : (row * 53) % 211)
      shop.rows[row] += ["\(row % 3 + 1)", "\(recency)", "\(recency + age)", "\(age)"]
    }
    for request in [TrainingRequest.logistic, .logistic(missing: .drop), .tree] {
      let model = try request.train(on: shop.input).model
      #expect(model.baselines.count == 3)
      #expect(model.baselines[1].name.hasPrefix("idle over "))
      #expect(model.description[path: "/baselines/0/kind"] == "base_rate")
    }
    #expect(try TreeFileTests.model(TreeFileTests.regression).baselines.isEmpty)
  }

  @Test func theLineIsThatOfStudy() {
    #expect(IdleLine.days(ages: [100, 20, 0], orders: [3, 2, 1]) == 80)
    #expect(IdleLine.days(ages: [0, 0], orders: [1, 1]) == nil)
    #expect(IdleLine.days(ages: [.nan, 30], orders: [2, 2]) == 60)
  }

  // MARK: - Model files

  static let tamperings: [(String, JSONValue?)] = [
    ("", 1), ("/0/name", ""), ("/0/name", "a name of twenty-five chars"), ("/0/name", 1),
    ("/0/kind", "guess"), ("/0/probability", 1.5), ("/0/probability", nil), ("/1/column", nil),
    ("/1/missing", -0.1), ("/1/name", "base rate"), ("/0/kind", "levels"), ("/0/kind", "rule"),
    ("", .array((0..<17).map { ["name": "\($0)", "kind": "base_rate", "probability": 0] })),
  ]

  @Test(arguments: tamperings)
  func hostileBaselines(_ key: String, _ new: JSONValue?) throws {
    let model = try Kind.logistic.model
    let changed = ModelFile.document(of: model).setting("/baselines" + key, to: new)
    let error = #expect(throws: LocatedError.self) {
      try model.read(back: changed.sealed.fileBytes)
    }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.hasPrefix("/baselines") == true, "\(error?.what ?? "")")
  }
}
