import Modeling

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

  /// Ranges of customers with about equal numbers of lines, by which several threads work.
  static func parts(_ starts: [Int], linesAPart: Int = 1 << 15) -> [Range<Int>] {
    let lines = starts.last ?? 0
    let count = max(1, min(64, lines / linesAPart))
    var parts: [Range<Int>] = []
    var customer = 0
    for part in 1...count {
      let first = customer
      let end = lines / count * part
      while customer < starts.count - 1, part == count || starts[customer + 1] <= end {
        customer += 1
      }
      parts.append(first..<customer)
    }
    return parts
  }

  /// `body` of ranges of customers that together are all, in their order.
  static func map<R: Sendable>(
    _ starts: [Int], _ parallel: Parallel, _ body: @Sendable (Range<Int>) -> R
  ) -> [R] {
    let parts = parts(starts)
    return parallel.map(count: parts.count) {
      body(parts[$0])
    }
  }

  /// Line indices by customer, then day, then file order (counting sort, stable).
  static func byCustomerAndDay(
    _ lines: OrderLines, starts: [Int], _ parallel: Parallel
  ) -> [Int32] {
    var next = starts
    var permutation = [Int32](unsafeUninitializedCapacity: lines.count) { places, count in
      count = lines.count
      for line in 0..<lines.count {
        let code = Int(lines.customer[line])
        places.initializeElement(at: next[code], to: Int32(line))
        next[code] += 1
      }
    }
    if isInTimeOrder(lines.day) { return permutation }
    permutation.withUnsafeMutableBufferPointer { places in
      let shared = SharedPlaces(start: places.baseAddress)
      _ = map(starts, parallel) { customers in
        for code in customers {
          var own = UnsafeMutableBufferPointer(
            start: shared.start.map { $0 + starts[code] }, count: starts[code + 1] - starts[code])
          own.sort { (lines.day[Int($0)], $0) < (lines.day[Int($1)], $1) }
        }
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
  static func groupingOrders(
    _ lines: OrderLines, starts: [Int], _ parallel: Parallel
  ) -> [Int32]? {
    guard !lines.order.isEmpty else { return nil }
    let moved = map(starts, parallel) { customers in
      var moved: [(day: Range<Int>, lines: [Int32])] = []
      forEachDay(lines, starts: starts, customers: customers) { day in
        guard let own = grouped(lines.order[day], from: day.lowerBound) else { return }
        moved.append((day, own))
      }
      return moved
    }
    guard moved.contains(where: { !$0.isEmpty }) else { return nil }
    var permutation = (0..<Int32(lines.count)).map { $0 }
    for (day, own) in moved.joined() { permutation.replaceSubrange(day, with: own) }
    return permutation
  }

  /// The indices of one day's lines by order; nil where they are grouped already.
  private static func grouped(_ orders: ArraySlice<UInt64>, from first: Int) -> [Int32]? {
    guard orders.count > 2, isScattered(orders) else { return nil }
    var rank: [UInt64: Int] = [:]
    var ranks: [Int] = []
    ranks.reserveCapacity(orders.count)
    for order in orders {
      let next = rank.count
      let own = rank[order] ?? next
      if own == next { rank[order] = next }
      ranks.append(own)
    }
    return ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { Int32(first + $0) }
  }

  /// Whether lines of one order stand apart.
  private static func isScattered(_ orders: ArraySlice<UInt64>) -> Bool {
    guard zip(orders, orders.dropFirst()).count(where: { $0 != $1 }) > 1 else { return false }
    var runs = [orders[orders.startIndex]]
    for order in orders.dropFirst() where order != runs[runs.count - 1] { runs.append(order) }
    runs.sort()
    return zip(runs, runs.dropFirst()).contains { $0 == $1 }
  }

  /// Calls `body` with the range of lines of every customer and day, for sorted lines.
  ///
  /// - Parameter customers: nil for all.
  static func forEachDay(
    _ lines: OrderLines, starts: [Int], customers: Range<Int>? = nil, _ body: (Range<Int>) -> Void
  ) {
    for code in customers ?? 0..<max(0, starts.count - 1) {
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

  /// Adjustments by line, day, kind and value.
  static func sorted(
    _ adjustments: [Adjustment], lines: Int, _ parallel: Parallel
  ) -> [Adjustment] {
    let count = max(1, min(64, adjustments.count >> 12))
    var parts = [[Adjustment]](repeating: [], count: count)
    for part in parts.indices { parts[part].reserveCapacity(adjustments.count / count * 5 / 4) }
    for known in adjustments { parts[Int(known.line) * count / lines].append(known) }
    let unsorted = parts
    return parallel.map(count: count) { part in
      unsorted[part].sorted {
        ($0.line, $0.day, $0.kind.rawValue, $0.value)
          < ($1.line, $1.day, $1.kind.rawValue, $1.value)
      }
    }.flatMap { $0 }
  }
}
