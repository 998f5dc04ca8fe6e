import DelimitedText
import Modeling
import Testing

@testable import Churn

struct ContactListTests {
  private struct Customer {
    var row: Int
    var worth: Double?
    var cost: Double
  }

  /// Worths with many ties, costs in quarters so that sums are exact.
  private static func customers(_ count: Int, seed: UInt64) -> [Customer] {
    var random = SeededGenerator(seed: seed, stream: 40)
    return (0..<count).map { row in
      let worth = Double(random.integer(below: 40) - 8) / 4
      let cost = Double(random.integer(below: 12)) / 4
      return Customer(row: row, worth: random.uniform() < 0.1 ? nil : worth, cost: cost)
    }
  }

  private static func list(
    _ customers: [Customer], _ plan: ContactPlan, hasMoney: Bool = true
  ) -> ContactList {
    var builder = ContactListBuilder(plan, hasMoney: hasMoney)
    for customer in customers {
      builder.add(row: customer.row, worth: customer.worth, cost: customer.cost)
    }
    return builder.list
  }

  private static func rows(_ list: ContactList, _ customers: [Customer]) -> [Int] {
    customers.filter {
      list.decision(row: $0.row, worth: $0.worth, cost: $0.cost) == .yes
    }.map(\.row).sorted()
  }

  /// Everything sorted, and the beginning taken that fits.
  private static func sorted(
    _ customers: [Customer], _ plan: ContactPlan, byCost: Bool
  ) -> (rows: [Int], worth: Double) {
    func key(_ customer: Customer) -> (Double, Double, Int) {
      let worth = customer.worth ?? 0
      let first = !byCost ? worth : customer.cost > 0 ? worth / customer.cost : .infinity
      return (-first, -worth, customer.row)
    }
    let order = customers.filter { ($0.worth ?? 0) > 0 }.sorted { key($0) < key($1) }
    var (rows, worth, cost) = ([Int](), 0.0, 0.0)
    for customer in order {
      cost += customer.cost
      if rows.count == plan.capacity ?? .max || cost > plan.budget ?? .infinity { break }
      rows.append(customer.row)
      worth += customer.worth ?? 0
    }
    return (rows.sorted(), worth)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>, [0, 1, 7, 50, 1000])
  func aCapacityTakesTheMostWorth(_ seed: UInt64, _ capacity: Int) throws {
    let customers = Self.customers(200, seed: seed)
    let plan = try ContactPlan(capacity: capacity)
    let list = Self.list(customers, plan)
    let expected = Self.sorted(customers, plan, byCost: false)
    #expect(Self.rows(list, customers) == expected.rows)
    #expect(list.count == expected.rows.count && list.worth == expected.worth)
    #expect(!list.isByWorthForCost)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>, [0, 0.5, 10, 60, 1e6])
  func aBudgetTakesTheMostWorthForItsCost(_ seed: UInt64, _ budget: Double) throws {
    let customers = Self.customers(200, seed: seed)
    let plan = try ContactPlan(budget: budget)
    let list = Self.list(customers, plan)
    let expected = Self.sorted(customers, plan, byCost: true)
    #expect(Self.rows(list, customers) == expected.rows)
    #expect(list.count == expected.rows.count && list.worth == expected.worth)
    #expect(list.cost <= budget * (1 + 1e-9))
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>, [(10, 5.0), (60, 20), (3, 1e6), (1000, 12)])
  func bothLimitsTakeTheBetterOrder(_ seed: UInt64, _ limits: (Int, Double)) throws {
    let customers = Self.customers(200, seed: seed)
    let plan = try ContactPlan(capacity: limits.0, budget: limits.1)
    let list = Self.list(customers, plan)
    let orders = [false, true].map { Self.sorted(customers, plan, byCost: $0) }
    let best = orders[1].worth > orders[0].worth ? orders[1] : orders[0]
    #expect(Self.rows(list, customers) == best.rows && list.worth == best.worth)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func theOrderOfTheRowsDoesNotMatter(_ seed: UInt64) throws {
    let customers = Self.customers(150, seed: seed)
    let plan = try ContactPlan(capacity: 30, budget: 20)
    #expect(
      Self.rows(Self.list(customers, plan), customers)
        == Self.rows(Self.list(customers.reversed(), plan), customers))
  }

  @Test func whatIsLeftOutIsAccountedFor() throws {
    let customers = Self.customers(300, seed: 3)
    let list = Self.list(customers, try ContactPlan(capacity: 40))
    let decisions = customers.map { list.decision(row: $0.row, worth: $0.worth, cost: $0.cost) }
    let counts = Dictionary(grouping: decisions) { $0 }.mapValues(\.count)
    #expect(counts[.yes] == 40 && list.count == 40)
    #expect(counts.filter { $0.key != .yes } == list.leftOut)
    #expect(counts[.noAction] == customers.count { $0.worth == nil })
    #expect(counts[.unprofitable] == customers.count { $0.worth.map { $0 <= 0 } ?? false })
    let worth = customers.compactMap(\.worth).filter { $0 > 0 }.reduce(0, +)
    #expect(list.worth + list.worthLeftOut == worth)
    let listed = zip(customers, decisions).filter { $0.1 == .yes }.compactMap(\.0.worth)
    #expect(list.lowestWorth == listed.min())
  }

  @Test func withoutLimitsEverybodyWhoIsWorthItIsListed() throws {
    let customers = Self.customers(100, seed: 5)
    let list = Self.list(customers, try ContactPlan())
    #expect(Self.rows(list, customers) == customers.filter { ($0.worth ?? 0) > 0 }.map(\.row))
    #expect(list.leftOut[.overCapacity] == nil && list.worthLeftOut == 0)
  }

  /// Without money a probability is no loss, whatever its size.
  @Test func probabilitiesAreNeverUnprofitable() throws {
    let customers = [0.0, 0.5, 0.2].enumerated().map {
      Customer(row: $0, worth: $1, cost: 0)
    }
    let list = Self.list(customers, try ContactPlan(capacity: 2), hasMoney: false)
    #expect(Self.rows(list, customers) == [1, 2] && list.lowestWorth == 0.2)
    #expect(Self.list(customers, try ContactPlan(), hasMoney: false).count == 3)
  }

  /// Ten contacts at 0.1 make a budget of 1, though ten tenths add up to less than 1 and three to
  /// more than 0.3.
  @Test(arguments: [(0.3, 3), (1, 10), (0.7, 7)])
  func roundingCostsNobodyTheirPlace(_ budget: Double, _ count: Int) throws {
    let customers = (0..<20).map { Customer(row: $0, worth: 1, cost: 0.1) }
    #expect(Self.list(customers, try ContactPlan(budget: budget)).count == count)
  }

  @Test(arguments: [(-1, nil), (nil, -1), (nil, .nan), (nil, .infinity)] as [(Int?, Double?)])
  func limitsOutOfRangeAreUsage(_ capacity: Int?, _ budget: Double?) {
    let error = #expect(throws: LocatedError.self) {
      try ContactPlan(capacity: capacity, budget: budget)
    }
    #expect(error?.kind == .usage)
  }
}
