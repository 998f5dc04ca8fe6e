import DelimitedText
import Modeling
import Reporting

/// The purchase cycles of a shop: the days between neighbouring purchases of its customers.
public struct PurchaseCycles: Sendable, Equatable {
  /// A percentage of gaps, or of purchases and returns by Kaplan–Meier, within so many days.
  public struct Quantile: Sendable, Equatable {
    public var percent: Int
    public var ofGaps: Double?
    /// Of all purchases; nil where fewer are followed by another within the limit.
    public var ofPurchases: Double?
    /// Of the purchases that are followed by another within the limit.
    public var ofReturns: Double?
  }

  /// Shares that are at most so many days, for drawing.
  public struct CurvePoint: Sendable, Equatable {
    public var days: Double
    public var gaps: Double
    /// By `CycleEstimate`, of those that could be fitted.
    public var fits: [CycleEstimate: Double]
  }

  public var customers: Int
  public var customersWithGaps: Int
  public var gapCount: Int
  /// The mean of the gaps, which is the expectation of the normal fit; nil without gaps.
  public var average: Double?
  /// Divisor n − 1.
  public var standardDeviation: Double?
  public var median: Double?
  /// Third standardised moment with divisor n.
  public var skewness: Double?
  /// At 10, 20, … 90 per cent, and 95.
  public var quantiles: [Quantile]
  public var fits: [CycleFit]
  /// Share of the gaps longer than 1.5 and 2 average cycles.
  public var shareBeyondOneAndAHalf: Double?
  public var shareBeyondTwo: Double?
  /// Share of gaps below 0 days that the normal fit believes in.
  public var normalBelowZero: Double?
  public var returns: CycleReturns
  public var curve: [CurvePoint]

  init(_ gaps: CycleGaps, _ returns: CycleReturns, customers: Int) {
    self.customers = customers
    self.returns = returns
    customersWithGaps = gaps.customersWithGaps
    gapCount = gaps.closed.count
    average = gaps.averages(1)
    median = gaps.quantile(percent: 50)
    (standardDeviation, skewness) = Self.moments(gaps)
    shareBeyondOneAndAHalf = gaps.averages(1.5).flatMap(gaps.shareBeyond)
    shareBeyondTwo = gaps.averages(2).flatMap(gaps.shareBeyond)
    fits = CycleEstimate.allCases.compactMap { CycleFit($0, gaps, returns) }
    normalBelowZero = NormalFit(gaps.closed)?.cumulative(0)
    quantiles = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95].map { percent in
      Quantile(
        percent: percent, ofGaps: gaps.quantile(percent: percent),
        ofPurchases: returns.quantile(percent: percent),
        ofReturns: returns.quantileOfReturns(percent: percent))
    }
    curve = Self.curve(gaps, returns)
  }

  private static func moments(_ gaps: CycleGaps) -> (deviation: Double?, skewness: Double?) {
    guard let mean = gaps.averages(1), gaps.closed.count > 1 else { return (nil, nil) }
    let n = Double(gaps.closed.count)
    let (squares, cubes) = gaps.closed.reduce(into: (0.0, 0.0)) { sums, gap in
      let difference = gap - mean
      sums.0 += difference * difference
      sums.1 += difference * difference * difference
    }
    let variance = squares / n
    return (
      (squares / (n - 1)).squareRoot(),
      variance > 0 ? cubes / n / (variance * variance.squareRoot()) : nil
    )
  }

  /// At most a hundred places up to the 99 % point of the gaps or 2.2 average cycles.
  private static func curve(_ gaps: CycleGaps, _ returns: CycleReturns) -> [CurvePoint] {
    guard let far = gaps.quantile(percent: 99), let cycles = gaps.averages(2.2) else { return [] }
    let end = max(far, cycles).rounded(.up)
    let step = max(1, (end / 100).rounded(.up))
    let cumulative = fitted(gaps, returns)
    return stride(from: 0, through: end, by: step).map { days in
      CurvePoint(
        days: days, gaps: 1 - (gaps.shareBeyond(days) ?? 0),
        fits: cumulative.mapValues { $0(days) })
    }
  }

  private static func fitted(
    _ gaps: CycleGaps, _ returns: CycleReturns
  ) -> [CycleEstimate: (Double) -> Double] {
    var result: [CycleEstimate: (Double) -> Double] = [:]
    if let fit = NormalFit(gaps.closed) { result[.normal] = fit.cumulative }
    if let fit = LogNormalFit(gaps.closed) { result[.logNormal] = fit.cumulative }
    if let fit = GammaFit(gaps.closed) { result[.gamma] = fit.cumulative }
    if returns.meanOfReturns != nil {
      result[.kaplanMeier] = { 1 - (returns.shareBeyond($0) ?? 0) }
    }
    return result
  }
}

