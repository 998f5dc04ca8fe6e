/// Seeded ways to divide rows, balanced within each class; rows of one group stay together.
public struct RowDivision: Sendable {
  public var labels: [Bool]
  /// The group of each row, such as its customer; nil where each row is its own.
  public var groups: [Int]?
  public var seed: UInt64

  public init(labels: [Bool], groups: [Int]? = nil, seed: UInt64) {
    self.labels = labels
    self.groups = groups
    self.seed = seed
  }

  /// The fold of each row, 0 … count − 1: within each class the groups are dealt out in random
  /// order, so that fold sizes and class shares differ by one group at the most.
  public func folds(_ count: Int) -> [Int] {
    var folds = Array(repeating: 0, count: labels.count)
    var next = 0
    for members in shuffledGroups(stream: 1) {
      for group in members {
        for row in group { folds[row] = next % count }
        next += 1
      }
    }
    return folds
  }

  /// Rows held out: `fraction` of the groups of each class, rounded, at least one where there are two.
  public func holdout(_ fraction: Double) -> [Bool] {
    var isHeldOut = Array(repeating: false, count: labels.count)
    for members in shuffledGroups(stream: 2) {
      let rounded = Int((Double(members.count) * fraction).rounded())
      let count = members.count < 2 ? 0 : min(max(rounded, 1), members.count - 1)
      for row in members.prefix(count).joined() { isHeldOut[row] = true }
    }
    return isHeldOut
  }

  /// The rows of each group, shuffled; groups with a churned row first, then the others.
  private func shuffledGroups(stream: UInt64) -> [[[Int]]] {
    var generator = SeededGenerator(seed: seed, stream: stream)
    let all = groupedRows()
    let churned = all.filter { group in group.contains { labels[$0] } }
    let stayed = all.filter { group in !group.contains { labels[$0] } }
    return [generator.shuffled(churned), generator.shuffled(stayed)]
  }

  private func groupedRows() -> [[Int]] {
    guard let groups else { return labels.indices.map { [$0] } }
    var places: [Int: Int] = [:]
    var rows: [[Int]] = []
    for (row, group) in groups.enumerated() {
      if let place = places[group] {
        rows[place].append(row)
      } else {
        places[group] = rows.count
        rows.append([row])
      }
    }
    return rows
  }
}
