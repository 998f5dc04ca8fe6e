/// The features with the largest effects on each row, the strongest first, ties in the schema's order;
/// none without effect.
public struct StrongestReasons: Sendable, RandomAccessCollection {
  /// Reasons a row at the most.
  public let limit: Int
  private let rowCount: Int
  /// Row r has the first `counts[r]` places from `r · limit` on.
  private var places: [Reason]
  private var counts: [Int32]

  /// An effect up to this is none: it is what rounding leaves.
  private static let smallest = 1e-12

  init(rowCount: Int, limit: Int) {
    self.rowCount = rowCount
    self.limit = limit
    places = Array(repeating: Reason(feature: 0, effect: 0), count: rowCount * limit)
    counts = Array(repeating: 0, count: limit > 0 ? rowCount : 0)
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { rowCount }

  /// The reasons of one row.
  public subscript(row: Int) -> ArraySlice<Reason> {
    limit == 0 ? [] : places[row * limit..<row * limit + Int(counts[row])]
  }

  /// The effects of a feature on every row; each feature is added once, in the schema's order.
  /// - Parameter mean: what is no reason, as everybody has it.
  mutating func add(feature: Int, effects: [Double], mean: Double) {
    guard limit > 0 else { return }
    for row in 0..<rowCount { add(feature: feature, effect: effects[row] - mean, row: row) }
  }

  mutating func add(feature: Int, effect: Double, row: Int) {
    guard limit > 0, abs(effect) > Self.smallest else { return }
    let first = row * limit
    var place = first + Int(counts[row])
    if counts[row] == limit {
      place -= 1
      guard abs(places[place].effect) < abs(effect) else { return }
    } else {
      counts[row] += 1
    }
    while place > first, abs(places[place - 1].effect) < abs(effect) {
      places[place] = places[place - 1]
      place -= 1
    }
    places[place] = Reason(feature: feature, effect: effect)
  }
}
