import Reporting

/// How many customers have which driver.
public struct DriverShares: Sendable, Equatable {
  /// One driver for more than this share says little about any of them.
  public static let largestShare = 0.8

  public private(set) var counts: [LossDriver: Int] = [:]
  /// Customers whom nothing pushes above the training mean.
  public private(set) var without = 0

  public init() {}

  public mutating func add(_ driver: LossDriver?) {
    if let driver { counts[driver, default: 0] += 1 } else { without += 1 }
  }

  /// Adds up the counts of other customers.
  public mutating func merge(_ other: DriverShares) {
    counts.merge(other.counts, uniquingKeysWith: +)
    without += other.without
  }

  /// Customers with a driver.
  public var total: Int { counts.values.reduce(0, +) }

  /// Of the customers with a driver; nil where there are none.
  public func share(of driver: LossDriver) -> Double? {
    total > 0 ? Double(counts[driver] ?? 0) / Double(total) : nil
  }

  public var warning: String? {
    for driver in LossDriver.allCases {
      guard let share = share(of: driver), share > Self.largestShare else { continue }
      return "\(NumberText.percent(share)) of the customers have the driver \(driver.rawValue): it "
        + "tells them little apart; look at which columns belong to it, and give the playbook "
        + "drivers for your own columns"
    }
    return nil
  }
}