/// - Returns: how often the customers of a table buy, as known at its as-of day.
public func purchaseCycles(of table: PurchaseTable) -> PurchaseCycles {
  let gaps = CycleGaps(table, through: table.asOf)
  return PurchaseCycles(gaps, CycleReturns(gaps), customers: table.customerCount)
}

extension PurchaseCycles {
  /// What the numbers mean for the average cycle, in sentences.
  public var notes: [String] {
    guard let average, let median, gapCount > 0 else {
      return ["Nobody has bought on two days: there is no purchase cycle."]
    }
    return [skewNote(average, median), openNote].compactMap { $0 }
  }

  private func skewNote(_ average: Double, _ median: Double) -> String? {
    guard let skewness, skewness > 0.5, let below = normalBelowZero else { return nil }
    return
      "The gaps are skewed: half of them are at most \(ShareText.daysWithUnit(median)), the average is "
      + "\(ShareText.daysWithUnit(average)). The normal distribution does not fit them: it expects "
      + "\(NumberText.percent(below)) of all gaps to be shorter than 0 days."
  }

  private var openNote: String? {
    guard let limit = returns.limit, let share = returns.returningShare else { return nil }
    return "By Kaplan–Meier \(NumberText.percent(share)) of all purchases are followed by another "
      + "within \(ShareText.daysWithUnit(limit)). Means and quantiles of gaps tell of those customers only "
      + "who came back, and lack the long gaps that the as-of day cuts off."
  }

  public var json: JSONValue {
    [
      "customers": JSONValue(customers), "customers_with_gaps": JSONValue(customersWithGaps),
      "gaps": JSONValue(gapCount), "average_days": JSONValue(average),
      "standard_deviation_days": JSONValue(standardDeviation), "median_days": JSONValue(median),
      "skewness": JSONValue(skewness),
      "share_beyond_1_5_cycles": JSONValue(shareBeyondOneAndAHalf),
      "share_beyond_2_cycles": JSONValue(shareBeyondTwo),
      "fits": .array(fits.map(\.json)),
      "quantiles": .array(
        quantiles.map { quantile in
          [
            "percent": JSONValue(quantile.percent), "gap_days": JSONValue(quantile.ofGaps),
            "purchase_days": JSONValue(quantile.ofPurchases),
            "return_days": JSONValue(quantile.ofReturns),
          ]
        }),
      "kaplan_meier": [
        "purchases": JSONValue(returns.curve.subjectCount),
        "limit_days": JSONValue(returns.limit),
        "returning_share": JSONValue(returns.returningShare),
        "median_days": JSONValue(returns.quantile(percent: 50)),
        "mean_return_days": JSONValue(returns.meanOfReturns),
      ],
      "distribution": .array(curve.map(\.json)),
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

extension PurchaseCycles.CurvePoint {
  var json: JSONValue {
    var members: [String: JSONValue] = ["days": JSONValue(days), "gaps": JSONValue(gaps)]
    for estimate in CycleEstimate.allCases {
      members[estimate.rawValue] = JSONValue(fits[estimate])
    }
    return .object(members)
  }
}
