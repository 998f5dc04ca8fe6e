import DelimitedText

/// The records of a batch that are purchases about which there is nothing else to know: most of an
/// export. They are found and added column by column, with the same result as by
/// `OrderLineReader.add` one by one, in a third of the time.
struct PlainPurchases {
  /// By record.
  let isPlain: [Bool]
  let columns: OrderLogBuilder.Purchases

  /// - Parameter lines: of the batch. Nil where the rules of the format make no purchase plain.
  init?(_ cells: PreparedCells, _ lines: OrderLineReader) {
    let format = lines.format
    guard format.hasPlainPurchases, !lines.hasKnownOrders, let amounts = cells.start(of: .amount)
    else { return nil }
    var isPlain = zip(cells.days, cells.orders).map { day, order in
      order != 0 && day != PreparedCells.noDay && day <= lines.until
    }
    func keep<Values: Collection>(_ values: Values?, where isPlainValue: (Values.Element) -> Bool) {
      guard let values else { return }
      for (record, value) in values.enumerated() where !isPlainValue(value) {
        isPlain[record] = false
      }
    }
    keep(cells.customers) { !$0.bytes.isEmpty }
    keep(cells.numbers(of: .amount)) { $0 >= 0 && $0 <= OrderCells.largestNumber }
    keep(cells.numbers(of: .quantity)) { $0 > 0 && $0 <= OrderCells.largestNumber }
    keep(cells.numbers(of: .discount)) { $0 >= 0 && $0 <= OrderCells.largestNumber }
    keep(cells.numbers(of: .postage)) { $0 >= 0 && $0 <= OrderCells.largestNumber }
    for role in [.product, .category, .channel] as [OrderRole] {
      keep(cells.texts[role.rawValue]?.codes) { $0 != PreparedCells.Texts.unread }
    }
    let standing = lines.statuses.standing
    keep(cells.texts[OrderRole.status.rawValue]?.codes) { $0 >= 0 && standing[Int($0)] }
    self.isPlain = isPlain
    columns = OrderLogBuilder.Purchases(
      cells: cells, amounts: amounts, quantities: cells.start(of: .quantity),
      discounts: cells.start(of: .discount), postage: cells.start(of: .postage),
      products: cells.texts[OrderRole.product.rawValue]?.codes,
      categories: cells.texts[OrderRole.category.rawValue]?.codes,
      channels: cells.texts[OrderRole.channel.rawValue]?.codes)
  }

  /// The plain records from `record` on, up to the first that is not.
  func run(from record: Int) -> Range<Int> {
    var end = record
    while end < isPlain.count, isPlain[end] { end += 1 }
    return record..<end
  }
}

extension OrderLineFormat {
  /// Whether a purchase can be told by its own day, customer, order, amount, quantity and status.
  fileprivate var hasPlainPurchases: Bool {
    let other: [OrderRole] = [.refund, .refundStatus]
    let columns: [OrderRole] = [
      .time, .customer, .order, .amount, .quantity, .discount, .postage, .product, .category,
      .channel, .status,
    ]
    return cells.onlyColumn(of: .amount) != nil && !rules.continuesOrderAbove
      && !rules.statusDateCancels && !rules.priceMustBePositive && !hasOrderAmounts
      && !other.contains(where: cells.has)
      && columns.allSatisfy { !cells.has($0) || cells.onlyColumn(of: $0) != nil }
  }
}

extension OrderLineReader {
  /// Adds plain purchases of a batch that is read on its own.
  mutating func add(_ run: Range<Int>, of purchases: OrderLogBuilder.Purchases) {
    let cells = purchases.cells
    note(days: cells.days[run])
    if let codes = cells.texts[OrderRole.status.rawValue]?.codes { statuses.count(codes[run]) }
    builder.append(purchases, run, customers: codes(of: cells.customers[run]))
  }
}
