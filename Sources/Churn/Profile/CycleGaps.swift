import DelimitedText
import Modeling

/// The days between purchases of all customers as they stood at the end of a day: gaps that were
/// over, and the one of each customer that was open. Nothing after that day has a part in it.
struct CycleGaps {
  /// Days from an occasion to the customer's next, ascending.
  let closed: [Double]
  /// Days from each customer's last occasion to the day, ascending.
  let open: [Double]
  /// Of `closed`; a whole number.
  let sum: Double
  let customersWithGaps: Int

  init(_ table: PurchaseTable, through day: Day) {
    // Gaps are whole days: counting sorts them.
    let width = max(day - table.firstDay, 0) + 1
    var closedCounts = [Int](repeating: 0, count: width)
    var openCounts = closedCounts
    var several = 0
    for customer in 0..<table.customerCount {
      var last: Int32?
      var count = 0
      for place in table.starts[customer]..<table.starts[customer + 1] {
        let now = table.occasions[place].day
        guard now <= day.number else { break }
        if let last { closedCounts[Int(now - last)] += 1 }
        last = now
        count += 1
      }
      if let last { openCounts[Int(day.number - last)] += 1 }
      if count > 1 { several += 1 }
    }
    closed = Self.expanded(closedCounts)
    open = Self.expanded(openCounts)
    sum = closedCounts.enumerated().reduce(0) { $0 + Double($1.offset) * Double($1.element) }
    customersWithGaps = several
  }

  private static func expanded(_ counts: [Int]) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(counts.reduce(0, +))
    for (days, count) in counts.enumerated() where count > 0 {
      values.append(contentsOf: repeatElement(Double(days), count: count))
    }
    return values
  }

  /// `factor` average cycles in days: the product comes first, so that a whole result is exact.
  func averages(_ factor: Double) -> Double? {
    closed.isEmpty ? nil : factor * sum / Double(closed.count)
  }

  /// The point (type 7) that a share of gaps does not exceed; nil without gaps.
  func quantile(percent: Int) -> Double? {
    closed.isEmpty ? nil : Quantiles.fraction(percent, of: 100, sorted: closed)
  }

  /// Share of the gaps that are longer.
  func shareBeyond(_ days: Double) -> Double? {
    if closed.isEmpty { return nil }
    return Double(closed.count - count(upTo: days)) / Double(closed.count)
  }

  /// How many gaps are at most so long.
  func count(upTo days: Double) -> Int {
    var (low, high) = (0, closed.count)
    while low < high {
      let middle = low + (high - low) / 2
      if closed[middle] <= days { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
