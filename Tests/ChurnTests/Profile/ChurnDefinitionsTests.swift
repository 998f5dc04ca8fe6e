import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct ChurnDefinitionsTests {
  /// Gaps 10, 20 and 30: an average cycle of 20 days; the last purchases on days 30, 30 and 5.
  private let few = [[0, 10, 30], [0, 30], [5]]

  private func options(
    _ change: (inout ChurnDefinitionOptions) -> Void = { _ in }
  ) -> ChurnDefinitionOptions {
    var options = ChurnDefinitionOptions()
    options.replicates = 50
    change(&options)
    return options
  }

  @Test func defaultsComeFromTheAverageCycle() throws {
    let result = try churnDefinitions(of: purchases(few, end: 100), options: options())
    #expect(result.followUp == 40 && result.dates == [dayAfterStart(60)])
    #expect(result[.outcomeWindow(days: 40)]?.lineDays == 40)
    #expect(result[.cycles(2, by: .normal)]?.lost == 3)
    #expect(result[.idle(days: 365)]?.lost == 0)
    // Fewer than ten purchases.
    let byReturns = try #require(result[.cycles(2, by: .kaplanMeier)])
    #expect(byReturns.lost == nil && byReturns.verification == nil && byReturns.reason != nil)
    let keys = result.definitions.map(\.line.key)
    #expect(Set(keys).count == keys.count && keys.contains("cycles_1_5_log_normal"))
  }

  /// On day 60 the customers have been silent for 30, 30 and 55 days.
  @Test(arguments: [
    (ChurnLine.idle(days: 30), 3), (.idle(days: 31), 1), (.idle(days: 55), 1),
    (.idle(days: 56), 0), (.cycles(1.5, by: .normal), 1), (.cycles(1.25, by: .normal), 3),
    // The 90 % point of the gaps is 28 days.
    (.gapQuantile(percent: 90), 3),
    // The first customer's own cycle is 15 days, from two gaps; the others take the shop's 20.
    (.personal(1.5), 2), (.personal(2), 1), (.personal(1.99), 2),
    (.outcomeWindow(days: 55), 1), (.outcomeWindow(days: 30), 3),
  ])
  func whoIsPastALine(line: ChurnLine, lost: Int) throws {
    let ruler = ChurnLineRuler(
      try purchases(few, end: 60), at: dayAfterStart(60), minimumGaps: 2)
    let definition = ChurnDefinition(line, ruler, options { $0.personalMinimumGaps = 2 })
    #expect(definition.lost == lost)
  }

  @Test func anOutcomeWindowJudgesThoseKnownAtItsStart() throws {
    let ruler = ChurnLineRuler(
      try purchases(few + [[58]], end: 60), at: dayAfterStart(60), minimumGaps: 3)
    for (days, known) in [(2, 4), (3, 3), (55, 3), (56, 2), (61, 0)] {
      let definition = ChurnDefinition(.outcomeWindow(days: days), ruler, options())
      #expect(definition.customers == known)
      #expect((definition.lostShare == nil) == (known == 0))
    }
  }

  /// Silent since day 0 on day 50, with a line of 40 days; the follow-up is days 51 to 60.
  @Test(arguments: [(50, 0, 0), (51, 1, 1), (60, 1, 1), (61, 1, 0)])
  func theEdgesOfAFollowUp(next: Int, called: Int, cameBack: Int) throws {
    let result = try churnDefinitions(
      of: purchases([[0, next]], end: 100),
      options: options {
        $0.idleDays = [40]
        $0.followUp = 10
        $0.dates = [dayAfterStart(50)]
      })
    let verification = try #require(result[.idle(days: 40)]?.verification)
    #expect(verification.called == called && verification.cameBack == cameBack)
    #expect(verification.leavers == (next == 50 || next == 61 ? 1 : 0))
    #expect(verification.stayedAway == (called == 0 ? nil : Double(1 - cameBack)))
  }

  /// A hundred customers silent from day 0; ten come back on day 95. Day 50 and day 90 are followed
  /// by 20 days, in which none and ten are back.
  @Test func severalDatesArePooled() throws {
    let shop = Array(repeating: [0, 95], count: 10) + Array(repeating: [0], count: 90)
    let both = options {
      $0.idleDays = [40]
      $0.followUp = 20
      $0.dates = [dayAfterStart(90), dayAfterStart(50), dayAfterStart(90)]
      $0.replicates = 500
    }
    let result = try churnDefinitions(of: purchases(shop, end: 120), options: both)
    let verification = try #require(result[.idle(days: 40)]?.verification)
    #expect(result.dates == [dayAfterStart(50), dayAfterStart(90)])
    #expect(verification.dates.map(\.called) == [100, 100])
    #expect(verification.dates.map(\.cameBack) == [0, 10])
    #expect(verification.dates[1].interval == .wilson(successes: 90, trials: 100))
    #expect(verification.called == 200 && verification.customers == 100)
    #expect(verification.stayedAway == 0.95 && verification.method == .bootstrap)
    // Half of Binomial(100, 0.1) / 100 comes off: its 2.5 % and 97.5 % points are 0.05 and 0.16.
    let interval = try #require(verification.interval)
    #expect(abs(interval.low - 0.92) < 0.011 && abs(interval.high - 0.975) < 0.011)
    // 190 times somebody did not buy within 20 days, and each was past the line.
    #expect(verification.leavers == 190 && verification.leaversCalled == 1)
  }

  @Test(arguments: [0, 4])
  func fewReturnsTakeTheIntervalOfAsManyCustomers(back: Int) throws {
    let shop =
      Array(repeating: [0, 95], count: back) + Array(repeating: [0], count: 20 - back)
    let result = try churnDefinitions(
      of: purchases(shop, end: 120),
      options: options {
        $0.idleDays = [40]
        $0.followUp = 20
        $0.dates = [dayAfterStart(50), dayAfterStart(90)]
      })
    let verification = try #require(result[.idle(days: 40)]?.verification)
    #expect(verification.method == .wilsonOfCustomers && verification.customers == 20)
    #expect(
      verification.interval
        == .wilson(successes: 20 * (1 - Double(back) / 40), trials: 20))
  }

  @Test(arguments: [
    (0.91, 0.94, CycleClaim.Verdict.supported), (0.9, 0.99, .supported), (0.8, 0.89, .refuted),
    (0.8, 0.9, .undecided), (0.89, 0.97, .undecided),
  ])
  func theClaimsAnswer(low: Double, high: Double, verdict: CycleClaim.Verdict) {
    #expect(CycleClaim.verdict(ShareInterval(low: low, high: high)) == verdict)
    #expect(CycleClaim.verdict(nil) == .undecided)
  }

  /// Gaps of 10 days, then silence, for 200 customers; on day 60 some of them have come back by 80.
  @Test(arguments: [
    (0, CycleClaim.Verdict.supported, true), (11, .supported, false), (20, .undecided, false),
    (60, .refuted, false),
  ])
  func theClaimOnAShop(back: Int, verdict: CycleClaim.Verdict, isBeyond: Bool) throws {
    let shop =
      Array(repeating: [0, 10, 70], count: back) + Array(repeating: [0, 10], count: 200 - back)
    let claim = try churnDefinitions(
      of: purchases(shop, end: 80),
      options: options {
        $0.followUp = 20
        $0.dates = [dayAfterStart(60)]
      }
    ).claim
    #expect(claim.verdict == verdict && claim.called == 200 && claim.isBeyond == isBeyond)
    #expect(claim.stayedAway == Double(200 - back) / 200 && claim.customers == 200)
    let heading = ["supported": "Supported", "refuted": "Refuted", "undecided": "Undecided"]
    #expect(claim.answer.hasPrefix(heading[verdict.rawValue] ?? "?"))
    #expect(claim.answer.contains("that is even") == false)
    #expect(claim.answer.contains("even more") == isBeyond)
  }

  @Test func howEarlyALineWarns() throws {
    let result = try churnDefinitions(
      of: purchases([[0, 10, 30], [0, 40], [5]], end: 400),
      options: options {
        $0.idleDays = [100, 365]
        $0.personalMinimumGaps = 2
      })
    #expect(result[.idle(days: 100)]?.calledAfter == 100)
    #expect(result[.idle(days: 100)]?.earlierThanIdle == 265)
    #expect(result[.idle(days: 365)]?.earlierThanIdle == 0)
    // Gaps 10, 20, 40: the shop's two cycles are 46.7 days, the first customer's own 30.
    let own = try #require(result[.personal(2)])
    #expect(own.ownCycles == 1 && own.calledAfter == 47 && own.lost == 3)
    #expect(result[.cycles(2, by: .normal)]?.calledAfter == 47)
  }

  /// Idle for 60 days cannot be anybody on day 59: that date says nothing of the leavers it finds.
  @Test func datesBeforeALineCanBeReachedDoNotCount() throws {
    let result = try churnDefinitions(
      of: purchases([[0], [20]], end: 100),
      options: options {
        $0.idleDays = [60]
        $0.followUp = 20
        $0.dates = [dayAfterStart(59), dayAfterStart(60)]
      })
    let verification = try #require(result[.idle(days: 60)]?.verification)
    #expect(verification.dates.map(\.leavers) == [nil, 2])
    #expect(verification.leavers == 2 && verification.leaversCalled == 0.5)
  }

  @Test func smallShopsGetReasonsInPlaceOfNumbers() throws {
    let once = try churnDefinitions(of: purchases([[0]], end: 500), options: options())
    #expect(once.followUp == nil && once.dates.isEmpty && once.claim.verdict == .undecided)
    #expect(once[.idle(days: 365)]?.lost == 1)
    #expect(once.definitions.allSatisfy { $0.verification == nil && $0.reason != nil })
    #expect(once.notes.count == 1)
    let stated = try churnDefinitions(
      of: purchases([[0]], end: 500), options: options { $0.followUp = 30 })
    #expect(stated[.idle(days: 365)]?.verification?.called == 4)
    let short = try churnDefinitions(of: purchases([[0, 10]], end: 15), options: options())
    #expect(short.followUp == 20 && short.dates.isEmpty && short.notes.count == 1)
    for result in [once, stated, short] {
      let tables = ChurnDefinitionTables(result)
      #expect(tables.plain().contains("idle 365 days"))
      #expect((tables.chart == nil) == (result.cycles.average == nil))
      #expect(try JSONValue.parse(text: result.json.pretty()) == result.json)
    }
  }

  @Test func datesThatCannotBeVerifiedAreRefused() throws {
    let table = try purchases(few, end: 100)
    for offset in [61, 100, -1] {
      let error = #expect(throws: LocatedError.self) {
        try churnDefinitions(of: table, options: options { $0.dates = [dayAfterStart(offset)] })
      }
      #expect(error?.kind == .wrongData && error?.advice.contains("2024-03-01") == true)
    }
    let long = #expect(throws: LocatedError.self) {
      try churnDefinitions(
        of: table,
        options: options {
          $0.dates = [dayAfterStart(0)]
          $0.followUp = 101
        })
    }
    #expect(long?.advice.contains("shorter --follow-up") == true)
  }

  @Test func optionsOutOfRangeAreRefused() throws {
    let table = try purchases(few, end: 100)
    let changes: [(inout ChurnDefinitionOptions) -> Void] = [
      { $0.idleDays = [0] }, { $0.followUp = 0 }, { $0.horizon = 40_000 },
      { $0.personalMinimumGaps = 0 }, { $0.replicates = -1 },
    ]
    for change in changes {
      let error = #expect(throws: LocatedError.self) {
        try churnDefinitions(of: table, options: options(change))
      }
      #expect(error?.kind == .usage)
    }
  }
}
