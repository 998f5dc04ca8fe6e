/// Where one split sends encoded rows.
struct RowRouter: Sendable {
  /// A rule by codes and numbers.
  private struct Rule: Sendable {
    var feature: Int
    /// For numbers: value < threshold goes left if `lowIsLeft`.
    var threshold = 0.0
    var lowIsLeft = true
    /// For levels, by code, as `RowSide` has it.
    var sides: [UInt8] = []

    init(_ rule: DecisionTree.Split.Rule, _ feature: Int, _ index: LevelIndex) {
      self.feature = feature
      switch rule {
      case .below(let threshold): self.threshold = threshold
      case .atLeast(let threshold): (self.threshold, lowIsLeft) = (threshold, false)
      case .levels(let left, let right):
        sides = Self.sides(index, left, right)
      }
    }

    private static func sides(
      _ index: LevelIndex, _ left: [String], _ right: [String]
    ) -> [UInt8] {
      var sides = [UInt8](repeating: RowSide.unknown, count: index.count)
      for (levels, side) in [(left, RowSide.left), (right, RowSide.right)] {
        for code in levels.map({ index.code(of: $0) }) where code >= 0 { sides[Int(code)] = side }
      }
      return sides
    }

    /// nil without a value, or with a level that the rule does not know.
    func side(of row: Int, in table: EncodedTable) -> UInt8? {
      switch table.columns[feature] {
      case .numeric(let values):
        let value = values[row]
        if value.isNaN { return nil }
        return (value < threshold) == lowIsLeft ? RowSide.left : RowSide.right
      case .categorical(let codes):
        let code = Int(codes[row])
        guard code >= 0, code < sides.count, sides[code] != RowSide.unknown else { return nil }
        return sides[code]
      }
    }
  }

  private let primary: Rule
  private let surrogates: [Rule]
  private let missingGoesLeft: Bool
  private let missingIsLearned: Bool

  /// - Parameter indexes: the schema's `levelIndexes`.
  init(_ split: DecisionTree.Split, _ indexes: [LevelIndex]) {
    primary = Rule(split.rule, split.feature, indexes[split.feature])
    surrogates = split.surrogates.map { Rule($0.rule, $0.feature, indexes[$0.feature]) }
    missingGoesLeft = split.missingGoesLeft
    missingIsLearned = split.missingIsLearned
  }

  /// The side of the first surrogate that the row has a value for.
  func surrogateSide(of row: Int, in table: EncodedTable) -> UInt8? {
    for rule in surrogates {
      if let side = rule.side(of: row, in: table) { return side }
    }
    return nil
  }

  func goesLeft(_ row: Int, in table: EncodedTable) -> Bool {
    passage(of: row, in: table).goesLeft
  }

  /// How the row passes; `unseen` where it has a level that the split does not know.
  func passage(
    of row: Int, in table: EncodedTable
  ) -> (goesLeft: Bool, passage: TreeWalker.Passage, unseen: Bool) {
    if let side = primary.side(of: row, in: table) {
      return (side == RowSide.left, .primary, false)
    }
    let unseen = isUnseen(row, table)
    if let side = surrogateSide(of: row, in: table) {
      return (side == RowSide.left, .surrogate, unseen)
    }
    return (missingGoesLeft, missingIsLearned ? .direction : .majority, unseen)
  }

  private func isUnseen(_ row: Int, _ table: EncodedTable) -> Bool {
    guard case .categorical(let codes) = table.columns[primary.feature] else { return false }
    return codes[row] != EncodedTable.missing
  }
}
