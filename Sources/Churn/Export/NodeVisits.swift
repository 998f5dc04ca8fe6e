import Modeling

/// Rows that come to each inner node of a tree and there meet everything that it asks: its threshold
/// and its neighbours, levels of both sides, of neither, a gap, and in the gap each surrogate likewise.
struct NodeVisits {
  typealias Row = EdgeRows.Row

  /// What the rows of a node have in common: low ≤ number < high, or one of the levels.
  private struct Limits {
    var numbers: [Int: (low: Double, high: Double)] = [:]
    var levels: [Int: [String]] = [:]
  }

  let tree: DecisionTree
  let edges: EdgeRows

  func rows(from base: [Row], most: Int) -> [Row] {
    var limits: [Int: Limits] = [1: Limits()]
    var visits: [(split: DecisionTree.Split, limits: Limits)] = []
    for node in tree.nodes {
      guard let split = node.split, let own = limits.removeValue(forKey: node.number) else {
        continue
      }
      visits.append((split, own))
      limits[2 * node.number] = passing(split, own, isLeft: true)
      limits[2 * node.number + 1] = passing(split, own, isLeft: false)
    }
    var rows: [Row] = []
    for (split, limits) in EdgeRows.some(visits, most) {
      rows += self.rows(split, arriving(base[rows.count % base.count], limits))
    }
    return rows
  }

  private func passing(_ split: DecisionTree.Split, _ limits: Limits, isLeft: Bool) -> Limits {
    var result = limits
    let (low, high) = limits.numbers[split.feature] ?? (-.infinity, .infinity)
    switch split.rule {
    case .below(let cut), .atLeast(let cut):
      let isBelow = if case .below = split.rule { isLeft } else { !isLeft }
      result.numbers[split.feature] = isBelow ? (low, min(cut, high)) : (max(cut, low), high)
    case .levels(let left, let right):
      result.levels[split.feature] = isLeft ? left : right
    }
    return result
  }

  /// The row with values that lead to the node: the ends of what its splits let through.
  private func arriving(_ row: Row, _ limits: Limits) -> Row {
    var row = row
    for (feature, (low, high)) in limits.numbers {
      row[feature] = .number(low.isFinite ? low : high.nextDown)
    }
    for (feature, levels) in limits.levels {
      if let level = levels.first { row[feature] = .text(level) }
    }
    return row
  }

  private func rows(_ split: DecisionTree.Split, _ arriving: Row) -> [Row] {
    var rows = answers(split.rule, split.feature).map { setting(arriving, split.feature, to: $0) }
    var gap = setting(arriving, split.feature, to: .missing)
    rows.append(gap)
    for surrogate in split.surrogates {
      rows += answers(surrogate.rule, surrogate.feature).map {
        setting(gap, surrogate.feature, to: $0)
      }
      gap = setting(gap, surrogate.feature, to: .missing)
      rows.append(gap)
    }
    return rows
  }

  private func setting(_ row: Row, _ feature: Int, to value: VerificationRow.Value) -> Row {
    var row = row
    row[feature] = value
    return row
  }

  private func answers(
    _ rule: DecisionTree.Split.Rule, _ feature: Int
  ) -> [VerificationRow.Value] {
    if let threshold = rule.threshold { return EdgeRows.around(threshold) }
    guard case .levels(let left, let right) = rule,
      case .categorical(let learned) = edges.schema.features[feature].kind
    else { return [] }
    let known = LevelIndex(left + right)
    let neither = learned.levels.filter { known.code(of: $0) < 0 }.prefix(2)
    let levels = left.prefix(2) + right.prefix(2) + neither + [edges.unseen(learned.levels)]
    return levels.map { .text($0) }
  }
}
