import DelimitedText

extension OrderLog {
  /// Reads an order file in one pass.
  ///
  /// The data end on the latest day on any line with a readable date, rejected lines included,
  /// unless `dataUntil` states another day.
  ///
  /// - Parameter progress: called now and then with the lines read so far, the bytes read and,
  ///   where known, the bytes of the input.
  /// - Throws: `.usage` for an unknown preset or a minimum amount without amounts; `.wrongData`
  ///   when the header is not recognised, a column is missing or there twice, no line is left, or
  ///   more than half of the lines are rejected; what `RecordReader` throws.
  public static func read(
    _ input: Input, _ options: OrderReadOptions = OrderReadOptions(),
    progress: ((_ lines: Int, _ bytes: Int, _ of: Int?) -> Void)? = nil
  ) throws(LocatedError) -> (log: OrderLog, report: OrderReadReport) {
    let preset = try options.preset.map { name throws(LocatedError) in try OrderPreset.named(name) }
    var records = try open(input, options, preset)
    let columns = try OrderColumns(
      header: records.header, preset: preset ?? (isBlankSeparated(records) ? .cdnow : nil),
      overrides: options.columns, file: input.name)
    try checkMinimum(options.minimumAmount, columns.roles)
    var report = OrderReadReport(
      input: input.name, preset: columns.preset.name, columns: columns.found,
      rejects: Rejects(listing: options.listedRejects))
    let place = try places(of: columns, in: records)
    let cells = OrderCells(
      missing: MissingTokens(options.read.missingTokens), place: place,
      columnCount: records.header.count)
    var reader = OrderLineReader(cells, rules: columns.preset.rules)
    while let batch = try records.next() {
      try add(batch, to: &reader, &report, place, records.header, input.name)
      progress?(report.lines, records.bytesRead, records.byteCount)
    }
    report.sha256 = records.sha256
    return try finish(reader, report, options)
  }

  /// The published CDNOW text has no separator that a reader would look for: its header then is a
  /// single name with blanks in it.
  private static func open(
    _ input: Input, _ options: OrderReadOptions, _ preset: OrderPreset?
  ) throws(LocatedError) -> RecordReader {
    var read = options.read
    if preset?.rules.blankSeparated == true, read.separator == nil { read.separator = .blanks }
    let records = try RecordReader(input, options: read)
    guard preset == nil, read.separator == nil, input != .standardInput,
      records.header.count == 1, let header = records.header.first,
      OrderPreset.cdnow.recognises(header.split(separator: " ").map(String.init))
    else { return records }
    read.separator = .blanks
    return try RecordReader(input, options: read)
  }

  private static func isBlankSeparated(_ records: RecordReader) -> Bool {
    records.dialect.separator == .blanks && OrderPreset.cdnow.recognises(records.header)
  }

  private static func checkMinimum(
    _ minimum: Double, _ roles: Set<OrderRole>
  ) throws(LocatedError) {
    guard minimum != 0 else { return }
    guard minimum > 0, minimum.isFinite else {
      throw LocatedError(
        .usage, "a minimum amount of \(minimum)", advice: "Give --min-amount a number of 0 or more."
      )
    }
    guard roles.contains(.amount) || roles.isSuperset(of: [.price, .quantity]) else {
      throw LocatedError(
        .usage, "--min-amount needs amounts, and the file has none",
        advice: "Name the column, as --columns amount=HEADER, or leave --min-amount out.")
    }
  }

  /// For each role its column, or −1.
  private static func places(
    of columns: OrderColumns, in records: RecordReader
  ) throws(LocatedError) -> [Int] {
    var place = [Int](repeating: -1, count: OrderRole.allCases.count)
    for (role, header) in columns.found { place[role.rawValue] = try records.index(of: header) }
    return place
  }

  private static func add(
    _ batch: RecordBatch, to reader: inout OrderLineReader, _ report: inout OrderReadReport,
    _ place: [Int], _ header: [String], _ file: String
  ) throws(LocatedError) {
    guard reader.builder.count <= OrderLogBuilder.capacity - batch.recordCount else {
      throw LocatedError(
        .wrongData, "more than \(OrderLogBuilder.capacity) lines", at: Location(file: file),
        advice: "Split the file by customers.")
    }
    report.lines += batch.recordCount
    batch.withFields { fields in
      for record in 0..<batch.recordCount {
        guard let fault = shapeFault(batch, record) ?? reader.add(fields, record) else { continue }
        let column = fault.role.map { place[$0.rawValue] }
        report.rejects.add(
          Reject(
            row: batch.firstRow + record, line: batch.line(of: record),
            column: column.map { header[$0] }, value: column.map { batch.field(record, $0) },
            reason: fault.reason))
      }
    }
  }

  private static func shapeFault(_ batch: RecordBatch, _ record: Int) -> LineFault? {
    let count = batch.fieldCount(of: record)
    if count == batch.columnCount { return nil }
    return LineFault(
      reason: count < batch.columnCount ? Reject.tooFewFields : Reject.tooManyFields)
  }
}
