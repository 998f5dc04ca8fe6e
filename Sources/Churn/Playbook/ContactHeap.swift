/// The beginning of an order that fits a capacity and a budget, from customers who come one by one:
/// a heap with the last of the chosen on top, so that memory goes with the list and not the file.
///
/// A customer who was put out keeps everybody out who comes after them in the order. So the list is
/// the longest beginning that fits: whoever was put out did not fit with only those before them.
struct ContactHeap: Sendable {
  /// 24 bytes a customer of the list.
  private struct Entry: Sendable {
    var row: Int
    var worth: Double
    var cost: Double
  }

  let order: ContactRank.Order
  private let capacity: Int?
  private let budget: Double?
  private var entries: [Entry] = []
  private var worth = 0.0
  private var cost = 0.0
  /// The first in the order of those who were put out.
  private var firstOut: ContactRank?

  init(_ order: ContactRank.Order, _ plan: ContactPlan) {
    self.order = order
    capacity = plan.capacity
    budget = plan.budget.map { $0 * (1 + 1e-9) }
  }

  mutating func add(row: Int, worth: Double, cost: Double) {
    let rank = ContactRank(order, row: row, worth: worth, cost: cost)
    if let firstOut, firstOut.isBefore(rank) { return }
    entries.append(Entry(row: row, worth: worth, cost: cost))
    self.worth += worth
    self.cost += cost
    siftUp(entries.count - 1)
    while isTooMuch { putOutLast() }
  }

  private var isTooMuch: Bool {
    guard !entries.isEmpty else { return false }
    return capacity.map { entries.count > $0 } ?? false || budget.map { cost > $0 } ?? false
  }

  private mutating func putOutLast() {
    let last = entries[0]
    firstOut = rank(last)
    worth -= last.worth
    cost -= last.cost
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    siftDown()
    // What rounding left behind must not keep anybody out.
    if entries.isEmpty { (worth, cost) = (0, 0) }
  }

  private func rank(_ entry: Entry) -> ContactRank {
    ContactRank(order, row: entry.row, worth: entry.worth, cost: entry.cost)
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    rank(entries[a]).isBefore(rank(entries[b]))
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(parent, child) else { return }
      entries.swapAt(parent, child)
      child = parent
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while case var child = 2 * parent + 1, child < entries.count {
      if child + 1 < entries.count, isBefore(child, child + 1) {
        child += 1
      }
      guard isBefore(parent, child) else { return }
      entries.swapAt(parent, child)
      parent = child
    }
  }

  /// What is left of it when the customers are through.
  struct Chosen: Sendable, Equatable {
    var order: ContactRank.Order
    var count: Int
    var worth: Double
    var cost: Double
    /// The lowest worth in it.
    var lowestWorth: Double?
    /// Nobody at or after it in the order is in the list; nil: everybody is in it.
    var firstOut: ContactRank?
    var limit: ContactDecision
  }

  var chosen: Chosen {
    Chosen(
      order: order, count: entries.count, worth: worth, cost: cost,
      lowestWorth: entries.map(\.worth).min(), firstOut: firstOut,
      limit: entries.count == capacity ? .overCapacity : .overBudget)
  }
}
