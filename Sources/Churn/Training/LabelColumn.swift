import DelimitedText

/// The column that says who churned.
struct LabelColumn {
  let positive: String
  private let codes: [Int32]
  /// By code, whether its level means churned.
  private let isChurned: [Bool]

  /// The usual pairs, the second of which is churned; in any case.
  static let pairs = [["0", "1"], ["no", "yes"], ["false", "true"], ["否", "是"]]

  /// - Throws: `.wrongData` with the place of a third value, or when a pair is not known.
  init(
    _ table: TypedTable, column: String, _ positive: String?, _ file: String
  ) throws(LocatedError) {
    guard let place = table.header.firstIndex(of: column),
      case .categorical(let codes, let levels) = table.columns[place]
    else {
      throw LocatedError(
        .wrongData, "there is no label column \(column)", at: Location(file: file),
        advice: "Name it with --target.")
    }
    self.codes = codes
    func location(_ code: Int) -> Location {
      let row = codes.firstIndex(of: Int32(code)) ?? 0
      return Location(
        file: file, line: Int(table.lines[row]), column: column, value: levels[code])
    }
    if let third = Self.third(levels) {
      throw LocatedError(
        .wrongData, "the label has a third value", at: location(third),
        advice: "A label has two values; others of this column: "
          + levels.prefix(2).joined(separator: ", ") + ".")
    }
    let found = levels.indices.filter { Self.isPositive(levels[$0], levels, positive) }
    if found.isEmpty, positive != nil {
      throw LocatedError(
        .wrongData, "no row has the label \(positive ?? "")",
        at: Location(file: file, column: column),
        advice: "The values of the column are: \(levels.prefix(5).joined(separator: ", ")).")
    }
    if positive == nil, !Self.isKnown(levels) {
      throw LocatedError(
        .wrongData, "the label's values are not known: \(levels.joined(separator: ", "))",
        at: levels.isEmpty ? Location(file: file, column: column) : location(0),
        advice: "Say which of them means churned: --positive VALUE.")
    }
    isChurned = levels.indices.map { found.contains($0) }
    self.positive = positive ?? found.first.map { levels[$0] } ?? "1"
  }

  /// The rows without a label.
  var absent: [Int] { codes.indices.filter { codes[$0] < 0 } }

  /// By row, true is churned; false where there is no label.
  var labels: [Bool] { codes.map { $0 >= 0 && isChurned[Int($0)] } }

  private static func folded(_ levels: [String]) -> Set<String> {
    Set(levels.map { $0.lowercased() })
  }

  private static func pair(_ levels: [String]) -> [String]? {
    pairs.first { folded(levels).isSubset(of: $0) }
  }

  private static func isKnown(_ levels: [String]) -> Bool { pair(levels) != nil }

  private static func isPositive(_ level: String, _ levels: [String], _ positive: String?) -> Bool {
    guard let pair = pair(levels) else { return level == positive }
    return level.lowercased() == (positive?.lowercased() ?? pair.last)
  }

  /// The first level that makes a third value.
  private static func third(_ levels: [String]) -> Int? {
    if pair(levels) != nil { return nil }
    // With two values of a known pair the first that is not of it is at fault.
    for pair in pairs {
      let strange = levels.indices.filter { !pair.contains(levels[$0].lowercased()) }
      if folded(levels).isSuperset(of: pair), let first = strange.first { return first }
    }
    return levels.count > 2 ? 2 : nil
  }
}
