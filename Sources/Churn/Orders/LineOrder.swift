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
    for code in 0..<max(0, starts.count - 1) {
      sortByDay(&permutation, from: starts[code], to: starts[code + 1], days: lines.day)
    }
    return permutation
  }

  private static func sortByDay(
    _ permutation: inout [Int32], from start: Int, to end: Int, days: [Int32]
  ) {
    var sorted = true
    for place in max(start + 1, 1)..<max(end, start + 1, 1)
    where days[Int(permutation[place])] < days[Int(permutation[place - 1])] {
      sorted = false
      break
    }
    if sorted { return }
    permutation[start..<end].sort { (days[Int($0)], $0) < (days[Int($1)], $1) }
  }

  /// Moves the lines of one order and day together, orders by their first line.
  /// `permutation` is as `byCustomerAndDay` gives it.
  static func groupOrders(_ permutation: inout [Int32], _ lines: OrderLines, starts: [Int]) {
    guard !lines.order.isEmpty else { return }
    forEachDay(&permutation, lines, starts: starts) { start, end, permutation in
      guard end - start > 2 else { return }
      var rank: [UInt64: Int] = [:]
      var ranks: [Int] = []
      for line in permutation[start..<end] {
        let order = lines.order[Int(line)]
        let next = rank.count
        ranks.append(rank[order, default: next])
        if ranks.last == next { rank[order] = next }
      }
      if zip(ranks, ranks.dropFirst()).allSatisfy(<=) { return }
      let own = Array(permutation[start..<end])
      let places = own.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
      for (offset, place) in places.enumerated() { permutation[start + offset] = own[place] }
    }
  }

  /// Calls `body` for every customer and day with the range of their lines.
  static func forEachDay(
    _ permutation: inout [Int32], _ lines: OrderLines, starts: [Int],
    _ body: (_ start: Int, _ end: Int, _ permutation: inout [Int32]) -> Void
  ) {
    for code in 0..<max(0, starts.count - 1) {
      var start = starts[code]
      let last = starts[code + 1]
      while start < last {
        let day = lines.day[Int(permutation[start])]
        var end = start + 1
        while end < last, lines.day[Int(permutation[end])] == day { end += 1 }
        body(start, end, &permutation)
        start = end
      }
    }
  }
}
