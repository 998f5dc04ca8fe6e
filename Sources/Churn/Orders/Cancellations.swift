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
  ///   - lines: the lines in file order.
  ///   - permutation: their indices by customer, day and file order.
  ///   - starts: where each customer's part of `permutation` begins, and its end.
  init(lines: OrderLines, permutation: [Int32], starts: [Int]) {
    for customer in 0..<max(0, starts.count - 1) {
      let own = permutation[starts[customer]..<starts[customer + 1]]
      guard own.contains(where: { lines.kind[Int($0)] == .cancellation }) else { continue }
      matchProducts(of: Array(own), in: lines)
    }
  }

  /// Splits one customer's lines, given in time order, by product.
  private mutating func matchProducts(of own: [Int32], in lines: OrderLines) {
    guard !lines.product.isEmpty else { return match(own[...], in: lines) }
    let byProduct = own.indices.sorted {
      (lines.product[Int(own[$0])], $0) < (lines.product[Int(own[$1])], $1)
    }.map { own[$0] }
    var start = 0
    while start < byProduct.count {
      let product = lines.product[Int(byProduct[start])]
      let end =
        byProduct[start...].firstIndex { lines.product[Int($0)] != product } ?? byProduct.count
      match(byProduct[start..<end], in: lines)
      start = end
    }
  }

  /// Lines of one customer and product in time order.
  private mutating func match(_ group: ArraySlice<Int32>, in lines: OrderLines) {
    guard group.contains(where: { lines.kind[Int($0)] == .cancellation }) else { return }
    var open = OpenQuantities(capacity: group.count)
    var purchases: [Int32] = []
    for line in group {
      let quantity = lines.quantity[Int(line)]
      switch lines.kind[Int(line)] {
      case .purchase where quantity > 0:
        open.append(quantity)
        purchases.append(line)
      case .cancellation:
        if let taken = open.take(quantity) {
          adjustments.append(
            Adjustment(
              line: purchases[taken], day: lines.day[Int(line)], kind: .cancellation,
              value: quantity))
        } else {
          unmatched += 1
        }
      default: break
      }
    }
  }
}
