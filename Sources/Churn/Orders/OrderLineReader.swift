import DelimitedText

/// Turns records into lines of a log, by the columns and rules of the file that they are in.
struct OrderLineReader {
  static let noCustomer = "no customer"
  static let maskedCustomer = "masked customer"

  var format: OrderLineFormat
  var builder: OrderLogBuilder
  private(set) var customers: OrderCustomers
  var products = ByteInterner()
  var categories = ByteInterner()
  private(set) var channels = ByteInterner()
  var statuses: StatusCounter
  var refundStatuses: StatusCounter
  /// Files before this one: lines without an order id are told apart by file and row.
  private var filesBefore: UInt64 = 0
  /// Fingerprints of orders that earlier files have, and which of them this file has, too.
  private var known: Set<UInt64> = []
  private var repeated: Set<UInt64> = []
  private(set) var repeatedLines = 0
  /// The order of the row above, where rows may continue it.
  private var above: Above?
  private(set) var examples: [OrderRole: String] = [:]

  /// See `OrderReadOptions`.
  let until: Int32
  let ignoresUndated: Bool
  private(set) var laterLines = 0
  var pricelessLines = 0
  var zeroQuantityLines = 0
  private(set) var undatedRefunds = 0
  private(set) var neverPaidLines = 0
  private(set) var fallbackCustomers = 0
  private(set) var firstDay: Int32 = .max
  private(set) var lastDay: Int32 = .min

  private struct Above {
    var order: UInt64
    var customer: Int32 = -1
    var day: Int32 = 0
    var channel: Int32 = -1
    var status = LineKnowledge()
    /// The order is later than the lines that are read.
    var isLater = false
  }

  /// - Parameter roles: what any of the files fills.
  init(
    _ format: OrderLineFormat, roles: Set<OrderRole>, orderLevel: Set<OrderRole>,
    _ options: OrderReadOptions
  ) {
    self.format = format
    customers = OrderCustomers()
    until = options.until?.number ?? .max
    ignoresUndated = options.ignoresUndated
    statuses = StatusCounter(format.preset.statuses)
    refundStatuses = statuses
    builder = OrderLogBuilder(roles: roles, orderLevel: orderLevel)
  }

  /// Of one batch of the reader's file, to be appended to it: the lines of a file that has no order
  /// on several rows say nothing about each other. Texts get the batch's own codes.
  init(batchOf reader: OrderLineReader, _ cells: PreparedCells) {
    format = reader.format
    customers = OrderCustomers(batchOf: reader.customers)
    products = cells.table(of: .product)
    categories = cells.table(of: .category)
    channels = cells.table(of: .channel)
    until = reader.until
    ignoresUndated = reader.ignoresUndated
    statuses = StatusCounter(batchOf: reader.statuses, texts: cells.table(of: .status))
    refundStatuses = StatusCounter(batchOf: reader.statuses, texts: cells.table(of: .refundStatus))
    filesBefore = reader.filesBefore
    known = reader.known
    builder = OrderLogBuilder(roles: reader.builder.roles, orderLevel: reader.builder.orderLevel)
    builder.reserve(cells.batch.recordCount)
  }

  /// What the reading of a batch needs, without the lines read so far.
  var withoutLines: OrderLineReader {
    var reader = self
    reader.builder = OrderLogBuilder(roles: builder.roles, orderLevel: builder.orderLevel)
    return reader
  }

  var repeatedOrders: Int { repeated.count }

  /// Goes over to the next file: orders that the files before have are left out of it.
  ///
  /// - Parameter line: where the lines of the file before begin.
  mutating func begin(_ format: OrderLineFormat, after line: Int) {
    self.format = format
    filesBefore += 1
    statuses = StatusCounter(format.preset.statuses)
    refundStatuses = statuses
    let orders = builder.lines.order
    known.formUnion(orders[min(line, orders.count)...])
    (repeated, repeatedLines, above, examples) = ([], 0, nil, [:])
    (firstDay, lastDay) = (.max, .min)
  }

  /// Goes over to an item list, whose items belong to orders read before.
  mutating func beginItems(_ format: OrderLineFormat) {
    self.format = format
    statuses = StatusCounter(format.preset.statuses)
  }

  /// Reads one record.
  ///
  /// - Returns: what is wrong with it, nil when its line is in the log now or is left out by rule.
  mutating func add(_ records: OrderRecords, _ record: Int) -> LineFault? {
    var line = OrderLogBuilder.Line()
    if let fault = readOrder(&line, records, record) { return fault }
    line.fingerprint = records.prepared.fingerprints[record]
    if let above, above.order == line.order {
      return addContinuation(&line, of: above, records, record)
    }
    above = nil
    return addHead(&line, records, record)
  }

  /// A row with the customer and the time of its order.
  private mutating func addHead(
    _ line: inout OrderLogBuilder.Line, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    let day = records.day(record) ?? format.day(format.cells.cell(.time, records.fields, record))
    if let day, day.number > until {
      leaveOutLater(line.order)
      return nil
    }
    if let day {
      firstDay = min(firstDay, day.number)
      lastDay = max(lastDay, day.number)
    }
    let (customer, isFallback, fault) = customer(records, record)
    guard let customer else { return fault }
    guard let day else {
      let time = format.cells.cell(.time, records.fields, record)
      return LineFault(
        reason: format.cells.missing.contains(time) ? "no date" : "broken date", role: .time)
    }
    line.day = day.number
    if known.contains(line.order) {
      leaveOut(line.order)
      return nil
    }
    var refund = LineKnowledge(), status = LineKnowledge()
    if let fault = readRefund(&refund, line, records, record) { return fault }
    if let fault = readStatus(&status, &refund, line, records, record) { return fault }
    if let fault = readNumbers(&line, status, refund, records, record) { return fault }
    line.customer = customers.code(of: customer)
    if isFallback { fallbackCustomers += 1 }
    line.channel = format.cells.code(.channel, in: &channels, records, record)
    if examples.isEmpty { examples = example(records, record) }
    keep(&line, &refund, &status, records, record)
    return nil
  }

