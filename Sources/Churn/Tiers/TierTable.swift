import Modeling

/// Rates, lifts and gains of tiers from counts of judged customers.
struct TierTable {
  /// Judged customers and those of them who bought again; ties are shared, so they need not be whole.
  struct Sum: Sendable, Equatable {
    var customers = 0.0
    var repurchased = 0.0

    mutating func add(_ customers: Double, repurchased: Double) {
      self.customers += customers
      self.repurchased += repurchased
    }
  }

  private let sums: [Sum]
  private let total: Sum

  /// - Parameter sums: the best tier first.
  init(_ sums: [Sum]) {
    self.sums = sums
    total = sums.reduce(into: Sum()) { $0.add($1.customers, repurchased: $1.repurchased) }
  }

  var all: ValueTiers.Judged { judged(total) }

  /// - Parameter leaves: in the order of the sums.
  func tiers(_ leaves: [DecisionTree.Node], names: [String]) -> [ValueTiers.Tier] {
    var above = Sum()
    return leaves.indices.map { place in
      above.add(sums[place].customers, repurchased: sums[place].repurchased)
      return ValueTiers.Tier(
        name: names[place], leaf: leaves[place].number, trainingCustomers: leaves[place].rows,
        trainingRate: leaves[place].value, judged: judged(sums[place]), gain: gain(above))
    }
  }

  private func judged(_ sum: Sum) -> ValueTiers.Judged {
    let customers = Int(sum.customers.rounded())
    guard sum.customers > 0 else { return ValueTiers.Judged(customers: customers) }
    // Shares of ties may add up to a hair more than the customers.
    let repurchased = min(sum.repurchased, sum.customers)
    return ValueTiers.Judged(
      customers: customers, rate: repurchased / sum.customers,
      interval: .wilson(successes: repurchased, trials: sum.customers), lift: lift(sum))
  }

  private func gain(_ above: Sum) -> ValueTiers.Gain {
    ValueTiers.Gain(
      contacted: total.customers > 0 ? min(1, above.customers / total.customers) : 0,
      captured: total.repurchased > 0 ? min(1, above.repurchased / total.repurchased) : nil,
      lift: lift(above))
  }

  private func lift(_ sum: Sum) -> PartLift? {
    PartLift(
      successes: min(sum.repurchased, sum.customers), trials: sum.customers,
      ofSuccesses: total.repurchased, ofTrials: total.customers)
  }
}
