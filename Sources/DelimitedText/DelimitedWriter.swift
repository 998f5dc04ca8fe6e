import CKernels

/// Writes rows of delimited text into a buffer (RFC 4180, lines end with LF).
public struct DelimitedWriter: Sendable {
  /// What was written and not taken yet.
  public private(set) var buffer: [UInt8] = []
  private let separator: UInt8
  private let isRaw: Bool
  private var isRowBegun = false
  private var cellBegin = 0

  /// - Parameter isRaw: text goes out as it is, also where a spreadsheet would run it as a formula.
  public init(separator: UInt8 = UInt8(ascii: ","), isRaw: Bool = false) {
    self.separator = separator
    self.isRaw = isRaw
  }

  /// Appends a cell of text, quoted only where it must be. Text that begins with `= + - @`, a tab
  /// or a CR and is no number gets a `'` in front: a spreadsheet would run it.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// As `append(_: String)`, of UTF-8 bytes.
  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    beginCell()
    let isFormula = !isRaw && looksLikeFormula(text)
    guard needsQuotes(text) else {
      if isFormula { buffer.append(UInt8(ascii: "'")) }
      buffer.append(contentsOf: text)
      return
    }
    buffer.append(UInt8(ascii: "\""))
    if isFormula { buffer.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  /// Appends a number as the shortest text that reads back; NaN and infinities as empty cells.
  public mutating func append(_ number: Double) {
    beginCell()
    if number.isFinite { buffer.appendShortest(number) }
  }

  public mutating func append(_ number: Int) {
    beginCell()
    if number < 0 { buffer.append(UInt8(ascii: "-")) }
    buffer.appendDigits(number.magnitude)
  }

  public mutating func append(_ day: Day) {
    beginCell()
    buffer.append(day)
  }

  /// Appends an empty cell.
  public mutating func appendMissing() { beginCell() }

  /// Appends a whole row of text.
  public mutating func appendRow(_ cells: [String]) {
    for cell in cells { append(cell) }
    endRow()
  }

  public mutating func endRow() {
    // A row of one empty cell would be an empty line, which readers pass over.
    if isRowBegun && buffer.count == cellBegin && isFirstCell {
      buffer.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")])
    }
    buffer.append(UInt8(ascii: "\n"))
    isRowBegun = false
  }

  /// Hands over what was written, and forgets it.
  public mutating func take() -> [UInt8] {
    defer { buffer.removeAll(keepingCapacity: true) }
    return buffer
  }

  private var isFirstCell = true

  private mutating func beginCell() {
    if isRowBegun { buffer.append(separator) }
    isFirstCell = !isRowBegun
    isRowBegun = true
    cellBegin = buffer.count
  }

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    if isBlank(first) || isBlank(last) { return true }
    return text.contains {
      $0 == separator || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
  }
}

private let noTokens = MissingTokens([])

private func looksLikeFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  switch text.first {
  case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: true
  case UInt8(ascii: "+"), UInt8(ascii: "-"):
    if case .number = parseNumber(text, missing: noTokens) { false } else { true }
  default: false
  }
}

extension [UInt8] {
  /// Appends the decimal digits, zeros before them up to `least`.
  fileprivate mutating func appendDigits(_ number: UInt, least: Int = 1) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { text in
      var start = 20
      var rest = number
      repeat {
        start -= 1
        text.initializeElement(
          at: start, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0 || 20 - start < least
      append(contentsOf: UnsafeMutableBufferPointer(rebasing: text[start...]))
    }
  }

  /// As the day's description.
  fileprivate mutating func append(_ day: Day) {
    let (year, month, date) = day.civil
    guard year >= 0 else { return append(contentsOf: day.description.utf8) }
    appendDigits(UInt(year), least: 4)
    append(UInt8(ascii: "-"))
    appendDigits(UInt(month), least: 2)
    append(UInt8(ascii: "-"))
    appendDigits(UInt(date), least: 2)
  }

  /// Appends the shortest decimal text that reads back to the same number: `5`, `0.1`, `1e-07`.
  /// - Precondition: `number` is finite.
  public mutating func appendShortest(_ number: Double) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: CK_NUMBER_ROOM) { text in
      let count = ck_write_number(number, text.baseAddress)
      append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<count]))
    }
  }
}

/// The shortest decimal text that reads back to the same number: `5`, `0.1`, `1e-07`; `nan` and
/// `inf` for what is no number.
public func numberText(_ number: Double) -> String {
  let text = number.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
