/// The order in which an `OrderLog` keeps its lines: by customer, by day, in file order within the
/// day, but with the lines of one order side by side.
enum LineOrder {
  /// Where each customer's lines begin after sorting; one more entry than customers.
  static func starts(customer: [Int32], customers: Int) -> [Int] {
    var starts = [Int](repeating: 0, count: customers + 1)
    for code in customer { starts[Int(code) + 1] += 1 }
    for code in 0..<customers { starts[code + 1] += starts[code] }
    return starts
  }

  /// Line indices by customer, then day, then file order (counting sort, stable).
  static func byCustomerAndDay(_ lines: OrderLines, starts: [Int]) -> [Int32] {
    var next = starts
    var permutation = [Int32](repeating: 0, count: lines.count)
    for line in 0..<lines.count {
      let code = Int(lines.customer[line])
      permutation[next[code]] = Int32(line)
      next[code] += 1
    }
    if isInTimeOrder(lines.day) { return permutation }
    for code in 0..<starts.count - 1 {
      permutation[starts[code]..<starts[code + 1]].sort {
        (lines.day[Int($0)], $0) < (lines.day[Int($1)], $1)
      }
    }
    return permutation
  }

  private static func isInTimeOrder(_ days: [Int32]) -> Bool {
    var last = Int32.min
    for day in days {
      if day < last { return false }
      last = day
    }
    return true
  }

  /// For lines sorted by customer and day: where they go so that the lines of one order and day
  /// stand together, orders by their first line. Nil where they do already.
  static func groupingOrders(_ lines: OrderLines, starts: [Int]) -> [Int32]? {
    guard !lines.order.isEmpty else { return nil }
    var permutation: [Int32]?
    forEachDay(lines, starts: starts) { day in
      guard let own = grouped(lines.order[day], from: day.lowerBound) else { return }
      permutation = permutation ?? (0..<Int32(lines.count)).map { $0 }
      permutation?.replaceSubrange(day, with: own)
    }
    return permutation
  }

  /// The indices of one day's lines by order; nil where they are grouped already.
  private static func grouped(_ orders: ArraySlice<UInt64>, from first: Int) -> [Int32]? {
    guard orders.count > 2, zip(orders, orders.dropFirst()).count(where: { $0 != $1 }) > 1 else {
      return nil
    }
    var rank: [UInt64: Int] = [:]
    var ranks: [Int] = []
    ranks.reserveCapacity(orders.count)
    for order in orders {
      let next = rank.count
      let own = rank[order] ?? next
      if own == next { rank[order] = next }
      ranks.append(own)
    }
    if zip(ranks, ranks.dropFirst()).allSatisfy({ $0 <= $1 }) { return nil }
    return ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { Int32(first + $0) }
  }

  /// Calls `body` with the range of lines of every customer and day, for sorted lines.
  static func forEachDay(_ lines: OrderLines, starts: [Int], _ body: (Range<Int>) -> Void) {
    for code in 0..<max(0, starts.count - 1) {
      var start = starts[code]
      let last = starts[code + 1]
      while start < last {
        let day = lines.day[start]
        var end = start + 1
        while end < last, lines.day[end] == day { end += 1 }
        body(start..<end)
        start = end
      }
    }
  }
}
