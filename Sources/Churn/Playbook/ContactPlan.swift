import DelimitedText

/// What becomes of a customer in a run with a playbook.
public enum ContactDecision: String, Sendable, CaseIterable {
  case yes
  /// Would be contacted, but is left alone for comparison.
  case control
  case overCapacity = "over_capacity"
  case overBudget = "over_budget"
  /// Contacting is expected to cost more than it brings.
  case unprofitable
  /// The playbook says to leave the customer alone, or says nothing.
  case noAction = "no_action"
}

/// How many customers can be contacted, and in which order they are chosen.
///
/// A list is a beginning of the customers in an order, up to the first who does not fit:
/// - with a capacity, by worth: no list of that length is worth more;
/// - with a budget, by worth for each unit of cost: Dantzig's greedy rule for the knapsack (1957),
///   which comes within one customer of the best list;
/// - with both, each order cut at both limits, and the list that is worth more is taken.
///
/// Worth is the expected profit or, without money, P(churned). Equal customers go by their row.
public struct ContactPlan: Sendable, Equatable {
  /// Customers at most.
  public let capacity: Int?
  /// Cost at most, with a billionth for rounding.
  public let budget: Double?

  /// - Throws: `.usage` for a capacity below 0, or a budget that is no number from 0 to 1e15.
  public init(capacity: Int? = nil, budget: Double? = nil) throws(LocatedError) {
    if let capacity, capacity < 0 {
      throw LocatedError(
        .usage, "a capacity of \(capacity)", advice: "Give the number of customers, from 0.")
    }
    if let budget, !(0...1e15).contains(budget) {
      throw LocatedError(
        .usage, "a budget of \(budget)", advice: "Give an amount of money from 0 to 1e15.")
    }
    self.capacity = capacity
    self.budget = budget
  }

  /// Whether everybody with an action is contacted who is worth it.
  public var isUnlimited: Bool { capacity == nil && budget == nil }

  /// The orders to choose by.
  var orders: [ContactRank.Order] {
    switch (capacity, budget) {
    case (_, nil): [.worth]
    case (nil, _): [.worthForCost]
    case (_, _): [.worth, .worthForCost]
    }
  }
}

/// The place of a customer in an order.
struct ContactRank: Sendable, Equatable {
  enum Order: Sendable { case worth, worthForCost }

  let first: Double
  let second: Double
  let row: Int

  init(_ order: Order, row: Int, worth: Double, cost: Double) {
    self.row = row
    switch order {
    case .worth: (first, second) = (worth, 0)
    // What costs nothing comes first; such customers go by worth.
    case .worthForCost: (first, second) = (cost > 0 ? worth / cost : .infinity, worth)
    }
  }

  func isBefore(_ other: ContactRank) -> Bool {
    if first != other.first { return first > other.first }
    return second != other.second ? second > other.second : row < other.row
  }
}
