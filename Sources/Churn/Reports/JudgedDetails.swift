import DelimitedText
import Modeling
import Reporting

/// What a report of judged rows holds beside the measures that a model file has too.
public struct JudgedDetails: Sendable, Equatable {
  /// Of the bootstrap; 0 for none.
  public var replicates: Int
  /// nil without rows.
  public var brier: BrierDecomposition?
  public var calibrationGroups: [Calibration.Group]
  /// nil where none can be drawn.
  public var calibrationCurve: CalibrationCurve?
  public var expectedMaximumProfit: ExpectedMaximumProfit
  public var assumptions: ExpectedMaximumProfit.Assumptions
  /// nil without economics.
  public var profit: ProfitReport?
}

// MARK: - JSON

extension JudgedDetails {
  /// Members of `measures`.
  var members: [String: JSONValue] {
    [
      "bootstrap": JSONValue(replicates), "brier_decomposition": brier?.json ?? .null,
      "calibration_groups": .array(calibrationGroups.map(\.json)),
      "calibration_curve": calibrationCurve?.json ?? .null,
      "expected_maximum_profit": [
        "profit": JSONValue(expectedMaximumProfit.profit),
        "fraction": JSONValue(expectedMaximumProfit.fraction), "assumptions": assumptions.json,
      ],
      "profit": profit?.json ?? .null,
    ]
  }

  /// - Returns: nil for measures of a version that had no such details.
  init?(_ measures: JSONNode) throws(LocatedError) {
    guard let replicates = try measures.optional("bootstrap") else { return nil }
    let maximum = try measures["expected_maximum_profit"]
    var groups: [Calibration.Group] = []
    for group in try measures["calibration_groups"].array(upTo: ModelLimits.measurePoints) {
      groups.append(try Calibration.Group(group))
    }
    self.init(
      replicates: try replicates.int(in: 0...1 << 31),
      brier: try measures.optional("brier_decomposition").map { (node) throws(LocatedError) in
        try BrierDecomposition(node)
      }, calibrationGroups: groups,
      calibrationCurve: try measures.optional("calibration_curve").map {
        (node) throws(LocatedError) in try CalibrationCurve(node)
      },
      expectedMaximumProfit: ExpectedMaximumProfit(
        profit: try maximum["profit"].number(in: 0...1e300),
        fraction: try maximum["fraction"].number(in: 0...1)),
      assumptions: try ExpectedMaximumProfit.Assumptions(maximum["assumptions"]),
      profit: try measures.optional("profit").map { (node) throws(LocatedError) in
        try ProfitReport(node)
      })
  }
}

extension BrierDecomposition {
  fileprivate var json: JSONValue {
    [
      "miscalibration": JSONValue(miscalibration), "discrimination": JSONValue(discrimination),
      "uncertainty": JSONValue(uncertainty),
    ]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      miscalibration: try node["miscalibration"].number(in: -1...1),
      discrimination: try node["discrimination"].number(in: -1...1),
      uncertainty: try node["uncertainty"].number(in: 0...1))
  }
}

extension Calibration.Group {
  fileprivate var json: JSONValue {
    [
      "weight": JSONValue(weight), "churned": JSONValue(churned), "expected": JSONValue(expected),
    ]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    let weight = try node["weight"].number(in: 0...1e300)
    self.init(
      weight: weight, churned: try node["churned"].number(in: 0...weight),
      expected: try node["expected"].number(in: 0...1e300))
  }
}

extension CalibrationCurve {
  fileprivate var json: JSONValue {
    [
      "degrees_of_freedom": JSONValue(degreesOfFreedom), "points": .array(points.map(\.json)),
    ]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    var points: [Point] = []
    for point in try node["points"].array(upTo: ModelLimits.measurePoints) {
      points.append(try Point(point))
    }
    self.init(
      points: points, degreesOfFreedom: try node["degrees_of_freedom"].int(in: 1...3))
  }
}

extension CalibrationCurve.Point {
  fileprivate var json: JSONValue {
    [
      "predicted": JSONValue(predicted), "observed": JSONValue(observed), "low": JSONValue(low),
      "high": JSONValue(high),
    ]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    let band = try node.interval("low", "high", in: 0...1)
    self.init(
      predicted: try node["predicted"].number(in: 0...1),
      observed: try node["observed"].number(in: 0...1), low: band?.low, high: band?.high)
  }
}

extension ExpectedMaximumProfit.Assumptions {
  /// `Beta(6, 14), 200, 10, 1`: accept rate, value, offer, contact.
  var text: String {
    func short(_ number: Double) -> String { NumberText.significant(number, digits: 4) }
    return "Beta(\(short(alpha)), \(short(beta))); V \(short(value)), O \(short(offerCost)), C "
      + short(contactCost) + (self == .published ? " (published)" : "")
  }

  fileprivate var json: JSONValue {
    [
      "alpha": JSONValue(alpha), "beta": JSONValue(beta), "value": JSONValue(value),
      "offer_cost": JSONValue(offerCost), "contact_cost": JSONValue(contactCost),
      "published": .bool(self == .published),
    ]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    do {
      try self.init(
        alpha: try node["alpha"].number(), beta: try node["beta"].number(),
        value: try node["value"].number(), offerCost: try node["offer_cost"].number(),
        contactCost: try node["contact_cost"].number())
    } catch let error as LocatedError {
      throw error
    } catch {
      throw node.error("are no assumptions: \((error as? ModelingError)?.what ?? "")")
    }
  }
}
