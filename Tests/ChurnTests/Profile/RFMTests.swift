import DelimitedText
import Testing

@testable import Churn

@Suite struct RFMTests {
  /// Stages of which the active one is so long, and the lost one from the 41st day on.
  private func stages(_ active: Double) throws -> LifeStageCuts {
    try LifeStageCuts(active: active, silent: 30, sleeping: 40)
  }

  @Test func scoresOfTenCustomers() throws {
    // Idle 0 … 9 days, amounts 10 … 1, one purchase each.
    let table = try LifeShop.table((0..<10).map { [$0] }, end: 9)
    let rfm = RFM(table, stages: try stages(2))
    #expect(rfm.scores.map(\.recency) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    #expect(rfm.scores.map(\.monetary) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    // Equal values have equal scores: the lowest, where all are equal.
    #expect(rfm.scores.allSatisfy { $0.frequency == 1 })
    #expect(rfm.scores.map(\.segment)[7...].allSatisfy { $0 == .new })
    #expect(rfm.scores[6].segment == .promising && rfm.scores[0].segment == .lost)
    #expect(rfm.counts(\.recency) == [2, 2, 2, 2, 2])
  }

  @Test func manyOneTimeBuyersShareTheLowestFrequencyScore() throws {
    let days = [[0], [0], [0], [0], [0], [0], [0], [0, 1], [0, 1], [0, 1, 2]]
    // Type 7 at 80 %: place 7.2 of the sorted 1 × 7, 2 × 2, 3.
    let rfm = RFM(try LifeShop.table(days, end: 5))
    #expect(rfm.cuts.frequency == [1, 1, 1, 2])
    #expect(rfm.scores.map(\.frequency) == [1, 1, 1, 1, 1, 1, 1, 4, 4, 5])
  }

  @Test func everyPairOfScoresHasItsDocumentedSegment() {
    let expected: [Int: [RFMSegment]] = [
      5: [.promising, .potentialLoyal, .potentialLoyal, .champion, .champion],
      4: [.promising, .potentialLoyal, .potentialLoyal, .champion, .champion],
      3: [.needsAttention, .needsAttention, .needsAttention, .loyal, .loyal],
      2: [.hibernating, .hibernating, .hibernating, .atRisk, .atRisk],
      1: [.lost, .lost, .lost, .atRisk, .atRisk],
    ]
    for (recency, row) in expected {
      let segments = (1...5).map {
        RFMSegment(recency: recency, frequency: $0, purchases: 2, stage: .silent)
      }
      #expect(segments == row)
    }
  }

  /// Whatever the scores are, with fresh and with frozen cuts.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func nobodyWithinTheActiveStageIsCalledInactive(seed: UInt64) throws {
    let table = try LifeShop.table(LifeShop.random(seed, end: 60), end: 65)
    let younger = try LifeShop.table(LifeShop.random(seed + 100, end: 20), end: 21)
    let frozen = RFMCuts(younger, stages: try stages(25))
    for rfm in [RFM(table, stages: try stages(25)), RFM(table), RFM(table, frozen: frozen)] {
      for (standing, scores) in zip(table.standings, rfm.scores) {
        let idle = Double(table.asOf.number - standing.lastDay)
        let isActive = idle <= rfm.cuts.stages.active
        #expect(!(isActive && (scores.segment.isInactive || scores.segment == .atRisk)))
        #expect((scores.segment == .new) == (isActive && standing.purchases == 1))
      }
      #expect(rfm.segments.reduce(0) { $0 + $1.group.customers } == table.customerCount)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func nobodyLostIsCalledLoyal(seed: UInt64) throws {
    let table = try LifeShop.table(LifeShop.random(seed, end: 60), end: 90)
    let rfm = RFM(table, stages: try stages(10))
    let lost = zip(table.standings, rfm.scores).filter { table.asOf.number - $0.0.lastDay > 40 }
    #expect(!lost.isEmpty)
    #expect(lost.allSatisfy { $0.1.segment == .atRisk || $0.1.segment.isInactive })
    let sleeping = zip(table.standings, rfm.scores).filter { table.asOf.number - $0.0.lastDay > 30 }
    #expect(sleeping.allSatisfy { $0.1.segment != .champion && $0.1.segment != .promising })
  }

  @Test func frozenCutsReadBackTheSame() throws {
    let table = try LifeShop.table(LifeShop.random(3, end: 90), end: 100)
    let cuts = RFMCuts(table, stages: try stages(12.3))
    let text = cuts.json.canonical()
    let node = JSONNode(try JSONValue.parse(Array(text.utf8), name: "cuts"), file: "cuts")
    #expect(try RFMCuts(node) == cuts)
    let (fresh, frozen) = (RFM(table, stages: try stages(12.3)), RFM(table, frozen: cuts))
    #expect(fresh.scores == frozen.scores && fresh.segments == frozen.segments)
    #expect(!fresh.areCutsFrozen && frozen.areCutsFrozen)
  }

  @Test func frozenScoresChangeOnlyByWhatACustomerDoes() throws {
    let before = try LifeShop.table([[0, 9], [1], [2], [3], [4]], end: 10)
    let cuts = RFMCuts(before)
    // Others come, and buy more.
    let others = (10..<30).map { [$0 % 10, 9, 10] }
    let after = try LifeShop.table([[0, 9], [1], [2], [3], [4]] + others, end: 10)
    #expect(
      Array(RFM(after, frozen: cuts).scores.prefix(5)) == RFM(before, frozen: cuts).scores)
  }

  @Test(arguments: [
    ("recency_days", JSONValue.array([1, 2, 3])), ("frequency", .array([1, 3, 2, 4])),
    ("monetary", "none"), ("stages", -1),
    ("stages", .object(["active_days": 5, "silent_days": 4, "sleeping_days": 9])),
    ("as_of", "yesterday"), ("format", "churn-model"),
    ("format_version", 2), ("recency_days", .null),
  ])
  func brokenCutsAreRefused(key: String, value: JSONValue) throws {
    let cuts = RFMCuts(try LifeShop.table([[0], [3]], end: 10), stages: try stages(5))
    guard case .object(var members) = cuts.json else { return }
    members[key] = value
    let error = #expect(throws: LocatedError.self) {
      try RFMCuts(JSONNode(.object(members), file: "cuts.json"))
    }
    #expect(error?.what.contains(key) == true && error?.kind == .wrongData)
  }

  @Test func scoresDoNotDependOnTheUnitOfMoney() throws {
    let customers = LifeShop.random(11, end: 60)
    func table(_ factor: Double) throws -> PurchaseTable {
      try LifeShop.table(
        customers.enumerated().flatMap {
          LifeShop.lines("c\($0)", $1, amount: Double($0 % 4 + 1) * factor)
        }, end: 70)
    }
    #expect(RFM(try table(1)).scores == RFM(try table(64)).scores)
  }
}
