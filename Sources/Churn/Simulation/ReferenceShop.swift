import Modeling

/// First orders and repurchases of a shop with the published figures of the practice's reference
/// shop: of those who first spent below 149, 12.4 % bought again, of those who spent 412 and more
/// 26.2 %, and of all 19.3 %. The rate in between is what makes up the total.
///
/// The distribution of amounts is not published: it is log-normal with 30 % of the customers below
/// 149 and 25 % from 412 on.
public struct ReferenceShop: Sendable, Equatable {
  public struct Customer: Sendable, Equatable {
    /// In whole cents.
    public var firstAmount: Double
    public var repurchased: Bool
  }

  public static let cuts = (low: 149.0, high: 412.0)
  public static let overallRate = 0.193
  public static let lowRate = 0.124
  public static let highRate = 0.262
  public static let lowShare = 0.30
  public static let highShare = 0.25
  /// Of first amounts from 149 to below 412: about 20.1 %.
  public static let middleRate =
    (overallRate - lowShare * lowRate - highShare * highRate) / (1 - lowShare - highShare)

  /// Of log amount.
  private let mean: Double
  private let deviation: Double

  public init() {
    let (low, high) = (Elementary.log(Self.cuts.low), Elementary.log(Self.cuts.high))
    let (a, b) = (
      NormalDistribution.quantile(Self.lowShare), NormalDistribution.quantile(1 - Self.highShare)
    )
    deviation = (high - low) / (b - a)
    mean = low - a * deviation
  }

  public static func rate(firstAmount: Double) -> Double {
    firstAmount < cuts.low ? lowRate : (firstAmount < cuts.high ? middleRate : highRate)
  }

  public func customer(_ generator: inout SeededGenerator) -> Customer {
    let amount = firstAmount(&generator)
    return Customer(
      firstAmount: amount, repurchased: generator.uniform() < Self.rate(firstAmount: amount))
  }

  /// In whole cents.
  func firstAmount(_ generator: inout SeededGenerator) -> Double {
    let amount = Elementary.exp(mean + deviation * generator.standardNormal())
    return (amount * 100).rounded() / 100
  }

  public func customers(_ count: Int, seed: UInt64) -> [Customer] {
    var generator = SeededGenerator(seed: seed, stream: 149)
    return (0..<count).map { _ in customer(&generator) }
  }

  /// Days from the first purchase to the second that 30, 60 and 90 % of those who come back take.
  /// None takes more than two years, which is not published.
  public static let firstGaps: [(share: Double, days: Double)] = [
    (0, 0), (0.3, 26), (0.6, 133), (0.9, 404), (1, 730),
  ]

  /// Days to the next purchase of one who comes back, linear between the published points.
  /// - Parameter share: which of all gaps from the shortest on, 0 ..< 1.
  static func firstGap(share: Double) -> Int {
    let after = firstGaps.firstIndex { $0.share > share } ?? firstGaps.count - 1
    let (low, high) = (firstGaps[after - 1], firstGaps[after])
    let part = (share - low.share) / (high.share - low.share)
    return max(1, Int((low.days + part * (high.days - low.days)).rounded(.up)))
  }
}
