import DelimitedText
import Modeling
import Reporting

/// Customers by recency, frequency and money together (Hughes 1994): scores of 1 … 5 by quintiles,
/// and segments.
public struct RFM: Sendable, Equatable {
  public struct Scores: Sendable, Equatable {
    public let recency: Int8
    public let frequency: Int8
    /// nil without amounts or cuts of them.
    public let monetary: Int8?
    public let segment: RFMSegment
  }

  public struct Segment: Sendable, Equatable {
    public let segment: RFMSegment
    public let group: CustomerGroup
    /// nil where nobody is in it.
    public let meanRecency: Double?
    public let meanPurchases: Double?
  }

  public let asOf: Day
  public let cuts: RFMCuts
  /// Whether the cuts were given, not made of these customers.
  public let areCutsFrozen: Bool
  /// By customer, in the order of the table.
  public let scores: [Scores]
  /// In the order of `RFMSegment`, those without a customer too.
  public let segments: [Segment]
  public let all: CustomerGroup

  /// With cuts of these customers.
  /// - Parameter stages: see `RFMCuts`.
  public init(_ table: PurchaseTable, stages: LifeStageCuts? = nil) {
    self.init(table, cuts: RFMCuts(table, stages: stages), areFrozen: false)
  }

  /// With frozen cuts.
  public init(_ table: PurchaseTable, frozen cuts: RFMCuts) {
    self.init(table, cuts: cuts, areFrozen: true)
  }

  private init(_ table: PurchaseTable, cuts: RFMCuts, areFrozen: Bool) {
    let standings = table.standings
    let tally = SegmentTally(table, cuts, standings)
    asOf = table.asOf
    self.cuts = cuts
    areCutsFrozen = areFrozen
    scores = tally.scores
    segments = tally.segments
    all = tally.all
  }

  /// How many customers have each score, 1 … 5.
  public func counts(_ score: (Scores) -> Int8?) -> [Int] {
    var counts = [Int](repeating: 0, count: 5)
    for own in scores {
      if let score = score(own) { counts[Int(score) - 1] += 1 }
    }
    return counts
  }
}

private struct SegmentTally {
  private(set) var scores: [RFM.Scores] = []
  private(set) var all: CustomerGroup
  /// By place in `RFMSegment.allCases`.
  private var groups: [(group: CustomerGroup, days: Int, purchases: Int)]
  private let places = Dictionary(
    uniqueKeysWithValues: zip(RFMSegment.allCases, RFMSegment.allCases.indices))

  init(_ table: PurchaseTable, _ cuts: RFMCuts, _ standings: [Standing]) {
    let empty = CustomerGroup(hasAmounts: table.hasAmounts)
    all = empty
    groups = RFMSegment.allCases.map { _ in (empty, 0, 0) }
    scores.reserveCapacity(standings.count)
    for standing in standings { add(standing, Int(table.asOf.number), cuts) }
  }

  private mutating func add(_ standing: Standing, _ asOf: Int, _ cuts: RFMCuts) {
    let idle = asOf - Int(standing.lastDay)
    let recency = cuts.recencyScore(idle: idle)
    let frequency = cuts.frequencyScore(purchases: standing.purchases)
    let segment = RFMSegment(
      recency: recency, frequency: frequency, purchases: standing.purchases,
      stage: cuts.stages.stage(idle: idle))
    scores.append(
      RFM.Scores(
        recency: Int8(recency), frequency: Int8(frequency),
        monetary: cuts.monetaryScore(amount: standing.amount).map { Int8($0) },
        segment: segment))
    all.add(standing.amount)
    guard let place = places[segment] else { return }
    groups[place].group.add(standing.amount)
    groups[place].days += idle
    groups[place].purchases += standing.purchases
  }

  var segments: [RFM.Segment] {
    zip(RFMSegment.allCases, groups).map { segment, own in
      func mean(_ sum: Int) -> Double? {
        own.group.customers > 0 ? Double(sum) / Double(own.group.customers) : nil
      }
      return RFM.Segment(
        segment: segment, group: own.group, meanRecency: mean(own.days),
        meanPurchases: mean(own.purchases))
    }
  }
}

extension RFM {
  public var warnings: [String] {
    cuts.monetary == nil && all.revenue != nil
      ? ["The frozen cuts have none of money: there are no monetary scores."] : []
  }

  public var json: JSONValue {
    [
      "as_of": .string("\(asOf)"), "cuts": cuts.json, "cuts_frozen": .bool(areCutsFrozen),
      "recency_scores": Self.json(counts(\.recency)),
      "frequency_scores": Self.json(counts(\.frequency)),
      "monetary_scores": all.revenue == nil || cuts.monetary == nil
        ? .null : Self.json(counts(\.monetary)),
      "segments": .array(
        segments.map { segment in
          let own: [String: JSONValue] = [
            "segment": .string(segment.segment.rawValue), "rule": .string(segment.segment.rule),
            "mean_recency_days": JSONValue(segment.meanRecency),
            "mean_purchases": JSONValue(segment.meanPurchases),
          ]
          return .object(own.merging(segment.group.members(of: all)) { $1 })
        }), "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  private static func json(_ counts: [Int]) -> JSONValue { .array(counts.map { JSONValue($0) }) }

  /// A line a segment that has customers.
  public var table: TextTable {
    var table = TextTable(
      [
        .init("segment"), .init("rule"), .init("customers", .right), .init("share", .right),
        .init("revenue so far", .right), .init("share", .right), .init("mean recency", .right),
        .init("mean purchases", .right),
      ])
    for segment in segments where segment.group.customers > 0 {
      table.rows.append([
        segment.segment.title, segment.segment.rule, NumberText.integer(segment.group.customers),
        NumberText.percent(segment.group.customerShare(of: all)),
        ShareText.money(segment.group.revenue),
        NumberText.percent(segment.group.revenueShare(of: all)),
        ShareText.days(segment.meanRecency),
        NumberText.fixed(segment.meanPurchases, decimals: 2),
      ])
    }
    return table
  }

  /// Where scores and segments come from, in words.
  public var note: String {
    let origin = areCutsFrozen ? "the customers of \(cuts.asOf) (frozen)" : "these customers"
    return "Scores by quintiles of \(origin), equal values together; 5 is the latest, the most "
      + "frequent, the most money. For the segments the stages of life come first: who is active (up to "
      + "\(ShareText.days(cuts.stages.active)) days since the last purchase) has R 4 at least, and with "
      + "one purchase is new; who is sleeping (more than \(ShareText.days(cuts.stages.silent))) has R 3 "
      + "at most, who is lost (more than \(ShareText.days(cuts.stages.sleeping))) R 2."
  }
}
