import Modeling
import Reporting
import Testing

@testable import Churn

struct LossDriverTests {
  @Test func everyColumnOfTheCatalogueIsAssigned() {
    let columns = FeatureCatalogue.definitions.map(\.name)
    let assignment = DriverAssignment(columns)
    #expect(assignment.drivers == FeatureCatalogue.definitions.map(\.driver))
    #expect(assignment.unassigned.isEmpty)
    #expect(Set(assignment.drivers) == Set(LossDriver.allCases))
  }

  @Test func otherColumnsAreAssignedByThePlaybookOrOther() {
    let assignment = DriverAssignment(
      ["recency_days", "plan", "mood"], assigned: ["mood": .satisfaction, "recency_days": .choice])
    #expect(assignment.drivers == [.choice, .other, .satisfaction])
    #expect(assignment.unassigned == ["plan"])
  }

  @Test func namesInBothLanguages() {
    #expect(LossDriver.allCases.map { $0.name(.english) } == LossDriver.allCases.map(\.rawValue))
    #expect(Set(LossDriver.allCases.map { $0.name(.chinese) }).count == 5)
  }

  // MARK: - By hand

  private func drivers(
    _ fitted: ChurnModel.Fitted, _ schema: FeatureSchema, _ table: EncodedTable,
    _ assigned: [String: LossDriver]
  ) -> [LossDriver?] {
    let assignment = DriverAssignment(schema.features.map(\.name), assigned: assigned)
    let predictions = Predictor(fitted, schema: schema)
      .predict(table, reasonCount: 0, groups: assignment.groups)
    return predictions.strongestGroups.map(DriverAssignment.driver)
  }

  private static func number(_ name: String, mean: Double) -> FeatureSchema.Feature {
    .init(
      name: name,
      kind: .numeric(.init(median: mean, mean: mean, standardDeviation: 1, missingCount: 0)))
  }

  private static func logistic(_ slopes: [(String, Double)]) -> ChurnModel.Fitted {
    let coefficients = slopes.map { name, slope in
      var line = Coefficient(term: .numeric(feature: name))
      line.estimate = slope
      return line
    }
    return .logistic(
      LogisticModel(
        coefficients: coefficients, deviance: 1, nullDeviance: 1, logLikelihood: 1, aic: 1, bic: 1,
        rows: 9, degreesOfFreedom: 1, iterations: 1, converged: true, newtonDecrement: 0,
        confidence: 0.95, sharedIndicators: []))
  }

  /// Log-odds against the mean: 0.01·(recency − 100), −0.5·(orders − 2), 2·(discount − 0.5).
  @Test func positiveContributionsOfALogisticModelAreAddedUp() {
    let schema = FeatureSchema(
      rowCount: 9,
      features: [
        Self.number("recency_days", mean: 100), Self.number("orders", mean: 2),
        Self.number("discount_share", mean: 0.5),
      ])
    let fitted = Self.logistic([("recency_days", 0.01), ("orders", -0.5), ("discount_share", 2)])
    let table = EncodedTable(
      rowCount: 5,
      columns: [
        .numeric([200, 150, 150, 100, 50]), .numeric([2, 1, 4, 2, 3]),
        .numeric([0.5, 0.9, 0.9, 0.5, 0.1]),
      ])
    // +1, 0, 0 · 0.5 + 0.5 against 0.8 · 0.5 against 0.8, orders −1 take nothing off
    // · all 0 · all negative
    #expect(
      drivers(fitted, schema, table, [:]) == [.forgetting, .forgetting, .price, nil, nil])
    // Apart, recency and orders are 0.5 each.
    #expect(
      drivers(fitted, schema, table, ["orders": .choice])
        == [.forgetting, .price, .price, nil, nil])
  }

  /// Days 160, 300 with plan basic, 300 with iron, 120, 50 through the tree above.
  @Test func effectsAlongATreesPathAreAddedUp() {
    let table = EncodedTable(
      rowCount: 5,
      columns: [
        .numeric([160, 300, 300, 120, 50]), .numeric([1, 1, 1, 1, 1]),
        .categorical([0, 0, 2, 0, 0]),
      ])
    // +0.5 · +0.233 and −0.133 · +0.233 and +0.267 · −0.1 + 0.133 − 0.033 = 0 · −0.2
    #expect(
      drivers(.tree(HandmadeTree.model()), HandmadeTree.schema, table, ["plan": .price])
        == [.forgetting, .forgetting, .price, nil, nil])
  }

  @Test(arguments: Kind.allCases)
  func theDriverIsThatOfTheSummedReasons(_ kind: Kind) throws {
    let model = try kind.model
    let names = model.schema.features.map(\.name)
    let assignment = DriverAssignment(
      names, assigned: ["recency": .forgetting, "spend": .price, "spend_cents": .price])
    let table = try model.encoded(Kind.table)
    let predictor = Predictor(model.fitted, schema: model.schema)
    let predictions = predictor.predict(
      table, reasonCount: names.count, groups: assignment.groups)
    let expected = predictions.reasons.map { reasons -> LossDriver? in
      var sums: [LossDriver: Double] = [:]
      for reason in reasons where reason.effect > 0 {
        sums[assignment.drivers[reason.feature], default: 0] += reason.effect
      }
      return sums.max { $0.value < $1.value }?.key
    }
    #expect(predictions.strongestGroups.map(DriverAssignment.driver) == expected)
    #expect(predictor.predict(table, reasonCount: 3).strongestGroups.isEmpty)
  }

  // MARK: - Shares

  @Test func aDriverOfMoreThanFourFifthsIsWarnedOf() {
    var shares = DriverShares()
    for _ in 0..<4 { shares.add(.forgetting) }
    shares.add(.price)
    shares.add(nil)
    #expect(shares.share(of: .forgetting) == 0.8 && shares.total == 5 && shares.without == 1)
    #expect(shares.warning == nil)
    shares.add(.forgetting)
    #expect(shares.warning?.hasPrefix("83.3 % of the customers have the driver forgetting") == true)
    #expect(DriverShares().warning == nil && DriverShares().share(of: .price) == nil)
  }
}
