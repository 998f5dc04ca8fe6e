/// Matches cancellation lines to the purchases that they undo.
///
/// A cancellation takes its quantity off the latest earlier line of the same customer and product
/// with at least that quantity left. Cancellations are taken in time order, so a later one never
/// changes what an earlier one did. Without a product column all of a customer's lines count as
/// one product.
struct Cancellations {
  private(set) var adjustments: [Adjustment] = []
  private(set) var unmatched = 0

  /// - Parameters:
  ///   - lines: sorted by customer, day and file order.
  ///   - starts: where each customer's lines begin, and the end of the last one's.
  init(lines: OrderLines, starts: [Int]) {
    guard !lines.quantity.isEmpty else { return }
    for customer in 0..<max(0, starts.count - 1) {
      let own = starts[customer]..<starts[customer + 1]
      if lines.kind[own].contains(.cancellation) { matchProducts(of: own, in: lines) }
    }
  }

  /// Splits one customer's lines by product.
  private mutating func matchProducts(of own: Range<Int>, in lines: OrderLines) {
    guard !lines.product.isEmpty else { return match(Array(own)[...], in: lines) }
    let byProduct = own.sorted { (lines.product[$0], $0) < (lines.product[$1], $1) }
    var start = 0
    while start < byProduct.count {
      let product = lines.product[byProduct[start]]
      var end = start + 1
      while end < byProduct.count, lines.product[byProduct[end]] == product { end += 1 }
      match(byProduct[start..<end], in: lines)
      start = end
    }
  }

  /// Lines of one customer and product in time order.
  private mutating func match(_ group: ArraySlice<Int>, in lines: OrderLines) {
    guard group.contains(where: { lines.kind[$0] == .cancellation }) else { return }
    var open = OpenQuantities(capacity: group.count)
    var purchases: [Int] = []
    for line in group {
      let quantity = lines.quantity[line]
      switch lines.kind[line] {
      case .purchase where quantity > 0:
        open.append(quantity)
        purchases.append(line)
      case .cancellation:
        guard let taken = open.take(quantity) else {
          unmatched += 1
          continue
        }
        adjustments.append(
          Adjustment(
            line: Int32(purchases[taken]), day: lines.day[line], kind: .cancellation,
            value: quantity))
      default: break
      }
    }
  }
}
