import DelimitedText

extension OrderLineReader {
  /// Quantity, price and amount, discount and postage, and what they make of the line.
  mutating func readNumbers(
    _ line: inout OrderLogBuilder.Line, _ status: LineKnowledge, _ refund: LineKnowledge,
    _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    line.quantity = .nan
    var price = Double.nan
    if let fault = format.cells.read(.quantity, into: &line.quantity, records, record) {
      return fault
    }
    if !format.hasAmount || format.rules.priceMustBePositive || format.hasOrderAmounts,
      let fault = format.cells.read(.price, into: &price, records, record)
    {
      return fault
    }
    if let fault = format.cells.read(.discount, into: &line.discount, records, record) {
      return fault
    }
    if let fault = format.cells.read(.postage, into: &line.postage, records, record) {
      return fault
    }
    line.discount = line.discount.magnitude
    line.postage = line.postage.magnitude
    if line.quantity < 0 { line.kind = .cancellation }
    line.quantity = line.quantity.magnitude
    if line.kind == .cancellation {
      return line.quantity.isNaN ? LineFault(reason: "no quantity", role: .quantity) : nil
    }
    line.weight = price.magnitude * line.quantity
    if let fault = readAmount(&line, price: price, status, refund, records, record) { return fault }
    if format.rules.priceMustBePositive, !(price > 0) {
      line.kind = .nothing
      pricelessLines += 1
    } else if line.quantity == 0, status.kind == nil {
      line.kind = .nothing
      zeroQuantityLines += 1
    }
    return nil
  }

  private func readAmount(
    _ line: inout OrderLogBuilder.Line, price: Double, _ status: LineKnowledge,
    _ refund: LineKnowledge, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    line.amount = .nan
    if format.hasAmount {
      if let fault = readOrderedAmount(&line, records, record) { return fault }
      if line.amount.isNaN, line.isContinuation { return nil }
      // What was never bought needs no amount; what went back says how much there was.
      if status.kind != nil {
        line.amount = line.amount.isNaN ? refund.value : line.amount.magnitude
      }
      if line.amount.isNaN { return LineFault(reason: "no amount", role: amountRole) }
    } else if format.cells.has(.price), format.cells.has(.quantity) {
      if price.isNaN { return LineFault(reason: "no price", role: .price) }
      if line.quantity.isNaN { return LineFault(reason: "no quantity", role: .quantity) }
      line.amount = price * line.quantity
    }
    if line.amount < 0 {
      return format.rules.priceMustBePositive
        ? nil : LineFault(reason: "negative amount", role: amountRole)
    }
    if line.amount > OrderCells.largestNumber {
      return LineFault(reason: "amount out of range", role: amountRole)
    }
    return nil
  }

  /// The amount as given, else the total without the postage; a total of less is all postage.
  private func readOrderedAmount(
    _ line: inout OrderLogBuilder.Line, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    if let fault = format.cells.read(.amount, into: &line.amount, records, record) { return fault }
    guard line.amount.isNaN else { return nil }
    var total = Double.nan
    if let fault = format.cells.read(.total, into: &total, records, record) { return fault }
    if total >= 0 { total = max(0, total - line.postage) }
    line.amount = total
    return nil
  }

  private var amountRole: OrderRole {
    if format.cells.has(.amount) { return .amount }
    return format.cells.has(.total) ? .total : .price
  }
}
