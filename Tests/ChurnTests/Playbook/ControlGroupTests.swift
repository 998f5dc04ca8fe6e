import DelimitedText
import Modeling
import Testing

@testable import Churn

struct ControlGroupTests {
  private static func ids(_ count: Int, _ prefix: String = "C") -> [String] {
    (0..<count).map { "\(prefix)\($0)" }
  }

  @Test(arguments: [0.01, 0.1, 0.5, 0.9])
  func theShareIsMet(_ share: Double) throws {
    let group = try ControlGroup(share: share, seed: 1)
    let count = Double(Self.ids(20_000).count { group.contains(id: $0.utf8) })
    // Four standard errors of a binomial share.
    #expect(abs(count / 20_000 - share) < 4 * (share * (1 - share) / 20_000).squareRoot())
  }

  /// A smaller group is a part of a larger one: who is asked for does not change who else is in it.
  @Test func aCustomerKeepsTheGroup() throws {
    let (small, large) = (
      try ControlGroup(share: 0.1, seed: 5), try ControlGroup(share: 0.2, seed: 5)
    )
    let ids = Self.ids(2000)
    let inSmall = Set(ids.filter { small.contains(id: $0.utf8) })
    #expect(inSmall.isSubset(of: ids.filter { large.contains(id: $0.utf8) }))
    #expect(Set(ids.reversed().filter { small.contains(id: $0.utf8) }) == inSmall)
  }

  /// Fixed by the format of the hash: a later version must draw the same customers.
  @Test func theDrawIsFixed() throws {
    let group = try ControlGroup(share: 0.1, seed: 1)
    #expect(Self.ids(60).filter { group.contains(id: $0.utf8) } == Self.drawn)
  }

  private static let drawn = ["C2", "C14", "C22", "C25", "C45", "C58"]

  @Test func seedsAreIndependent() throws {
    let groups = try (1...2).map { try ControlGroup(share: 0.3, seed: $0) }
    let both = Self.ids(20_000).count { id in groups.allSatisfy { $0.contains(id: id.utf8) } }
    #expect(abs(Double(both) / 20_000 - 0.09) < 0.01)
  }

  @Test(arguments: [0, 1, -0.1, 1.5, Double.nan])
  func sharesOutOfRangeAreUsage(_ share: Double) {
    let error = #expect(throws: LocatedError.self) { try ControlGroup(share: share, seed: 1) }
    #expect(error?.kind == .usage)
  }

  // MARK: - Power

  /// 2.8·√(0.25·(1/100 + 1/100)) = 2.8·√0.005; 2.8·√(0.16·(1/900 + 1/100)) = 2.8·√(0.16/90).
  @Test(arguments: [
    (0.5, 100, 100, 0.1979898987322333), (0.2, 900, 100, 0.1180583659796195),
    (0, 10, 10, 0), (1, 10, 10, 0),
  ])
  func smallestEffectByHand(_ rate: Double, _ contacted: Int, _ control: Int, _ effect: Double)
    throws
  {
    let power = ControlPower(contacted: contacted, control: control, baseRate: rate)
    #expect(abs(try #require(power.smallestEffect) - effect) < 1e-15)
  }

  /// An effect of 2.8 standard errors is beyond the 97.5 % point with a chance of 80 %.
  @Test func theEffectIsFoundInFourOfFiveRuns() {
    let chance = 1 - NormalDistribution.cumulative(NormalDistribution.quantile(0.975) - 2.8)
    #expect(abs(chance - 0.8) < 0.001)
  }

  @Test func aGroupThatShowsNothingIsWarnedOf() {
    let power = ControlPower(contacted: 900, control: 100, baseRate: 0.2)
    // The effect is 11.8 points; accept rates of 0.5 and 0.6 let expect 10 and 12.
    #expect(
      power.warning(acceptRate: 0.5)?.contains(
        "11.8 % or more, and the accept rate lets expect 10.0 %")
        == true)
    #expect(power.warning(acceptRate: 0.6) == nil && power.warning(acceptRate: nil) == nil)
    #expect(ControlPower(contacted: 9, control: 0, baseRate: 0.2).smallestEffect == nil)
    #expect(ControlPower(contacted: 9, control: 0, baseRate: 0.2).warning(acceptRate: 1) != nil)
  }

  @Test func sharesAreGivenByBand() {
    var shares = ControlShares()
    for (band, probability, isControl) in [
      (Bands.Band.high, 0.9, true), (.high, 0.7, false), (.low, 0.2, false),
    ] { shares.add(band, probability: probability, isControl: isControl) }
    #expect(shares.share(of: .high) == 0.5 && shares.share(of: .low) == 0)
    #expect(shares.share(of: .medium) == nil)
    #expect(shares.power.contacted == 2 && shares.power.control == 1)
    #expect(abs(shares.power.baseRate - 0.6) < 1e-15)
  }
}
