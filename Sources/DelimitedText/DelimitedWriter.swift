import CKernels

/// Writes rows of delimited text into a buffer (RFC 4180, lines end with LF).
public struct DelimitedWriter: Sendable {
  /// More than is written: cells go to memory that is there already.
  private var memory: [UInt8] = []
  private var used = 0
  private let separator: UInt8
  private let isRaw: Bool
  private var isRowBegun = false
  private var isFirstCell = true
  private var cellBegin = 0

  /// - Parameter isRaw: text goes out as it is, also where a spreadsheet would run it as a formula.
  public init(separator: UInt8 = UInt8(ascii: ","), isRaw: Bool = false) {
    self.separator = separator
    self.isRaw = isRaw
  }

  /// What was written and not taken yet.
  public var buffer: [UInt8] { Array(memory[..<used]) }

  /// Makes room for so many bytes more.
  public mutating func reserve(_ bytes: Int) { makeRoom(bytes) }

  /// Appends a cell of text, quoted only where it must be. Text that begins with `= + - @`, a tab
  /// or a CR and is no number gets a `'` in front: a spreadsheet would run it.
  public mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// As `append(_: String)`, of UTF-8 bytes.
  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    let (separator, isRaw): (UInt8, Int32) = (separator, isRaw ? 1 : 0)
    appendCell(room: 2 * text.count + 3) {
      ck_write_cell(text.baseAddress, text.count, separator, isRaw, $0)
    }
  }

  /// As `append(_: String)`, of a field of a batch without the blanks around it.
  public mutating func append(_ record: Int, _ column: Int, of fields: BatchFields) {
    append(trimmingBlanks(fields[record, column]))
  }

  /// Appends a number as the shortest text that reads back; NaN and infinities as empty cells.
  public mutating func append(_ number: Double) {
    appendCell(room: CK_NUMBER_ROOM) { number.isFinite ? writeShortest(number, to: $0) : 0 }
  }

  public mutating func append(_ number: Int) {
    appendCell(room: 20) { ck_write_integer(Int64(number), $0) }
  }

  public mutating func append(_ day: Day) {
    guard (0...9999).contains(day.year) else { return append(day.description) }
    appendCell(room: 10) { ck_write_day(day.number, $0) }
  }

  /// Appends an empty cell.
  public mutating func appendMissing() { appendCell(room: 0) { _ in 0 } }

  /// Appends a whole row of text.
  public mutating func appendRow(_ cells: [String]) {
    for cell in cells { append(cell) }
    endRow()
  }

  public mutating func endRow() {
    makeRoom(3)
    // A row of one empty cell would be an empty line, which readers pass over.
    if isRowBegun && used == cellBegin && isFirstCell {
      put(UInt8(ascii: "\""))
      put(UInt8(ascii: "\""))
    }
    put(UInt8(ascii: "\n"))
    isRowBegun = false
  }

  /// Hands over what was written, and forgets it.
  public mutating func take() -> [UInt8] {
    defer { used = 0 }
    return buffer
  }

  /// Appends what `write` writes to memory with that much room; it returns how much that was.
  @inline(__always)
  private mutating func appendCell(
    room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) {
    makeRoom(room + 1)
    if isRowBegun { put(separator) }
    isFirstCell = !isRowBegun
    isRowBegun = true
    cellBegin = used
    used += memory.withUnsafeMutableBufferPointer { [used] memory in
      memory.baseAddress.map { write($0 + used) } ?? 0
    }
  }

  /// - Precondition: there is room.
  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    memory[used] = byte
    used += 1
  }

  @inline(__always)
  private mutating func makeRoom(_ bytes: Int) {
    if memory.count - used < bytes { grow(bytes) }
  }

  private mutating func grow(_ bytes: Int) {
    let more = Swift.max(bytes, memory.count, 1 << 10)
    memory.append(contentsOf: repeatElement(0, count: more))
  }
}

/// - Parameter text: has `CK_NUMBER_ROOM` bytes.
private func writeShortest(_ number: Double, to text: UnsafeMutablePointer<UInt8>) -> Int {
  text.withMemoryRebound(to: CChar.self, capacity: CK_NUMBER_ROOM) { ck_write_number(number, $0) }
}

extension [UInt8] {
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
