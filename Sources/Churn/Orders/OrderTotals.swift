/// Values that belong to an order as a whole, where an export repeats them on every line or has them
/// on the first line only: the largest counts, once.
///
/// An amount is shared among the order's lines in proportion to their weights (price times
/// quantity), in equal parts where those are not known; postage, discount and refund stand on the
/// first line.
enum OrderTotals {
  /// - Parameters:
  ///   - lines: sorted by customer and day, the lines of one order side by side.
  ///   - adjustments: sorted by line; they are afterwards, too.
  static func settle(
    _ lines: inout OrderLines, _ adjustments: inout [Adjustment], starts: [Int],
    of roles: Set<OrderRole>
  ) {
    defer { lines.weight = [] }
    guard !roles.isEmpty, !lines.order.isEmpty else { return }
    let orders = severalLines(lines, starts: starts)
    guard !orders.isEmpty else { return }
    for order in orders {
      let bought = order.filter { lines.kind[$0] == .purchase }
      if roles.contains(.amount), !lines.amount.isEmpty { shareAmount(&lines, order, bought) }
      if roles.contains(.postage) { keepLargest(&lines.postage, order, bought) }
      if roles.contains(.discount) { keepLargest(&lines.discount, order, bought) }
    }
    if roles.contains(.refund) { adjustments = withOneRefund(adjustments, orders) }
  }

  /// The lines of each order that has more than one.
  private static func severalLines(_ lines: OrderLines, starts: [Int]) -> [Range<Int>] {
    var orders: [Range<Int>] = []
    LineOrder.forEachDay(lines, starts: starts) { day in
      var start = day.lowerBound
      while start < day.upperBound {
        var end = start + 1
        while end < day.upperBound, lines.order[end] == lines.order[start] { end += 1 }
        if end - start > 1 { orders.append(start..<end) }
        start = end
      }
    }
    return orders
  }

  private static func shareAmount(_ lines: inout OrderLines, _ order: Range<Int>, _ bought: [Int]) {
    let total = lines.amount[order].filter { !$0.isNaN }.max() ?? .nan
    for line in order { lines.amount[line] = 0 }
    var weights = bought.map { lines.weight[$0] }
    if !(weights.reduce(0, +) > 0) { weights = weights.map { _ in 1 } }
    let sum = weights.reduce(0, +)
    let last = weights.lastIndex { $0 > 0 }
    var given = 0.0
    for (place, line) in bought.enumerated() {
      // The last one takes what rounding has left, so that the parts make the total again.
      let part = place == last ? total - given : total * (weights[place] / sum)
      lines.amount[line] = part
      given += part
    }
  }

  private static func keepLargest(_ column: inout [Double], _ order: Range<Int>, _ bought: [Int]) {
    guard !column.isEmpty else { return }
    let largest = column[order].max() ?? 0
    for line in order { column[line] = 0 }
    column[bought.first ?? order.lowerBound] = largest
  }

  /// Of the refunds on the lines of an order, the largest.
  private static func withOneRefund(
    _ adjustments: [Adjustment], _ orders: [Range<Int>]
  ) -> [Adjustment] {
    var kept: [Adjustment] = []
    var refund: (order: Int, place: Int)?
    var order = 0
    for adjustment in adjustments {
      let line = Int(adjustment.line)
      while order < orders.count, orders[order].upperBound <= line { order += 1 }
      let isShared = order < orders.count && orders[order].contains(line)
      guard adjustment.kind == .refund, isShared else {
        kept.append(adjustment)
        continue
      }
      if let known = refund, known.order == order {
        if adjustment.value > kept[known.place].value {
          (kept[known.place].value, kept[known.place].day) = (adjustment.value, adjustment.day)
        }
      } else {
        refund = (order, kept.count)
        kept.append(adjustment)
      }
    }
    return kept
  }
}
