import DelimitedText

/// Reads labels a batch at a time, where the cell that means churned is known beforehand.
struct LabelCells: Sendable {
  let column: String
  let place: Int
  private let positive: String
  /// The two cells, where they are a usual pair (`no/yes`); in lower case.
  private let pair: [String]?
  private let missing: MissingTokens

  init(column: String, place: Int, positive: String, missingTokens: [String]) {
    self.column = column
    self.place = place
    self.positive = positive
    pair = LabelColumn.pairs.first { $0.contains(positive.lowercased()) }
    missing = MissingTokens(missingTokens)
  }

  /// The labels of some records, and the cells that do not mean churned, each with the first record
  /// that holds it.
  struct Batch: Sendable {
    /// nil without a label.
    var labels: [Bool?]
    var others: [(text: String, record: Int)]
  }

  func read(_ batch: RecordBatch, _ records: [Int]) -> Batch {
    batch.withFields { fields in
      var (interner, isChurned): (ByteInterner, [Bool]) = (ByteInterner(), [])
      var others: [(text: String, record: Int)] = []
      let labels = records.map { record -> Bool? in
        let cell = fields[record, place]
        if missing.contains(cell) { return nil }
        let code = Int(interner.code(of: trimmingBlanks(cell)))
        if code == isChurned.count {
          let text = interner.text(Int32(code))
          isChurned.append(means(text))
          if !isChurned[code] { others.append((text, record)) }
        }
        return isChurned[code]
      }
      return Batch(labels: labels, others: others)
    }
  }

  private func means(_ text: String) -> Bool {
    pair == nil ? text == positive : text.lowercased() == positive.lowercased()
  }

  /// - Parameter known: the other cell of the file so far.
  /// - Throws: `.wrongData` at a third value.
  func check(
    _ found: Batch, _ batch: RecordBatch, _ known: inout String?, file: String
  ) throws(LocatedError) {
    for (text, record) in found.others {
      let folded = pair == nil ? text : text.lowercased()
      if pair?.contains(folded) ?? (known == nil || known == folded) {
        known = folded
        continue
      }
      throw LocatedError(
        .wrongData, "the label has a third value",
        at: Location(file: file, line: batch.line(of: record), column: column, value: text),
        advice: "\(positive) means churned, and one other value that it is not; see --positive.")
    }
  }
}
