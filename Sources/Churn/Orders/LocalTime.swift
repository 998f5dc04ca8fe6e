import DelimitedText

/// The moment that a cell such as `2019-11-03 23:30:00 -0800` tells.
struct LocalTime: Equatable {
  /// Seconds since 1970-01-01 00:00 by the clock of the cell.
  var seconds: Int
  /// Seconds east of Greenwich; nil where the cell does not say.
  var offset: Int?

  /// - Parameters:
  ///   - cell: a cell that `Day(parsing:)` reads.
  ///   - day: what it reads there.
  init(_ cell: UnsafeBufferPointer<UInt8>, day: Day) {
    seconds = Int(day.number) * 86_400
    let text = trimmingBlanks(cell)
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return }
    var start = colon
    while start > 0, Self.isDigit(text[start - 1]) { start -= 1 }
    var place = start
    seconds += 3600 * Self.number(text, &place)
    place += 1
    seconds += 60 * Self.number(text, &place)
    if place < text.count, text[place] == UInt8(ascii: ":") {
      place += 1
      seconds += Self.number(text, &place)
    }
    offset = Self.offset(text[place...])
  }

  /// `Z`, `+08:00` or `-0800` at the end of a time.
  private static func offset(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    if rest.last == UInt8(ascii: "Z") { return 0 }
    let signs: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-")]
    guard let sign = rest.firstIndex(where: { signs.contains($0) }) else { return nil }
    let digits = rest[(sign + 1)...].filter(isDigit).map { Int($0 - 0x30) }
    guard digits.count == 4 else { return nil }
    let size = 3600 * (digits[0] * 10 + digits[1]) + 60 * (digits[2] * 10 + digits[3])
    return rest[sign] == UInt8(ascii: "-") ? -size : size
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The number at a place, which moves behind it.
  private static func number(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int {
    var value = 0
    while place < text.count, isDigit(text[place]) {
      value = value * 10 + Int(text[place] - 0x30)
      place += 1
    }
    return value
  }
}
