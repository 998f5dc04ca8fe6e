import DelimitedText

/// Something known about a line beside its numbers.
struct LineKnowledge {
  var kind: Adjustment.Kind?
  var day: Int32 = 0
  var value = 0.0
  /// It has no day of its own: the order's stands in.
  var isUndated = false

  mutating func forgetIfUndated() {
    if isUndated { self = LineKnowledge() }
  }
}

extension OrderLineReader {
  func readRefund(
    _ refund: inout LineKnowledge, _ line: OrderLogBuilder.Line, _ records: OrderRecords,
    _ record: Int
  ) -> LineFault? {
    var value = 0.0
    if let fault = format.cells.read(.refund, into: &value, records, record) { return fault }
    guard value != 0 else { return nil }
    refund.kind = .refund
    refund.value = value.magnitude
    return readDay(.refundDate, of: &refund, line, records, record)
  }

  /// What the status, a date of cancellation and a claim's outcome say.
  ///
  /// - Parameter refund: what went back; it is left out where the status says the same.
  mutating func readStatus(
    _ status: inout LineKnowledge, _ refund: inout LineKnowledge, _ line: OrderLogBuilder.Line,
    _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    status.kind = kind(refund, records, record)
    guard status.kind != nil else { return nil }
    if status.kind == .neverPaid, format.tellsPayment, !hasPayment(records, record) {
      // An order without a payment was unpaid on its first day already.
      status.day = line.day
      return nil
    }
    if let fault = readDay(.statusDate, of: &status, line, records, record) { return fault }
    if status.isUndated, refund.kind != nil {
      if !refund.isUndated { (status.day, status.isUndated) = (refund.day, false) }
      refund.kind = nil
      refund.isUndated = false
    }
    return nil
  }

  private mutating func kind(
    _ refund: LineKnowledge, _ records: OrderRecords, _ record: Int
  ) -> Adjustment.Kind? {
    var status = OrderStatus.stands
    if format.cells.has(.status) {
      status = statuses.meaning(of: .status, format.cells, records, record)
    }
    if status == .closed { status = isPaid(refund, records, record) ? .refunded : .neverPaid }
    let isCancelled =
      format.rules.statusDateCancels
      && !format.cells.missing.contains(format.cells.cell(.statusDate, records.fields, record))
    if status == .neverPaid, !isCancelled,
      format.isFulfilled(format.cells.cell(.fulfilment, records.fields, record))
    {
      status = .stands
    }
    if status == .stands, isCancelled { status = .refunded }
    if status == .stands, refund.kind == nil, isReturned(records, record) { status = .refunded }
    switch status {
    case .stands, .closed: return nil
    case .neverPaid: return .neverPaid
    case .refunded: return .undone
    }
  }

  /// An order with a time of payment was paid, and one of which money went back.
  private mutating func isPaid(_ refund: LineKnowledge, _ records: OrderRecords, _ record: Int)
    -> Bool
  {
    refund.kind != nil || format.tellsPayment && hasPayment(records, record)
      || isReturned(records, record)
  }

  /// A claim for the money had success.
  private mutating func isReturned(_ records: OrderRecords, _ record: Int) -> Bool {
    format.cells.has(.refundStatus)
      && refundStatuses.meaning(of: .refundStatus, format.cells, records, record) == .refunded
  }

  private func hasPayment(_ records: OrderRecords, _ record: Int) -> Bool {
    !format.cells.missing.contains(format.cells.ownCell(.time, records.fields, record))
  }

  /// The day from which something is known: its own, else that of the order.
  private func readDay(
    _ role: OrderRole, of known: inout LineKnowledge, _ line: OrderLogBuilder.Line,
    _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    let text = format.cells.cell(role, records.fields, record)
    if format.cells.missing.contains(text) {
      known.day = line.day
      known.isUndated = true
      return nil
    }
    guard let day = format.day(text) else {
      return LineFault(reason: "broken \(role.name)", role: role)
    }
    known.day = max(day.number, line.day)
    return nil
  }
}