  /// Whether an order may be one that an earlier file has.
  var hasKnownOrders: Bool { !known.isEmpty }

  /// Takes note of the days of lines that are read.
  mutating func note(days: ArraySlice<Int32>) {
    firstDay = min(firstDay, days.min() ?? .max)
    lastDay = max(lastDay, days.max() ?? .min)
  }

  /// The customers of several lines of a batch.
  mutating func codes(of ids: ArraySlice<HashedText>) -> Range<Int32> { customers.codes(of: ids) }

  /// As `OrderLineFormat.customer`.
  private func customer(
    _ records: OrderRecords, _ record: Int
  ) -> (id: HashedText?, isFallback: Bool, fault: LineFault?) {
    if let known = records.customer(record) { return (known, false, nil) }
    let (id, isFallback, fault) = format.customer(records.fields, record)
    return (id.map { customers.hash($0) }, isFallback, fault)
  }

  /// A row that belongs to the order of the row above.
  private mutating func addContinuation(
    _ line: inout OrderLogBuilder.Line, of above: Above, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    if above.customer < 0 {
      if above.isLater { laterLines += 1 } else { repeatedLines += 1 }
      return nil
    }
    (line.customer, line.day, line.channel) = (above.customer, above.day, above.channel)
    line.isContinuation = true
    var refund = LineKnowledge(), status = above.status
    status.isUndated = false
    if let fault = readRefund(&refund, line, records, record) { return fault }
    if let fault = readNumbers(&line, above.status, refund, records, record) { return fault }
    keep(&line, &refund, &status, records, record)
    return nil
  }

  private mutating func leaveOut(_ order: UInt64) {
    repeated.insert(order)
    repeatedLines += 1
    if format.rules.continuesOrderAbove { above = Above(order: order) }
  }

  /// Before anything is learned from the line.
  private mutating func leaveOutLater(_ order: UInt64) {
    laterLines += 1
    if format.rules.continuesOrderAbove { above = Above(order: order, isLater: true) }
  }

  private mutating func keep(
    _ line: inout OrderLogBuilder.Line, _ refund: inout LineKnowledge,
    _ status: inout LineKnowledge, _ records: OrderRecords, _ record: Int
  ) {
    if ignoresUndated {
      refund.forgetIfUndated()
      status.forgetIfUndated()
    }
    line.product = format.cells.code(.product, in: &products, records, record)
    line.category = format.cells.code(.category, in: &categories, records, record)
    builder.append(line)
    if format.rules.continuesOrderAbove {
      above = Above(
        order: line.order, customer: line.customer, day: line.day, channel: line.channel,
        status: status)
    }
    guard line.kind == .purchase else { return }
    if status.kind == .neverPaid { neverPaidLines += 1 }
    if refund.isUndated || status.isUndated { undatedRefunds += 1 }
    if let kind = refund.kind { builder.adjust(kind, from: refund.day, value: refund.value) }
    if let kind = status.kind { builder.adjust(kind, from: status.day, value: status.value) }
  }

  /// The order id as a fingerprint, and whether it says that the line cancels another one.
  private func readOrder(
    _ line: inout OrderLogBuilder.Line, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    let known = records.prepared.orders[record]
    if known != 0 {
      line.order = known
      return nil
    }
    let (order, fault) = format.cells.identifier(.order, records.fields, record)
    guard let order else {
      line.order = filesBefore << 40 | UInt64(records.batch.firstRow + record)
      return fault
    }
    line.order = fingerprint(of: order)
    if format.isCancellation(order: order) { line.kind = .cancellation }
    return nil
  }

  /// A value of each role, of those that tell a person their shape.
  private func example(_ records: OrderRecords, _ record: Int) -> [OrderRole: String] {
    var examples: [OrderRole: String] = [:]
    for role in OrderRole.allCases where format.cells.has(role) {
      let cell = format.cells.cell(role, records.fields, record)
      if format.cells.missing.contains(cell) { continue }
      let text = String(decoding: trimmingBlanks(cell), as: UTF8.self)
      examples[role] =
        role == .customer || role == .order
        ? IdentifierText.shape(of: text) : String(text.prefix(30))
    }
    return examples
  }
}

extension OrderLineReader {
  /// Appends the lines of the next batch, and adds up what was counted.
  mutating func append(_ part: consuming OrderLineReader) {
    var codes = OrderLogBuilder.Codes(
      customers: customers.codes(of: part.customers), products: CodeMap(part.products),
      categories: CodeMap(part.categories), channels: CodeMap(part.channels))
    builder.append(part.builder, &codes, &products, &categories, &channels)
    statuses.add(part.statuses)
    refundStatuses.add(part.refundStatuses)
    repeated.formUnion(part.repeated)
    repeatedLines += part.repeatedLines
    if examples.isEmpty { examples = part.examples }
    laterLines += part.laterLines
    pricelessLines += part.pricelessLines
    zeroQuantityLines += part.zeroQuantityLines
    undatedRefunds += part.undatedRefunds
    neverPaidLines += part.neverPaidLines
    fallbackCustomers += part.fallbackCustomers
    firstDay = min(firstDay, part.firstDay)
    lastDay = max(lastDay, part.lastDay)
  }

  /// The lines read, without the tables of names.
  consuming func takeBuilder() -> OrderLogBuilder { builder }
}
