import DelimitedText
import Modeling

/// The scores of the training rows as a model keeps them, so that a threshold can be chosen later
/// without those rows.
public struct TrainingScoreCurve: Sendable, Equatable {
  public enum Source: Sendable, Equatable {
    /// Each row was judged by a model of the folds that it is not in; with `repeats` divisions into
    /// folds each division has an equal part of the weights.
    case outOfFold(folds: Int, repeats: Int)
    /// Of the model itself, which has seen these rows.
    case training
  }

  public var source: Source
  /// Training rows, each counted once.
  public var rows: Int
  public var curve: ScoreCurve
}

// MARK: - The part `score_curve` of a model file

extension TrainingScoreCurve {
  /// Far more than are ever written.
  private static let mostPoints = 1000

  var json: JSONValue {
    var (folds, repeats): (Int?, Int?) = (nil, nil)
    if case .outOfFold(let f, let r) = source { (folds, repeats) = (f, r) }
    func numbers(_ value: (ScoreCurve.Point) -> Double) -> JSONValue {
      .array(curve.points.map { JSONValue(value($0)) })
    }
    return [
      "source": .string(folds == nil ? "training" : "out_of_fold"), "folds": JSONValue(folds),
      "repeats": JSONValue(repeats), "rows": JSONValue(rows),
      "churned_total": JSONValue(curve.churned), "stayed_total": JSONValue(curve.stayed),
      "thresholds": numbers(\.threshold), "churned": numbers(\.churned),
      "stayed": numbers(\.stayed),
    ]
  }

  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  init?(_ node: JSONNode?) throws(LocatedError) {
    guard let node else { return nil }
    source = try Self.source(node)
    rows = try node["rows"].int(in: 1...Int(Int32.max))
    let weights = 0...1e300
    let churned = try node["churned_total"].number(in: weights)
    let stayed = try node["stayed_total"].number(in: weights)
    let thresholds = try Self.descending(node["thresholds"])
    let called = try Self.cumulated(node["churned"], thresholds.count, total: churned)
    let others = try Self.cumulated(node["stayed"], thresholds.count, total: stayed)
    curve = ScoreCurve(
      points: thresholds.indices.map {
        ScoreCurve.Point(threshold: thresholds[$0], churned: called[$0], stayed: others[$0])
      }, churned: churned, stayed: stayed)
  }

  private static func source(_ node: JSONNode) throws(LocatedError) -> Source {
    guard try node["source"].enumeration(["out_of_fold", "training"]) == "out_of_fold" else {
      return .training
    }
    return .outOfFold(
      folds: try node["folds"].int(in: 2...1_000_000),
      repeats: try node["repeats"].int(in: 1...100))
  }

  private static func descending(_ node: JSONNode) throws(LocatedError) -> [Double] {
    let values = try node.array(upTo: mostPoints)
    guard (1...mostPoints).contains(values.count) else {
      throw node.error("has \(values.count) thresholds; expected 1 to \(mostPoints)")
    }
    var thresholds: [Double] = []
    for value in values {
      let threshold = try value.number(in: 0...1)
      guard threshold < thresholds.last ?? .infinity else {
        throw value.error("is not below the threshold before it")
      }
      thresholds.append(threshold)
    }
    return thresholds
  }

  /// The last threshold calls all rows.
  private static func cumulated(
    _ node: JSONNode, _ count: Int, total: Double
  ) throws(LocatedError) -> [Double] {
    let values = try node.array(upTo: mostPoints)
    guard values.count == count else {
      throw node.error("has \(values.count) numbers; expected \(count), one a threshold")
    }
    var sums: [Double] = []
    for value in values { sums.append(try value.number(in: (sums.last ?? 0)...max(total, 0))) }
    guard sums.last == total else { throw node.error("does not end with the total") }
    return sums
  }
}
