import DelimitedText

/// The codes of a batch's texts in the table of the file.
struct CodeMap {
  private let texts: ByteInterner
  private var codes: [Int32]

  init(_ texts: ByteInterner) {
    self.texts = texts
    codes = [Int32](repeating: -1, count: texts.count)
  }

  /// Appends the codes of a column's lines; those below 0 stay as they are. A text gets its code when a
  /// line with it comes, so that the texts of rejected lines get none.
  mutating func append(_ lines: [Int32], to column: inout [Int32], in table: inout ByteInterner) {
    column.reserveCapacity(column.count + lines.count)
    for own in lines {
      if own >= 0, codes[Int(own)] < 0 {
        codes[Int(own)] = texts.withBytes(own) { table.code(of: $0) }
      }
      column.append(own < 0 ? own : codes[Int(own)])
    }
  }
}
