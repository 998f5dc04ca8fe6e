import DelimitedText

/// Numbers as people and shop systems write money: `$1,299.00`, `0元`, `￥12`, `'5`, `€45,50`.
enum MoneyText {
  /// The plain number in the cell, nil where it cannot be told.
  ///
  /// A comma that divides thousands needs a point behind it, another such comma, a currency, or
  /// `commaGroups`: `1,299` alone is 1299 to some and 1.299 to others. A comma before one or two
  /// digits is a decimal comma where a currency stands beside it.
  static func number(in cell: UnsafeBufferPointer<UInt8>, commaGroups: Bool) -> Double? {
    guard cell.count <= 40 else { return nil }
    var text = String(decoding: trimmingBlanks(cell), as: UTF8.self)
    if text.hasPrefix("'") { text.removeFirst() }
    var sign = ""
    if text.hasPrefix("-") { sign = String(text.removeFirst()) }
    let bare = withoutCurrency(text)
    let hasCurrency = bare.count < text.count
    guard let plain = withoutCommas(bare, mayGroup: commaGroups || hasCurrency, hasCurrency),
      case .number(let number) = parseNumber(sign + plain)
    else { return nil }
    return number
  }

  private static func withoutCurrency(_ text: String) -> String {
    var rest = Substring(text)
    while let first = rest.first, currencies.contains(first) { rest.removeFirst() }
    while let last = rest.last, currencies.contains(last) { rest.removeLast() }
    return String(rest)
  }

  private static let currencies: Set<Character> = ["$", "€", "£", "¥", "￥", "元", " ", "\u{A0}"]

  private static func withoutCommas(
    _ text: String, mayGroup: Bool, _ hasCurrency: Bool
  ) -> String? {
    guard text.contains(",") else { return text }
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    let groups = halves[0].split(separator: ",", omittingEmptySubsequences: false)
    guard halves.count <= 2, groups.count > 1, groups.allSatisfy(isDigits),
      halves.count == 1 || !halves[1].contains(",")
    else { return nil }
    let isGrouped =
      (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    if isGrouped, mayGroup || halves.count == 2 || groups.count > 2 {
      return text.filter { $0 != "," }
    }
    if hasCurrency, halves.count == 1, groups.count == 2, groups[1].count <= 2 {
      return groups.joined(separator: ".")
    }
    return nil
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
