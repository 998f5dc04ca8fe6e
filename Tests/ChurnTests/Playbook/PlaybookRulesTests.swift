import Modeling
import Reporting
import Testing

@testable import Churn

struct PlaybookRulesTests {
  private static func rule(
    _ name: String?, _ condition: Playbook.Condition = .init(), cost: Double? = nil
  ) -> Playbook.Rule {
    .init(
      condition, action: name.map { .init($0, channel: "c", money: .init(contactCost: cost)) })
  }

  @Test func theFirstRuleThatMatchesDecides() {
    let playbook = Playbook(
      tiers: .init(names: ["low", "top"], source: .model),
      rules: [
        Self.rule("a", .init(stages: [.silent], tiers: ["top"])),
        Self.rule("b", .init(stages: [.silent], drivers: [.price, nil])),
        Self.rule("c", .init(bands: [.high])),
      ])
    #expect(playbook.rule(stage: .silent, tier: 1, driver: .price, band: .low) == 0)
    #expect(playbook.rule(stage: .silent, tier: 0, driver: .price, band: .low) == 1)
    #expect(playbook.rule(stage: .silent, tier: nil, driver: nil, band: .high) == 1)
    #expect(playbook.rule(stage: nil, tier: 1, driver: .other, band: .high) == 2)
    #expect(playbook.rule(stage: .lost, tier: 1, driver: .price, band: .medium) == nil)
  }

