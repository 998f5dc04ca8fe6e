/// Features put together, so that what they add to a score can be added up by group.
public struct FeatureGroups: Sendable, Equatable {
  /// The group of each feature of a schema.
  public let groupOfFeature: [Int]
  public let count: Int

  /// - Precondition: the groups are numbers from 0 to below `count`, one a feature.
  public init(_ groupOfFeature: [Int], count: Int) {
    self.groupOfFeature = groupOfFeature
    self.count = count
  }

  /// Where no feature adds anything.
  public static let none = -1

  /// The group whose features' positive effects sum highest: the first of equal ones, `none` where
  /// no sum is above 1e-12.
  /// - Parameter sums: room for `count` numbers, used again from row to row.
  func strongest(_ sums: inout [Double], effect: (Int) -> Double) -> Int {
    for group in sums.indices { sums[group] = 0 }
    for (feature, group) in groupOfFeature.enumerated() { sums[group] += max(0, effect(feature)) }
    var (best, most) = (Self.none, 1e-12)
    for (group, sum) in sums.enumerated() where sum > most { (best, most) = (group, sum) }
    return best
  }
}
