import DelimitedText
import Modeling
import Testing

@testable import Churn

/// What must hold whatever the shop.
@Suite struct ChurnDefinitionsRelationsTests {
  private static let lines = ChurnDefinitionOptions().lines(twoCycles: 60)

  private func options(
    _ change: (inout ChurnDefinitionOptions) -> Void = { _ in }
  ) -> ChurnDefinitionOptions {
    var options = ChurnDefinitionOptions()
    options.replicates = 20
    change(&options)
    return options
  }

  @Test func aLongerLineCallsFewerLost() throws {
    let lengths = [1, 10, 30, 60, 100, 200, 400, 800]
    let result = try churnDefinitions(
      of: purchases(randomShop(150), end: 1000), options: options { $0.idleDays = lengths })
    let idle = lengths.compactMap { result[.idle(days: $0)] }
    #expect(zip(idle, idle.dropFirst()).allSatisfy { ($0.lost ?? 0) >= ($1.lost ?? 0) })
    let called = idle.compactMap { $0.verification?.called }
    #expect(called.count == lengths.count && called == called.sorted(by: >))
    let fixed = result.definitions.filter { definition in
      if case .outcomeWindow = definition.line { return false }
      return !definition.isPersonal && definition.lost != nil
    }.sorted { ($0.calledAfter ?? 0) < ($1.calledAfter ?? 0) }
    #expect(fixed.count == lengths.count + 12)
    #expect(zip(fixed, fixed.dropFirst()).allSatisfy { ($0.lost ?? 0) >= ($1.lost ?? 0) })
  }

  @Test func sharesAreSharesAndLieInTheirIntervals() throws {
    let result = try churnDefinitions(of: purchases(randomShop(150), end: 1000), options: options())
    #expect(result.dates.count == 4)
    for definition in result.definitions {
      let verification = try #require(definition.verification)
      #expect((0...1).contains(definition.lostShare ?? -1))
      #expect((0...1).contains(verification.leaversCalled ?? 0))
      #expect(verification.called == verification.dates.reduce(0) { $0 + $1.called })
      for date in verification.dates where date.called > 0 {
        let share = try #require(date.stayedAway)
        let interval = try #require(date.interval)
        #expect(interval.low <= share && share <= interval.high)
      }
      guard verification.called > 0 else { continue }
      let interval = try #require(verification.interval)
      #expect(0 <= interval.low && interval.low <= interval.high && interval.high <= 1)
    }
  }

  /// An outcome window is over when the customer has been idle for its days.
  @Test func anOutcomeWindowCallsThoseThatAnIdleLineOfItsLengthCalls() throws {
    let result = try churnDefinitions(
      of: purchases(randomShop(100), end: 1000),
      options: options {
        $0.idleDays = [120]
        $0.horizon = 120
      })
    let (idle, window) = (result[.idle(days: 120)], result[.outcomeWindow(days: 120)])
    #expect(idle?.lost == window?.lost && idle?.lost ?? 0 > 0)
    #expect(idle?.verification?.called == window?.verification?.called)
    #expect(idle?.verification?.cameBack == window?.verification?.cameBack)
  }

  /// Other purchases after a day leave who is past each line on that day as it was.
  @Test(arguments: lines)
  func nothingOfTheFutureMovesALine(line: ChurnLine) throws {
    let day = 400
    let shop = randomShop(120)
    let changed = shop.map { days in
      days.filter { $0 <= day } + [day + 1, day + 3, day + 500]
    }
    func lost(_ customers: [[Int]], end: Int) throws -> (days: Double?, customers: [Int32]) {
      let ruler = ChurnLineRuler(
        try purchases(customers, end: end), at: dayAfterStart(day), minimumGaps: 3)
      var lost: [Int32] = []
      ruler.forEachLost(line) { state, _ in lost.append(state.customer) }
      return (ruler.days(line), lost)
    }
    // Customers of later days only stand in the table, and in its numbering, but are not known yet.
    let (before, after) = (try lost(shop, end: 1000), try lost(changed, end: 1000))
    #expect(before.days == after.days && before.customers == after.customers)
    #expect(before.days != nil && (!before.customers.isEmpty || line == .idle(days: 365)))
    let then = try lost(changed.map { $0.filter { $0 <= day } }.filter { !$0.isEmpty }, end: day)
    #expect(then.days == before.days && then.customers.count == before.customers.count)
  }

  @Test func threadsDoNotChangeAnything() throws {
    let table = try purchases(randomShop(80), end: 1000)
    let one = try churnDefinitions(of: table, options: options { $0.threads = 1 })
    let three = try churnDefinitions(of: table, options: options { $0.threads = 3 })
    #expect(one == three)
  }
}
