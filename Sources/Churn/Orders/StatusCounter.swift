import DelimitedText

/// The texts of a status column, what they mean, and how many lines have them.
struct StatusCounter {
  private let words: OrderStatusWords
  private var texts: ByteInterner
  private var meanings: [(status: OrderStatus, isKnown: Bool)] = []
  private var counts: [Int] = []

  /// - Parameter texts: texts that have codes already; they are counted when they are met.
  init(_ words: OrderStatusWords, texts: ByteInterner = ByteInterner()) {
    self.words = words
    self.texts = texts
    for code in 0..<texts.count { learn(code) }
  }

  /// Of a counter on the same terms, for a batch whose texts have codes already.
  init(batchOf counter: StatusCounter, texts: ByteInterner) {
    self.init(counter.words, texts: texts)
  }

  /// By the code of each text that has one: whether an order with it stands.
  var standing: [Bool] { meanings.map { $0.status == .stands } }

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

  /// Counts lines whose texts have codes already.
  mutating func count(_ codes: ArraySlice<Int32>) {
    for code in codes { counts[Int(code)] += 1 }
  }

  /// Adds the counts of another one with the same words.
  mutating func add(_ other: StatusCounter) {
    for (own, count) in other.counts.enumerated() where count > 0 {
      let code = Int(other.texts.withBytes(Int32(own)) { texts.code(of: $0) })
      // To find out what a text means takes long: the other one has done it.
      if code == meanings.count {
        meanings.append(other.meanings[own])
        counts.append(0)
      }
      counts[code] += count
    }
  }

  /// The most frequent first, equally frequent ones by their text; at most `limit`.
  func list(limit: Int = 30) -> [OrderReadReport.Status] {
    let names = texts.texts
    let codes = counts.indices.filter { counts[$0] > 0 }.sorted {
      (counts[$1], names[$0]) < (counts[$0], names[$1])
    }
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