  /// The table of places agrees with the rules read one by one.
  @Test func everyCombinationIsWhereItIsLookedFor() throws {
    let playbook = try Playbook.byDefault(.english)
    for (segment, rule) in playbook.segments {
      let tier = segment.tier.flatMap { playbook.tiers?.names.firstIndex(of: $0) }
      #expect(
        playbook.rule(
          stage: segment.stage, tier: tier, driver: segment.driver, band: segment.band) == rule)
    }
    #expect(playbook.segments.count == 5 * 4 * 6 * 3)
    #expect(playbook.combinationsOfRule.reduce(0, +) == playbook.segments.count)
  }

  @Test func coveredRulesAndGapsAreWarnedOf() throws {
    let playbook = Playbook(rules: [
      Self.rule("a", .init(stages: [.active, .silent])),
      Self.rule("b", .init(stages: [.active], drivers: [.price])),
      Self.rule("c", .init(stages: [.sleeping, .lost])),
    ])
    let check = PlaybookCheck(playbook)
    #expect(playbook.combinationsOfRule == [36, 0, 36])
    try #require(check.warnings.count == 2)
    #expect(check.warnings[0].contains("never reached"))
    #expect(check.warnings[1].hasPrefix("18 of 90 combinations have no rule"))
    #expect(check.blocks.map(\.rule) == [0, 2, nil])
    #expect(check.blocks.map(\.stages) == [[.active, .silent], [.sleeping, .lost], [nil]])
    #expect(check.table.rows[2].prefix(5) == ["none", "any", "any", "any", "(no rule)"])
  }

  /// Blocks are a partition, and the rule of a block is that of each combination in it.
  @Test(arguments: 1...5)
  func blocksHoldEachCombinationOnce(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 9)
    func some<Value>(_ values: [Value]) -> [Value]? {
      let chosen = values.filter { _ in random.uniform() < 0.5 }
      return chosen.isEmpty ? nil : chosen
    }
    let tiers: [String?] = ["x", "y", nil]
    let rules = (0..<6).map { place in
      Self.rule(
        "\(place)",
        .init(
          stages: some(Segment.stages), tiers: some(tiers), drivers: some(Segment.drivers),
          bands: some(Bands.Band.allCases)))
    }
    let playbook = Playbook(tiers: .init(names: ["x", "y"], source: .model), rules: rules)
    let blocks = PlaybookCheck(playbook).blocks
    for (segment, rule) in playbook.segments {
      let holding = blocks.filter {
        Playbook.Condition(
          stages: $0.stages, tiers: $0.tiers, drivers: $0.drivers, bands: $0.bands
        ).matches(segment)
      }
      #expect(holding.map(\.rule) == [rule])
    }
  }

  // MARK: - The playbook that comes with the program

  @Test(arguments: Language.allCases)
  func theDefaultSaysSomethingAboutEverybody(_ language: Language) throws {
    let playbook = try Playbook.byDefault(language)
    #expect(playbook.language == language)
    #expect(PlaybookCheck(playbook).warnings.isEmpty)
    #expect(playbook.segments.allSatisfy { $0.rule != nil })
    #expect(playbook.stages == .init(column: "recency_days", cuts: .published))
    // The published cuts of the first order's amount.
    #expect(playbook.tiers?.source == .column("first_amount", cuts: [149, 412]))
  }

  /// No money is invented.
  @Test(arguments: Language.allCases)
  func theDefaultKnowsNoMoney(_ language: Language) throws {
    let playbook = try Playbook.byDefault(language)
    #expect(playbook.money == .init())
    #expect(playbook.rules.allSatisfy { ($0.action?.money ?? .init()) == .init() })
    #expect(
      PlaybookCheck(playbook).moneyNote?.contains("value, cost, offer_cost, accept_rate") == true)
  }

  @Test func theDefaultsOfBothLanguagesHaveOneStructure() throws {
    let (english, chinese) = (try Playbook.byDefault(.english), try Playbook.byDefault(.chinese))
    #expect(english.segments.map(\.rule) == chinese.segments.map(\.rule))
    #expect(english.rules.map { $0.action?.limit } == chinese.rules.map { $0.action?.limit })
    #expect(english.rules.map { $0.action == nil } == chinese.rules.map { $0.action == nil })
    func channels(_ playbook: Playbook) -> [Int?] {
      let names = playbook.rules.compactMap { $0.action?.channel }
      return playbook.rules.map { rule in rule.action.flatMap { names.firstIndex(of: $0.channel) } }
    }
    #expect(channels(english) == channels(chinese))
    let isAscii = english.rules.allSatisfy { $0.action?.text.utf8.allSatisfy { $0 < 128 } ?? true }
    #expect(isAscii)
    #expect(chinese.rules.allSatisfy { $0.action?.text.utf8.contains { $0 > 127 } ?? true })
  }

  /// domain.md, sections 3, 7 and 8.
  @Test func theDefaultDoesWhatThePracticeSays() throws {
    let playbook = try Playbook.byDefault(.english)
    for (segment, rule) in playbook.segments {
      let action = rule.flatMap { playbook.rules[$0].action }
      switch segment.stage {
      case .lost, nil: #expect(action == nil)
      case .sleeping: #expect(action?.limit == .init(contacts: 1, days: 90))
      case .active: #expect(action?.text.contains("discount event") == false)
      case .silent: #expect(action != nil)
      }
    }
  }

  @Test func jsonHoldsWhatTheTableShows() throws {
    let check = PlaybookCheck(try Playbook.byDefault(.english))
    let node = JSONNode(check.json, file: "check")
    #expect(try node["segments"].array().count == check.table.rows.count)
    #expect(try node["rules"].array().count == check.playbook.rules.count)
    #expect(try node["tiers"]["cuts"][1].number() == 412)
    #expect(try node["profit_needs"].array().count == 4)
  }

  // MARK: - Money

  private static let money = Playbook.Money(
    value: 100, contactCost: 1, offerCost: 10, acceptRate: 0.2)

  /// 0.3·(0.2·90 − 1) + 0.7·(−11) = 5.1 − 7.7; the cost is 1 + 10·(0.06 + 0.7) = 8.6 and the gain
  /// 0.3·0.2·100 = 6.
  @Test func expectedProfitByHand() throws {
    let playbook = Playbook(money: Self.money, rules: [Self.rule("a"), Self.rule(nil)])
    let money = try PlaybookMoney(playbook)
    let profit = try #require(money.expectedProfit(rule: 0, probability: 0.3))
    let cost = try #require(money.expectedCost(rule: 0, probability: 0.3))
    #expect(abs(profit + 2.6) < 1e-12 && abs(cost - 8.6) < 1e-12)
    #expect(money.expectedProfit(rule: 1, probability: 0.3) == nil)
    #expect(money.acceptRate == 0.2)
  }

  /// A rule goes before the options, and these before the playbook.
  @Test func moneyIsTakenFromTheNearestPlace() throws {
    let playbook = Playbook(
      money: Self.money, rules: [Self.rule("a", cost: 3), Self.rule("b")])
    let options = Playbook.Money(contactCost: 2)
    let money = try PlaybookMoney(playbook, options: options)
    #expect(money.expectedCost(rule: 0, probability: 1) == 5.0)
    #expect(money.expectedCost(rule: 1, probability: 1) == 4.0)
    #expect(playbook.contactCost(rule: 0, options: options) == 3)
    #expect(playbook.contactCost(rule: 1) == 1)
  }

  @Test func profitNeedsAllOfTheMoney() throws {
    var partial = Self.money
    partial.contactCost = nil
    let playbook = Playbook(
      money: partial, rules: [Self.rule("a", cost: 3), Self.rule("b"), Self.rule(nil)])
    let money = try PlaybookMoney(playbook)
    #expect(money.missing == ["cost"] && !money.isKnown)
    #expect(money.expectedProfit(rule: 0, probability: 0.5) == nil)
    #expect(try PlaybookMoney(playbook, options: .init(contactCost: 0)).isKnown)
  }
}
