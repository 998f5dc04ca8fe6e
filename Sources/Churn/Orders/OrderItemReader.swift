import DelimitedText

/// Turns the records of item lists into items of the orders that were read before.
struct OrderItemReader {
  private(set) var items = OrderItems()
  /// Items of orders that no order list has.
  private(set) var unmatched = 0
  /// Orders whose items an earlier item list has, and their items here.
  private(set) var repeatedLines = 0
  var repeatedOrders: Int { repeated.count }
  private var repeated: Set<Int32> = []
  /// Line of each order by the fingerprint of its id, and the item list that has it first.
  private let lineOf: [UInt64: Int32]
  private var listOf: [Int32]
  private var list: Int32 = -1
  private let roles: Set<OrderRole>
  private(set) var examples: [OrderRole: String] = [:]

  /// - Parameters:
  ///   - orders: the lines of the order lists, one an order.
  ///   - roles: what the order lists fill.
  init(orders: OrderLogBuilder, roles: Set<OrderRole>) {
    lineOf = Dictionary(
      zip(orders.lines.order, 0..<Int32(orders.count)), uniquingKeysWith: { first, _ in first })
    listOf = [Int32](repeating: -1, count: orders.count)
    self.roles = roles
  }

  mutating func beginList() {
    list += 1
    (repeated, repeatedLines, examples) = ([], 0, [:])
  }

  /// - Parameter orders: keeps the names of products and categories.
  /// - Returns: what is wrong with the record.
  mutating func add(
    _ records: OrderRecords, _ record: Int, to orders: inout OrderLineReader
  ) -> LineFault? {
    let cells = orders.format.cells
    let (order, fault) = cells.identifier(.order, records.fields, record)
    guard let order else { return fault ?? LineFault(reason: "no order", role: .order) }
    var item = OrderItems.Item()
    if let fault = readNumbers(&item, cells, records, record) { return fault }
    if let fault = readKnowledge(&item, &orders, records, record) { return fault }
    guard let line = lineOf[fingerprint(of: order)] else {
      unmatched += 1
      return nil
    }
    if listOf[Int(line)] >= 0, listOf[Int(line)] != list {
      repeated.insert(line)
      repeatedLines += 1
      return nil
    }
    listOf[Int(line)] = list
    // Items tell no dates.
    if orders.ignoresUndated { (item.refund, item.undone) = (0, nil) }
    item.product = cells.code(.product, in: &orders.products, records, record)
    item.category = cells.code(.category, in: &orders.categories, records, record)
    item.fingerprint = records.prepared.fingerprints[record]
    items.append(item, to: line)
    return nil
  }

  private func readNumbers(
    _ item: inout OrderItems.Item, _ cells: OrderCells, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    var price = Double.nan
    if let fault = cells.read(.quantity, into: &item.quantity, records, record) { return fault }
    if let fault = cells.read(.price, into: &price, records, record) { return fault }
    if let fault = cells.read(.amount, into: &item.weight, records, record) { return fault }
    item.quantity = item.quantity.magnitude
    if item.weight.isNaN { item.weight = price * item.quantity }
    item.weight = item.weight.magnitude
    guard cells.has(.postage), !roles.contains(.postage) else { return nil }
    var postage = 0.0
    if let fault = cells.read(.postage, into: &postage, records, record) { return fault }
    item.postage = postage.magnitude
    return nil
  }

  /// What became of an item, for order lists that do not say it.
  private func readKnowledge(
    _ item: inout OrderItems.Item, _ orders: inout OrderLineReader, _ records: OrderRecords,
    _ record: Int
  ) -> LineFault? {
    let cells = orders.format.cells
    var refund = LineKnowledge()
    let line = OrderLogBuilder.Line()
    if let fault = orders.readRefund(&refund, line, records, record) { return fault }
    item.refund = refund.kind == nil ? 0 : refund.value
    guard cells.has(.status) else { return nil }
    switch orders.statuses.meaning(of: .status, cells, records, record) {
    case .stands: break
    case .neverPaid: item.undone = .neverPaid
    case .refunded: item.undone = .undone
    case .closed: item.undone = refund.kind == nil ? .neverPaid : .undone
    }
    return nil
  }
}
