import DelimitedText
import Modeling

/// A simple rule that comes with a model, on the same rows, and whether the model ranks them better.
public struct JudgedBaseline: Sendable, Equatable {
  public var name: String
  public var measures: Measures
  /// The model's AUC less the baseline's.
  public var difference: PairedDifference

  /// Whether the model ranks better than this by more than chance explains, at 5 % after Holm's
  /// correction over the model's baselines; nil where it leads and there is no test.
  public var isBeaten: Bool? {
    guard let lead = difference.difference, lead > 0 else { return false }
    return difference.adjustedPValue.map { $0 < 0.05 }
  }
}

/// A difference of two models on the same rows, with its test.
public struct PairedDifference: Sendable, Equatable {
  public var difference: Double?
  /// 95 % interval.
  public var low: Double?
  public var high: Double?
  public var pValue: Double?
  /// After Holm's correction for the number of tests made side by side.
  public var adjustedPValue: Double?

  public init(
    difference: Double? = nil, low: Double? = nil, high: Double? = nil, pValue: Double? = nil,
    adjustedPValue: Double? = nil
  ) {
    self.difference = difference
    self.low = low
    self.high = high
    self.pValue = pValue
    self.adjustedPValue = adjustedPValue
  }
}

extension [PairedDifference] {
  /// With Holm's correction over all of them.
  var adjusted: [PairedDifference] {
    zip(self, holmAdjusted(map(\.pValue))).map { test, p in
      var test = test
      test.adjustedPValue = p
      return test
    }
  }
}

extension JudgedRows {
  /// AUC(a) − AUC(b), not yet adjusted.
  func pairedDifference(_ a: JudgedScores, _ b: JudgedScores) -> PairedDifference {
    guard let test = aucDifference(a, b) else { return PairedDifference() }
    return PairedDifference(
      difference: test.difference, low: test.low, high: test.high, pValue: test.pValue)
  }
}

// MARK: - JSON

extension PairedDifference {
  /// The members `<name>_difference, <prefix>low, <prefix>high, <prefix>p_value,
  /// <prefix>p_value_holm`.
  func members(_ name: String, prefix: String = "") -> [String: JSONValue] {
    [
      "\(name)_difference": JSONValue(difference), "\(prefix)low": JSONValue(low),
      "\(prefix)high": JSONValue(high), "\(prefix)p_value": JSONValue(pValue),
      "\(prefix)p_value_holm": JSONValue(adjustedPValue),
    ]
  }

  /// - Throws: `.wrongData` naming what is impossible.
  init(_ node: JSONNode, _ name: String) throws(LocatedError) {
    let ends = try node.interval("low", "high", in: -2...2)
    self.init(
      difference: try node.optional("\(name)_difference")?.number(in: -1...1), low: ends?.low,
      high: ends?.high, pValue: try node.optional("p_value")?.number(in: 0...1),
      adjustedPValue: try node.optional("p_value_holm")?.number(in: 0...1))
  }
}

extension JudgedBaseline {
  var json: JSONValue {
    let own: [String: JSONValue] = [
      "name": .string(name), "measures": measures.json,
      "beaten": isBeaten.map { .bool($0) } ?? .null,
    ]
    return .object(own.merging(difference.members("auc")) { $1 })
  }

  init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      name: try node["name"].string(), measures: try Measures(node["measures"]),
      difference: try PairedDifference(node, "auc"))
  }
}
