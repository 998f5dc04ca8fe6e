import DelimitedText

/// Ids as exports write them, with what spreadsheets put around them.
enum IdentifierText {
  /// The id without blanks around it, without the `="…"` and the leading `'` by which an export
  /// tells a spreadsheet that it is text. Its digits stay as they are.
  static func bare(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var id = trimmingBlanks(cell)
    if id.count >= 3, id[0] == UInt8(ascii: "="), id[1] == UInt8(ascii: "\""),
      id[id.count - 1] == UInt8(ascii: "\"")
    {
      id = trimmingBlanks(UnsafeBufferPointer(rebasing: id[2..<id.count - 1]))
    }
    if id.count >= 2, id[0] == UInt8(ascii: "'"), isMarked(id[1]) {
      id = UnsafeBufferPointer(rebasing: id[1...])
    }
    return id
  }

  /// What a `'` stands before so that a spreadsheet takes it for text: a digit, = + - @ or a tab.
  private static func isMarked(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || [0x3D, 0x2B, 0x2D, 0x40, 0x09].contains(byte)
  }

  /// Whether a spreadsheet has made a number of it: `1.23E+17`, `4E+18`, `1.23e17`.
  static func isScientific(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
    guard id.count >= 4, id.count <= 24, isDigit(id[0]) else { return false }
    var place = 1
    let hasPoint = id[1] == UInt8(ascii: ".")
    if hasPoint {
      place = 2
      while place < id.count, isDigit(id[place]) { place += 1 }
    }
    guard place < id.count - 1, id[place] | 0x20 == UInt8(ascii: "e") else { return false }
    let hasSign = id[place + 1] == UInt8(ascii: "+")
    let exponent = id[(place + (hasSign ? 2 : 1))...]
    return (hasSign || hasPoint) && !exponent.isEmpty && exponent.allSatisfy(isDigit)
  }

  /// Whether part of it was made unreadable: `138****0000`, `张*`, `##密文`.
  static func isMasked(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    var last: UInt8 = 0
    for byte in id {
      if byte == star, last == star { return true }
      last = byte
    }
    return last == star || last == secret[5] && id.suffix(6).elementsEqual(secret)
  }

  private static let secret = Array("密文".utf8)

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The pattern of an id without its content, for messages: letters are `a`, digits `9`.
  static func shape(of text: String) -> String {
    let shape = text.prefix(30).map { character -> Character in
      if character.isNumber { return "9" }
      if !character.isLetter { return character }
      return character.isASCII ? "a" : "文"
    }
    return String(shape) + (text.count > 30 ? "…" : "")
  }
}
