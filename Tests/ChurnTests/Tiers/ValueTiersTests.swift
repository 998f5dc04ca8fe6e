import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct ValueTiersTests {
  /// Customers with amounts 0.5, 1.5, … 399.5 in a scrambled order; below 100 every tenth comes
  /// back, from 100 on six of ten.
  private static let amounts = (0..<400).map { Double($0 * 137 % 400) + 0.5 }
  private static let back = amounts.map { amount in
    let digit = Int(amount) % 10
    return amount < 100 ? digit == 3 : digit < 6
  }

  static func table(_ amounts: [Double]) -> FeatureTable {
    FeatureTable(
      rowCount: amounts.count,
      columns: [.init(name: "first_amount", values: .numeric(amounts))])
  }

  @Test func twoTiersWithTheKnownCut() throws {
    let fit = try ValueTierSpecification().fit(Self.table(Self.amounts), repurchased: Self.back)
    let tiers = fit.tiers.tiers
    #expect(tiers.map(\.name) == ["A", "B"])
    #expect(tiers.map(\.trainingCustomers) == [300, 100])
    let condition = TierCondition(fit.fit.tree, fit.schema)
    #expect(
      tiers.map { condition.text(leaf: $0.leaf) } == ["first_amount >= 100", "first_amount < 100"])
    #expect(tiers.map(\.trainingRate) == [0.6, 0.1])
  }

  @Test func outOfFoldRatesHoldAllCustomersOnce() throws {
    let fit = try ValueTierSpecification().fit(Self.table(Self.amounts), repurchased: Self.back)
    let tiers = fit.tiers.tiers
    #expect(tiers.map(\.judged.customers) == tiers.map(\.trainingCustomers))
    #expect(fit.tiers.all.customers == 400)
    let expected = Double(Self.back.count { $0 }) / 400
    #expect(abs((fit.tiers.all.rate ?? 0) - expected) < 1e-12)
    let last = try #require(tiers.last?.gain)
    #expect(abs(last.contacted - 1) < 1e-12 && abs((last.captured ?? 0) - 1) < 1e-12)
    #expect(last.lift.map { abs($0.lift - 1) < 1e-12 } == true)
    let first = tiers[0]
    #expect(
      abs((first.gain.captured ?? 0) / first.gain.contacted - (first.gain.lift?.lift ?? 0)) < 1e-12)
    #expect(first.judged.lift == first.gain.lift)
  }

  /// Scores 3, 3, 2, 2, 1 and shares 0.3 and 0.7: 1.5 of the first tie of two, then the rest.
  @Test func aTieAcrossACutCountsInProportion() {
    let sums = OutOfFoldTiers.cut([2, 3, 1, 3, 2], [false, true, true, false, true], [0.3, 0.7])
    #expect(sums.map(\.customers) == [1.5, 3.5])
    #expect(sums.map(\.repurchased) == [0.75, 2.25])
  }

  /// A tree of noise has training rates above and below, and honest ones that are all the same.
  @Test func noiseGivesOneTierOrNoHonestLift() throws {
    var generator = SeededGenerator(seed: 5)
    let amounts = (0..<2000).map { _ in generator.uniform() }
    let back = amounts.map { _ in generator.uniform() < 0.3 }
    let fit = try ValueTierSpecification().fit(Self.table(amounts), repurchased: back)
    for tier in fit.tiers.tiers {
      let lift = try #require(tier.judged.lift)
      #expect(lift.low <= 1.000001 && lift.high >= 0.999999)
    }
  }

  @Test func oneTierIsSaidWithTheWaysOut() throws {
    let back = (0..<40).map { $0 % 2 == 0 }
    let same = Self.table(Array(repeating: 10, count: 40))
    let fit = try ValueTierSpecification().fit(same, repurchased: back)
    #expect(fit.tiers.tiers.count == 1 && fit.tiers.tiers[0].judged.rate == 0.5)
    #expect(TierCondition(fit.fit.tree, fit.schema).text(leaf: 1) == "all")
    #expect(fit.warnings.contains { $0.contains("--min-leaf-share") })
  }

  @Test func heldOutCustomersDoNotChooseTheCuts() throws {
    var specification = ValueTierSpecification()
    specification.holdout = 0.25
    let fit = try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
    #expect(fit.trainingRows.count == 299 && fit.heldOutRows.count == 101)
    #expect(fit.tiers.tiers.map(\.trainingCustomers).reduce(0, +) == 299)
    #expect(fit.tiers.tiers.map(\.judged.customers).reduce(0, +) == 101)
    // The held-out outcomes turned round: same tree, other rates.
    var turned = Self.back
    for row in fit.heldOutRows { turned[row].toggle() }
    let tree = try TierTree.fit(
      Self.table(fit.trainingRows.map { Self.amounts[$0] }), fit.schema,
      fit.trainingRows.map { turned[$0] }, specification, threads: 1)
    #expect(tree.tree == fit.fit.tree)
  }

  @Test func leavesHoldTheirShare() throws {
    var specification = ValueTierSpecification()
    specification.minimumLeafShare = 0.3
    let fit = try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
    #expect(fit.tiers.tiers.allSatisfy { $0.trainingCustomers >= 120 })
  }

  @Test(arguments: [1, 3])
  func threadsChangeNothing(threads: Int) throws {
    var specification = ValueTierSpecification()
    specification.threads = threads
    let fit = try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
    specification.threads = 2
    let other = try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
    #expect(fit.tiers == other.tiers)
  }

  @Test func namesFitTheTiers() throws {
    var specification = ValueTierSpecification()
    specification.names = ["gold", "silver"]
    let fit = try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
    #expect(fit.tiers.tiers.map(\.name) == ["gold", "silver"])
    for names in [["gold"], ["a", "b", "c"], ["a", "a"], ["a", ""]] {
      specification.names = names
      let error = #expect(throws: LocatedError.self) {
        try specification.fit(Self.table(Self.amounts), repurchased: Self.back)
      }
      #expect(error?.kind == .usage)
    }
  }

  @Test func oneOutcomeIsNothingToLearnFrom() throws {
    for outcome in [true, false] {
      let error = #expect(throws: LocatedError.self) {
        try ValueTierSpecification().fit(
          Self.table([1, 2, 3]), repurchased: [outcome, outcome, outcome])
      }
      #expect(error?.kind == .wrongData && error?.advice.contains("--horizon") == true)
    }
  }

  @Test func letters() {
    #expect(
      [0, 1, 25, 26, 27, 51, 52].map(ValueTiers.defaultName)
        == ["A", "B", "Z", "AA", "AB", "AZ", "BA"])
  }
}
