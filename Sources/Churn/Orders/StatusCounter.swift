import DelimitedText

/// The texts of a status column, what they mean, and how many lines have them.
struct StatusCounter {
  private let words: OrderStatusWords
  private var texts = ByteInterner()
  private var meanings: [(status: OrderStatus, isKnown: Bool)] = []
  private var counts: [Int] = []

  init(_ words: OrderStatusWords) { self.words = words }

  /// What the cell of a role says.
  mutating func meaning(
    of role: OrderRole, _ cells: OrderCells, _ records: OrderRecords, _ record: Int
  ) -> OrderStatus {
    let known = records.code(role, record, in: &texts)
    return meaning(
      known ?? texts.code(of: trimmingBlanks(cells.cell(role, records.fields, record))))
  }

  private mutating func meaning(_ text: Int32) -> OrderStatus {
    let code = Int(text)
    learn(code)
    counts[code] += 1
    return meanings[code].status
  }

  private mutating func learn(_ code: Int) {
    guard code == meanings.count else { return }
    meanings.append(words.meaning(of: texts.text(Int32(code))))
    counts.append(0)
  }

  /// Adds the counts of another one with the same words.
  mutating func add(_ other: StatusCounter) {
    for (code, count) in zip(texts.codes(of: other.texts), other.counts) {
      learn(Int(code))
      counts[Int(code)] += count
    }
  }

  /// The most frequent first; at most `limit`.
  func list(limit: Int = 30) -> [OrderReadReport.Status] {
    let codes = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return codes.prefix(limit).map {
      OrderReadReport.Status(
        text: String(texts.text(Int32($0)).prefix(40)), meaning: meanings[$0].status,
        isKnown: meanings[$0].isKnown, lines: counts[$0])
    }
  }

  /// Lines whose text is not among the words.
  var unknownLines: Int {
    counts.indices.reduce(0) { $0 + (meanings[$1].isKnown ? 0 : counts[$1]) }
  }
}
