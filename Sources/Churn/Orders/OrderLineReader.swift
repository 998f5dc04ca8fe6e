import DelimitedText

/// Turns records into lines of a log, by the columns and rules of one preset.
struct OrderLineReader {
  let rules: OrderPreset.Rules
  private let cells: OrderCells
  private let hasAmount: Bool
  private(set) var builder: OrderLogBuilder
  private(set) var customers = ByteInterner()
  private(set) var products = ByteInterner()
  private(set) var categories = ByteInterner()
  private(set) var channels = ByteInterner()
  private var statuses = ByteInterner()
  private var statusMeanings: [OrderStatus] = []

  private(set) var pricelessLines = 0
  private(set) var zeroQuantityLines = 0
  private(set) var undatedRefunds = 0
  private(set) var firstDay: Int32 = .max
  private(set) var lastDay: Int32 = .min

  init(_ cells: OrderCells, rules: OrderPreset.Rules) {
    self.cells = cells
    self.rules = rules
    var roles = cells.roles
    if rules.cancellationPrefix != nil { roles.insert(.refund) }
    builder = OrderLogBuilder(roles: roles)
    hasAmount = roles.contains(.amount)
    cancellationPrefix = rules.cancellationPrefix.map { Array($0.lowercased().utf8) } ?? []
  }

  private let cancellationPrefix: [UInt8]

  /// Reads one record with as many fields as the header.
  ///
  /// - Returns: what is wrong with it, nil when its line is in the log now.
  mutating func add(_ fields: BatchFields, _ record: Int) -> LineFault? {
    var line = OrderLogBuilder.Line()
    let time = cells.cell(.time, fields, record)
    let day = Day(parsing: time)
    if let day {
      firstDay = min(firstDay, day.number)
      lastDay = max(lastDay, day.number)
    }
    let customer = trimmingBlanks(cells.cell(.customer, fields, record))
    if cells.missing.contains(customer) { return LineFault(reason: "no customer", role: .customer) }
    guard let day else {
      return LineFault(
        reason: cells.missing.contains(time) ? "no date" : "broken date", role: .time)
    }
    line.day = day.number
    if let fault = readOrder(&line, fields, record) { return fault }
    if let fault = readNumbers(&line, fields, record) { return fault }
    var refund = Knowledge(), status = Knowledge()
    if let fault = readRefund(&refund, line, fields, record) { return fault }
    if let fault = readStatus(&status, line, fields, record) { return fault }

    line.customer = customers.code(of: customer)
    line.product = cells.code(.product, in: &products, fields, record)
    line.category = cells.code(.category, in: &categories, fields, record)
    line.channel = cells.code(.channel, in: &channels, fields, record)
    line.fingerprint = cells.lineFingerprint(fields, record)
    keep(line, refund: refund, status: status)
    return nil
  }

  private mutating func keep(
    _ line: OrderLogBuilder.Line, refund: Knowledge, status: Knowledge
  ) {
    builder.append(line)
    guard line.kind == .purchase else { return }
    for known in [refund, status] {
      guard let kind = known.kind else { continue }
      builder.adjust(kind, from: known.day, value: known.value)
      if known.isUndated { undatedRefunds += 1 }
    }
  }

  /// The order id as a fingerprint, and whether it says that the line cancels another one.
  private func readOrder(
    _ line: inout OrderLogBuilder.Line, _ fields: BatchFields, _ record: Int
  ) -> LineFault? {
    let order = trimmingBlanks(cells.cell(.order, fields, record))
    if cells.missing.contains(order) {
      line.order = UInt64(builder.count)
      return nil
    }
    line.order = fingerprint(of: UnsafeRawBufferPointer(order))
    if !cancellationPrefix.isEmpty,
      order.prefix(cancellationPrefix.count).elementsEqual(
        cancellationPrefix,
        by: {
          ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1
        })
    {
      line.kind = .cancellation
    }
    return nil
  }

