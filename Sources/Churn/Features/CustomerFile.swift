import DelimitedText
import Modeling

/// The customer file: a row a customer and as-of day, the catalogue's columns in their order.
extension CustomerSnapshot {
  /// `customer_id, as_of`, the features, and `churned` where there is a label.
  public var columnNames: [String] {
    ["customer_id", "as_of"] + features.columns.map(\.name) + (churned == nil ? [] : ["churned"])
  }

  /// Appends some rows: numbers as the shortest text that reads back, ISO dates, missing values
  /// empty, the label as 0 or 1.
  public func append(rows: Range<Int>, to writer: inout DelimitedWriter) {
    for row in rows {
      writer.append(customerIDs[row])
      writer.append(asOf[row])
      for column in features.columns { append(column.values, row, to: &writer) }
      if let churned { writer.append(churned[row] ? 1 : 0) }
      writer.endRow()
    }
  }

  private func append(
    _ values: FeatureTable.Values, _ row: Int, to writer: inout DelimitedWriter
  ) {
    switch values {
    case .numeric(let numbers):
      // Counts and days are most of the file, and whole numbers are written faster.
      if let whole = Int(exactly: numbers[row]), whole.magnitude < 1 << 53 {
        writer.append(whole)
      } else {
        writer.append(numbers[row])
      }
    case .categorical(let codes, let levels):
      if codes[row] < 0 { writer.appendMissing() } else { writer.append(levels[Int(codes[row])]) }
    }
  }

  /// The whole file.
  public func csv() -> [UInt8] {
    var writer = DelimitedWriter()
    writer.appendRow(columnNames)
    append(rows: 0..<rowCount, to: &writer)
    return writer.take()
  }

  /// Writes the whole file: several threads make the text, a part at a time in order; the caller
  /// commits the output.
  public func write(
    to output: AtomicOutput, threads: Int = OrderedPipeline.processorCount
  ) throws {
    var header = DelimitedWriter()
    header.appendRow(columnNames)
    try output.write(header.take())
    var start = 0
    try OrderedPipeline(threads: threads).run {
      () -> Range<Int>? in
      guard start < rowCount else { return nil }
      defer { start = min(rowCount, start + 4096) }
      return start..<min(rowCount, start + 4096)
    } work: { rows in
      var writer = DelimitedWriter()
      append(rows: rows, to: &writer)
      return writer.take()
    } finish: {
      try output.write($0)
    }
  }
}
