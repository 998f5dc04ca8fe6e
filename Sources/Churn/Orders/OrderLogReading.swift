import DelimitedText

extension OrderLog {
  /// Called now and then with the lines read so far, the bytes read and, where known, those of all
  /// inputs.
  public typealias Progress = (_ lines: Int, _ bytes: Int, _ of: Int?) -> Void

  /// Reads an order file in one pass; see `read(_:_:progress:)` of several.
  public static func read(
    _ input: Input, _ options: OrderReadOptions = OrderReadOptions(), progress: Progress? = nil
  ) throws(LocatedError) -> (log: OrderLog, report: OrderReadReport) {
    try read([input], options, progress: progress)
  }

  /// Reads order files in one pass each: files of the same kind, as of several months, and the item
  /// lists of their orders.
  ///
  /// An order that is in several files is taken from the first that has it. The data end on the
  /// latest day on any line with a readable date, rejected lines included, unless `dataUntil` states
  /// another day.
  ///
  /// - Throws: `.usage` for no input, an unknown preset or a minimum amount without amounts;
  ///   `.wrongData` when a header is not recognised, a format has no stable customer key, a column is
  ///   missing or there twice, the files are of different shop systems, item lists come without their
  ///   orders, an id is in scientific notation, no line is left, or more than half of the lines of a
  ///   file are rejected; what `RecordReader` throws.
  public static func read(
    _ inputs: [Input], _ options: OrderReadOptions = OrderReadOptions(), progress: Progress? = nil
  ) throws(LocatedError) -> (log: OrderLog, report: OrderReadReport) {
    var files: [OrderFile] = []
    for input in inputs {
      files.append(try OrderFile(input, options, isOneOfSeveral: inputs.count > 1))
    }
    var job = try OrderReading(files, options, progress)
    try job.readOrders()
    try job.readItems()
    return try job.finish(options)
  }
}

/// The reading of all files of one log.
struct OrderReading {
  private var orders: [OrderFile]
  private var items: [OrderFile]
  var reader: OrderLineReader
  var report: OrderReadReport
  let isOneFile: Bool
  private let progress: OrderLog.Progress?
  private let listedRejects: Int
  private let threads: Int
  private let byteCount: Int?
  private var bytesBefore = 0

