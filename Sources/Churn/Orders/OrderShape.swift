import DelimitedText

/// How many fields the records of a file may have.
struct OrderShape: Sendable {
  /// Rows may leave out the last field where the header ends with a separator.
  private let mayLackLast: Bool

  init(header: [String]) {
    mayLackLast = header.count > 1 && header.last == ""
  }

  /// A record may have one empty field more than the header, as some exports end their rows with a
  /// separator and not the header, or the other way round.
  func fault(_ batch: RecordBatch, _ fields: BatchFields, _ record: Int) -> LineFault? {
    let count = batch.fieldCount(of: record)
    if count == batch.columnCount { return nil }
    if count == batch.columnCount - 1, mayLackLast { return nil }
    if count == batch.columnCount + 1,
      trimmingBlanks(fields[record, batch.columnCount]).isEmpty
    {
      return nil
    }
    return LineFault(
      reason: count < batch.columnCount ? Reject.tooFewFields : Reject.tooManyFields)
  }
}