  /// Quantity, price and amount, discount and postage, and what they make of the line.
  private mutating func readNumbers(
    _ line: inout OrderLogBuilder.Line, _ fields: BatchFields, _ record: Int
  ) -> LineFault? {
    line.quantity = .nan
    var price = Double.nan
    if let fault = cells.read(.quantity, into: &line.quantity, fields, record) { return fault }
    if !hasAmount || rules.priceMustBePositive,
      let fault = cells.read(.price, into: &price, fields, record)
    {
      return fault
    }
    if let fault = cells.read(.discount, into: &line.discount, fields, record) { return fault }
    if let fault = cells.read(.postage, into: &line.postage, fields, record) { return fault }
    line.discount = line.discount.magnitude
    line.postage = line.postage.magnitude
    if line.quantity < 0 { line.kind = .cancellation }
    line.quantity = line.quantity.magnitude
    if line.kind == .cancellation {
      return line.quantity.isNaN ? LineFault(reason: "no quantity", role: .quantity) : nil
    }
    if let fault = readAmount(&line, price: price, fields, record) { return fault }
    if rules.priceMustBePositive, !(price > 0) {
      line.kind = .nothing
      pricelessLines += 1
    } else if line.quantity == 0 {
      line.kind = .nothing
      zeroQuantityLines += 1
    }
    return nil
  }

  private func readAmount(
    _ line: inout OrderLogBuilder.Line, price: Double, _ fields: BatchFields,
    _ record: Int
  ) -> LineFault? {
    if hasAmount {
      line.amount = .nan
      if let fault = cells.read(.amount, into: &line.amount, fields, record) { return fault }
      if line.amount.isNaN { return LineFault(reason: "no amount", role: .amount) }
    } else if cells.has(.price), cells.has(.quantity) {
      if price.isNaN { return LineFault(reason: "no price", role: .price) }
      if line.quantity.isNaN { return LineFault(reason: "no quantity", role: .quantity) }
      line.amount = price * line.quantity
    }
    let role: OrderRole = hasAmount ? .amount : .price
    if line.amount < 0 {
      return rules.priceMustBePositive ? nil : LineFault(reason: "negative amount", role: role)
    }
    if line.amount > OrderCells.largestNumber {
      return LineFault(reason: "amount out of range", role: role)
    }
    return nil
  }

  /// Something known about a line beside its numbers.
  private struct Knowledge {
    var kind: Adjustment.Kind?
    var day: Int32 = 0
    var value = 0.0
    var isUndated = false
  }

  private func readRefund(
    _ refund: inout Knowledge, _ line: OrderLogBuilder.Line, _ fields: BatchFields,
    _ record: Int
  ) -> LineFault? {
    var value = 0.0
    if let fault = cells.read(.refund, into: &value, fields, record) { return fault }
    guard value != 0 else { return nil }
    refund.kind = .refund
    refund.value = value.magnitude
    return readDay(.refundDate, of: &refund, line, fields, record)
  }

  private mutating func readStatus(
    _ status: inout Knowledge, _ line: OrderLogBuilder.Line, _ fields: BatchFields,
    _ record: Int
  ) -> LineFault? {
    guard cells.has(.status) else { return nil }
    let code = Int(statuses.code(of: trimmingBlanks(cells.cell(.status, fields, record))))
    if code == statusMeanings.count {
      statusMeanings.append(OrderStatus(statuses.text(Int32(code))))
    }
    switch statusMeanings[code] {
    case .stands: return nil
    case .neverPaid: status.kind = .neverPaid
    case .refunded: status.kind = .undone
    }
    return readDay(.statusDate, of: &status, line, fields, record)
  }

  /// The day from which something is known: its own, else that of the order.
  private func readDay(
    _ role: OrderRole, of known: inout Knowledge, _ line: OrderLogBuilder.Line,
    _ fields: BatchFields, _ record: Int
  ) -> LineFault? {
    let text = cells.cell(role, fields, record)
    if cells.missing.contains(text) {
      known.day = line.day
      known.isUndated = true
      return nil
    }
    guard let day = Day(parsing: text) else {
      return LineFault(reason: "broken \(role.name)", role: role)
    }
    known.day = max(day.number, line.day)
    return nil
  }
}

extension OrderLineReader {
  /// The lines read, without the tables of names.
  consuming func takeBuilder() -> OrderLogBuilder { builder }
}
