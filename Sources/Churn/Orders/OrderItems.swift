import DelimitedText

/// What item lists say is in the orders of an order list.
struct OrderItems {
  struct Item {
    var product: Int32 = -1
    var category: Int32 = -1
    var quantity = Double.nan
    /// What it costs, for its part in the order's amount.
    var weight = Double.nan
    var refund = 0.0
    /// The order's, which every item repeats; NaN where the order list has it.
    var postage = Double.nan
    /// The item was sent back or never paid.
    var undone: Adjustment.Kind?
    var fingerprint: UInt64 = 0
  }

  /// For each item the line of its order in the builder.
  private(set) var lines: [Int32] = []
  private(set) var items: [Item] = []

  var count: Int { items.count }

  /// How many lines have items.
  var orderCount: Int { Set(lines).count }

  mutating func append(_ item: Item, to line: Int32) {
    lines.append(line)
    items.append(item)
  }

  /// Lines of the orders with an item each; an order without items keeps its own line.
  ///
  /// - Parameters:
  ///   - orders: one line an order.
  ///   - hasRefunds: the order list tells refunds; else the items' are taken.
  func joined(
    to orders: OrderLogBuilder, roles: Set<OrderRole>, hasRefunds: Bool
  ) -> OrderLogBuilder {
    var orderLevel = orders.orderLevel.union([.amount, .postage, .discount])
    if hasRefunds { orderLevel.insert(.refund) } else { orderLevel.remove(.refund) }
    var builder = OrderLogBuilder(roles: roles, orderLevel: orderLevel)
    let (starts, places) = itemsByLine(orders.count)
    var adjustment = 0
    for line in 0..<orders.count {
      var known: [Adjustment] = []
      while adjustment < orders.adjustments.count, orders.adjustments[adjustment].line == line {
        known.append(orders.adjustments[adjustment])
        adjustment += 1
      }
      let own = starts[line]..<starts[line + 1]
      if own.isEmpty { builder.append(orders.line(line), known) }
      for place in own {
        let item = items[Int(places[place])]
        builder.append(
          orders.line(line).replacing(item), hasRefunds ? known : known + item.knowledge)
      }
    }
    return builder
  }

  /// Items in the order of their lines (counting sort, stable).
  private func itemsByLine(_ count: Int) -> (starts: [Int], places: [Int32]) {
    let starts = LineOrder.starts(customer: lines, customers: count)
    var next = starts
    var places = [Int32](repeating: 0, count: lines.count)
    for (item, line) in lines.enumerated() {
      places[next[Int(line)]] = Int32(item)
      next[Int(line)] += 1
    }
    return (starts, places)
  }
}

extension OrderItems.Item {
  /// Beside what the order list says. The days are put in by the line.
  fileprivate var knowledge: [Adjustment] {
    if let undone { return [Adjustment(line: 0, day: .min, kind: undone, value: 0)] }
    return refund > 0 ? [Adjustment(line: 0, day: .min, kind: .refund, value: refund)] : []
  }
}

extension OrderLogBuilder.Line {
  fileprivate func replacing(_ item: OrderItems.Item) -> Self {
    var line = self
    (line.product, line.category) = (item.product, item.category)
    (line.quantity, line.weight) = (item.quantity, item.weight)
    line.fingerprint = item.fingerprint
    if !item.postage.isNaN { line.postage = item.postage }
    if item.quantity == 0, line.kind == .purchase { line.kind = .nothing }
    return line
  }
}

extension OrderLogBuilder {
  fileprivate mutating func append(_ line: Line, _ known: [Adjustment]) {
    append(line)
    guard line.kind == .purchase else { return }
    for one in known { adjust(one.kind, from: max(one.day, line.day), value: one.value) }
  }

  /// A line that was appended, as it was.
  fileprivate func line(_ index: Int) -> Line {
    var line = Line()
    line.customer = lines.customer[index]
    line.day = lines.day[index]
    line.kind = lines.kind[index]
    if !lines.order.isEmpty { line.order = lines.order[index] }
    line.amount = lines.amount.isEmpty ? .nan : lines.amount[index]
    line.quantity = lines.quantity.isEmpty ? .nan : lines.quantity[index]
    if !lines.discount.isEmpty { line.discount = lines.discount[index] }
    if !lines.postage.isEmpty { line.postage = lines.postage[index] }
    if !lines.product.isEmpty { line.product = lines.product[index] }
    if !lines.category.isEmpty { line.category = lines.category[index] }
    if !lines.channel.isEmpty { line.channel = lines.channel[index] }
    if !lines.weight.isEmpty { line.weight = lines.weight[index] }
    line.fingerprint = fingerprint(of: index)
    return line
  }
}
