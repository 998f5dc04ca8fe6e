/// The line past which practice calls a customer lost: two average purchase cycles without a purchase.
enum IdleLine {
  static let cycles = 2.0

  /// Days. The average cycle is Σ (last − first purchase) / Σ (orders − 1) over the customers.
  /// - Parameters:
  ///   - ages: days from the first to the last purchase of each customer; NaN where not known.
  ///   - orders: purchase occasions of each.
  /// - Returns: nil where nobody has bought twice.
  static func days(ages: [Double], orders: [Double]) -> Double? {
    var (days, gaps) = (0.0, 0.0)
    for (age, count) in zip(ages, orders) where !age.isNaN && !count.isNaN {
      days += age
      gaps += count - 1
    }
    let line = cycles * days / gaps
    return gaps > 0 && days >= 0 && line.isFinite ? line : nil
  }
}
