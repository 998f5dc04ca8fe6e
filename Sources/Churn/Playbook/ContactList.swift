/// Chooses customers in one pass; a second pass asks the list about each.
///
///     var builder = ContactListBuilder(plan)
///     for customer in customers { builder.add(row: …, worth: …, cost: …) }
///     let list = builder.list
///     let decision = list.decision(row: …, worth: …, cost: …)
public struct ContactListBuilder: Sendable {
  private let plan: ContactPlan
  private let hasMoney: Bool
  private var heaps: [ContactHeap]
  private var account = ContactList.Account()

  /// - Parameter hasMoney: worth is an expected profit, and nobody is contacted at a loss; else it is
  ///   P(churned).
  public init(_ plan: ContactPlan, hasMoney: Bool) {
    self.plan = plan
    self.hasMoney = hasMoney
    heaps = plan.isUnlimited ? [] : plan.orders.map { ContactHeap($0, plan) }
  }

  /// - Parameters:
  ///   - row: of the file; each once, in any order.
  ///   - worth: nil where the playbook has no action.
  ///   - cost: of contacting, at least 0; 0 without a budget will do.
  public mutating func add(row: Int, worth: Double?, cost: Double) {
    guard let worth else { return account.noAction += 1 }
    guard !hasMoney || worth > 0 else { return account.unprofitable += 1 }
    account.candidates += 1
    account.worth += worth
    account.cost += cost
    account.lowestWorth = min(account.lowestWorth ?? worth, worth)
    for place in heaps.indices { heaps[place].add(row: row, worth: worth, cost: cost) }
  }

  /// Of equal worth, the list by worth.
  public var list: ContactList {
    let chosen = heaps.map(\.chosen)
    let best = chosen.dropFirst().reduce(chosen.first) { best, other in
      guard let best, best.worth >= other.worth else { return other }
      return best
    }
    return ContactList(hasMoney: hasMoney, account: account, chosen: best)
  }
}

/// The customers to contact, a control group among them.
public struct ContactList: Sendable, Equatable {
  /// What the first pass saw.
  struct Account: Sendable, Equatable {
    /// Customers with an action that is worth it.
    var candidates = 0
    var worth = 0.0
    var cost = 0.0
    var lowestWorth: Double?
    var unprofitable = 0
    var noAction = 0
  }

  /// Whether worth is an expected profit.
  public let hasMoney: Bool
  private let account: Account
  /// nil: everybody who is worth it.
  private let chosen: ContactHeap.Chosen?

  init(hasMoney: Bool, account: Account, chosen: ContactHeap.Chosen?) {
    self.hasMoney = hasMoney
    self.account = account
    self.chosen = chosen
  }

  /// Whether a customer is in the list, else why not. What is given is what the first pass gave.
  public func decision(row: Int, worth: Double?, cost: Double) -> ContactDecision {
    guard let worth else { return .noAction }
    guard !hasMoney || worth > 0 else { return .unprofitable }
    guard let chosen, let firstOut = chosen.firstOut else { return .yes }
    let rank = ContactRank(chosen.order, row: row, worth: worth, cost: cost)
    return rank.isBefore(firstOut) ? .yes : chosen.limit
  }

  public var count: Int { chosen?.count ?? account.candidates }

  /// The sum of the list's expected profits; without money, of its probabilities.
  public var worth: Double { chosen?.worth ?? account.worth }

  public var cost: Double { chosen?.cost ?? account.cost }

  /// The lowest worth in the list: what one place more would have to be worth less than.
  public var lowestWorth: Double? { chosen == nil ? account.lowestWorth : chosen?.lowestWorth }

  /// Whether the list was chosen by worth for each unit of cost.
  public var isByWorthForCost: Bool { chosen?.order == .worthForCost }

  /// What was left out, by reason; those with none are not in it.
  public var leftOut: [ContactDecision: Int] {
    var counts: [ContactDecision: Int] = [
      .unprofitable: account.unprofitable, .noAction: account.noAction,
    ]
    if let chosen { counts[chosen.limit] = account.candidates - chosen.count }
    return counts.filter { $0.value > 0 }
  }

  /// What the customers beyond the limits were worth: the profit forgone.
  public var worthLeftOut: Double { count == account.candidates ? 0 : account.worth - worth }
}