  init(
    _ files: [OrderFile], _ options: OrderReadOptions, _ progress: OrderLog.Progress?
  ) throws(LocatedError) {
    orders = files.filter { $0.preset.content == .orders }
    items = files.filter { $0.preset.content == .items }
    isOneFile = files.count == 1
    let first = try Self.check(orders, items)
    let roles = orders.reduce(into: Set<OrderRole>()) { $0.formUnion($1.format.roles) }
    try Self.checkMinimum(options.minimumAmount, roles)
    reader = OrderLineReader(
      first.format, roles: roles,
      orderLevel: orders.reduce(into: []) { $0.formUnion($1.preset.rules.orderLevel) }, options)
    report = OrderReadReport(rejects: Rejects(listing: options.listedRejects))
    listedRejects = options.listedRejects
    threads = options.read.threads
    self.progress = progress
    let sizes = files.map(\.records.byteCount)
    byteCount = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// - Returns: the first order file.
  private static func check(
    _ orders: [OrderFile], _ items: [OrderFile]
  ) throws(LocatedError) -> OrderFile {
    guard let first = orders.first else {
      guard let list = items.first else {
        throw LocatedError(.usage, "no order file", advice: "Name one or more.")
      }
      throw LocatedError(
        .wrongData,
        "there is no stable customer key: this is an item list (\(list.preset.name)), which does not "
          + "say who bought", at: Location(file: list.name, line: 1),
        advice: "Give the list of its orders, too: both files at once, in any order.")
    }
    for file in orders.dropFirst() where file.preset.family != first.preset.family {
      throw LocatedError(
        .wrongData,
        "this file is read as \(file.preset.name), but \(first.name) as \(first.preset.name): "
          + "customers of two shop systems have no key in common",
        at: Location(file: file.name, line: 1),
        advice: "Read them apart, or name the right --preset.")
    }
    if let list = items.first,
      let file = orders.first(where: { !$0.columns.roles.contains(.order) })
    {
      throw LocatedError(
        .wrongData, "items cannot be joined to orders without an order id",
        at: Location(file: file.name, line: 1),
        advice: "Name its column with --columns order=HEADER, or leave \(list.name) out.")
    }
    return first
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

  // MARK: Order files

  mutating func readOrders() throws(LocatedError) {
    var start = 0
    while let file = orders.first {
      orders.removeFirst()
      if !report.files.isEmpty { reader.begin(file.format, after: start) }
      start = reader.builder.count
      var part = file.report
      let isByBatches = !file.format.rules.continuesOrderAbove
      try read(file, &part, isByBatches: isByBatches) { $0.reader.add($1, $2) }
      part.keptLines = reader.builder.count - start
      (part.repeatedOrders, part.repeatedLines) = (reader.repeatedOrders, reader.repeatedLines)
      part.examples = reader.examples
      part.statuses = reader.statuses.list()
      if reader.firstDay <= reader.lastDay {
        part.firstDay = Day(number: reader.firstDay)
        part.lastDay = Day(number: reader.lastDay)
      }
      report.files.append(part)
      warn(about: file, part)
    }
  }

  private mutating func warn(about file: OrderFile, _ part: OrderReadReport.File) {
    if let warning = file.preset.warning, part.columns.contains(where: { $0.role == .customer }),
      !report.warnings.contains(warning)
    {
      report.warnings.append(warning)
    }
    if reader.statuses.unknownLines > 0 {
      let texts = part.statuses.filter { !$0.isKnown }.prefix(5).map { "\"\($0.text)\"" }
      report.warnings.append(
        "\(part.input): \(reader.statuses.unknownLines) lines have a status that is not known and are "
          + "taken for purchases: " + texts.joined(separator: ", "))
    }
  }

  // MARK: Item lists

  mutating func readItems() throws(LocatedError) {
    guard !items.isEmpty else { return }
    let roles = reader.builder.roles
    var itemReader = OrderItemReader(orders: reader.builder, roles: roles)
    var itemRoles: Set<OrderRole> = []
    while let file = items.first {
      items.removeFirst()
      itemRoles.formUnion(file.format.roles)
      reader.beginItems(file.format)
      itemReader.beginList()
      let before = itemReader.items.count
      var part = file.report
      try read(file, &part) { itemReader.add($1, $2, to: &$0.reader) }
      part.keptLines = itemReader.items.count - before
      part.repeatedOrders = itemReader.repeatedOrders
      part.repeatedLines = itemReader.repeatedLines
      part.statuses = reader.statuses.list()
      report.files.append(part)
    }
    report.joinedItems = itemReader.items.count
    report.unmatchedItems = itemReader.unmatched
    report.ordersWithoutItems = reader.builder.count - itemReader.items.orderCount
    // Without the later orders there may be none that has items.
    guard report.joinedItems > 0 || reader.laterLines > 0 else {
      throw LocatedError(
        .wrongData, "no item belongs to an order of the order list",
        at: Location(file: report.files.last?.input ?? ""),
        advice: "Export both lists for the same days.")
    }
    let kept = itemRoles.intersection([.product, .category, .quantity, .postage])
    let hasRefunds = roles.contains(.refund)
    let adds: Set<OrderRole> = hasRefunds ? kept : kept.union(itemRoles.intersection([.refund]))
    reader.builder = itemReader.items.joined(
      to: reader.builder, roles: roles.union(adds), hasRefunds: hasRefunds)
  }

  // MARK: Records

  /// Reads all records of a file.
  ///
  /// - Parameters:
  ///   - isByBatches: order lines that say nothing about each other: workers read them.
  ///   - add: reads all others, one after the other; it says what is wrong with one.
  private mutating func read(
    _ file: OrderFile, _ part: inout OrderReadReport.File, isByBatches: Bool = false,
    _ add: (inout OrderReading, OrderRecords, Int) -> LineFault?
  ) throws(LocatedError) {
    var records = file.records
    var rejects = Rejects(listing: 1)
    do {
      try OrderedPipeline(threads: threads).run(
        next: { try records.next().map { ($0, records.bytesRead) } },
        work: { [format = file.format, shape = file.shape, start = reader.withoutLines] in
          let cells = PreparedCells($0.0, format, hash: start.customers.hash)
          return (isByBatches ? OrderBatch(cells, shape, of: start) : OrderBatch(cells), $0.1)
        },
        finish: { (read: OrderBatch, bytes) in
          let batch = read.cells.batch
          try checkCapacity(batch, file)
          if report.lines == 0 { reserve(batch.recordCount, bytes) }
          part.lines += batch.recordCount
          report.lines += batch.recordCount
          var faults = read.faults
          if let lines = read.lines {
            reader.append(lines)
          } else {
            faults = read.cells.faults(file.shape, &self, add: add)
          }
          try take(faults, of: batch, file, &rejects)
          progress?(report.lines, bytesBefore + bytes, byteCount)
        })
    } catch let error as LocatedError {
      throw error
    } catch {
      preconditionFailure("all three throw located errors")
    }
    bytesBefore += records.bytesRead
    part.rejected = rejects.count
    part.sha256 = records.sha256
    try check(rejects, part)
  }

  /// Makes room for as many lines as the inputs have where all are like the first batch.
  private mutating func reserve(_ lines: Int, _ bytes: Int) {
    guard let byteCount, bytes > 0, bytes < byteCount else { return }
    let (product, overflows) = lines.multipliedReportingOverflow(by: byteCount / bytes + 1)
    reader.builder.reserve(
      overflows ? OrderLogBuilder.mostReserved : min(product, OrderLogBuilder.mostReserved))
  }

  private mutating func take(
    _ faults: [OrderBatch.Fault], of batch: RecordBatch, _ file: OrderFile,
    _ rejects: inout Rejects
  ) throws(LocatedError) {
    for (record, fault) in faults {
      let reject = Self.reject(fault, file, batch, record)
      if fault.isFatal { throw Self.ruined(reject, in: file) }
      rejects.add(reject)
      report.rejects.add(reject, in: isOneFile ? nil : file.name)
    }
  }

  private func checkCapacity(_ batch: RecordBatch, _ file: OrderFile) throws(LocatedError) {
    guard reader.builder.count > OrderLogBuilder.capacity - batch.recordCount else { return }
    throw LocatedError(
      .wrongData, "more than \(OrderLogBuilder.capacity) lines", at: Location(file: file.name),
      advice: "Split the file by customers.")
  }

  private static func reject(
    _ fault: LineFault, _ file: OrderFile, _ batch: RecordBatch, _ record: Int
  ) -> Reject {
    let column = fault.column ?? fault.role.flatMap { file.format.cells.column(of: $0) }
    return Reject(
      row: batch.firstRow + record, line: batch.line(of: record),
      column: column.map { file.records.header[$0] }, value: column.map { batch.field(record, $0) },
      reason: fault.reason)
  }

  private static func ruined(_ reject: Reject, in file: OrderFile) -> LocatedError {
    LocatedError(
      .wrongData,
      "an id in scientific notation: a spreadsheet has rounded it, and different ids have become "
        + "one",
      at: Location(
        file: file.name, line: reject.line, column: reject.column, value: reject.value),
      advice: "Export the file again and do not save it from a spreadsheet; to look at it there, "
        + "import it with this column as text.")
  }

  /// A file of which most cannot be used is not what it was taken for.
  private func check(_ rejects: Rejects, _ part: OrderReadReport.File) throws(LocatedError) {
    let masked =
      rejects.counts.first { $0.reason == OrderLineReader.maskedCustomer }?.count ?? 0
    if masked * 2 > part.lines {
      throw LocatedError(
        .wrongData,
        "there is no stable customer key: \(masked) of \(part.lines) lines have a masked customer",
        at: Location(
          file: part.input, line: rejects.list.first?.line, column: rejects.list.first?.column),
        advice: "Export with the buyers' names or ids, or name another column with --columns "
          + "customer=HEADER.")
    }
    try rejects.check(rows: part.lines, file: part.input)
  }
}
