import DelimitedText
import Modeling

/// The diagnosis of a shop: who its customers are, when they are lost, and who comes back.
public struct ShopProfile: Sendable {
  public var purchases: PurchaseTable
  public var read: OrderReadReport
  public var definitions: ChurnDefinitions
  /// nil without a line: nobody has bought on two days, and none was given.
  public var series: ChurnSeries?
  public var lifeCycle: LifeCycle
  /// nil without stages.
  public var moves: StageMoves?
  public var grid: RecencyFrequencyGrid
  public var ladder: RepurchaseLadder
  public var rfm: RFM
  /// The model of the tiers; else why there is none.
  public var tiers: Result<ChurnModel, NoTiers>
  public var warnings: [String]

  /// Why a shop has no value tiers.
  public struct NoTiers: Error, Sendable, Equatable {
    public var reason: String
  }

  /// - Throws: `LocatedError`: options out of range, nobody who has bought by the as-of date.
  public init(
    of log: OrderLog, read: OrderReadReport, options: ProfileOptions = ProfileOptions()
  ) throws(LocatedError) {
    let table = try PurchaseTable(log, asOf: options.asOf, burnIn: options.burnIn)
    purchases = table
    self.read = read
    var own = options.definitions
    (own.seed, own.threads) = (options.seed, options.threads)
    definitions = try churnDefinitions(of: table, options: own)
    let line = options.line ?? definitions.cycles.average.map { max(1, Int((2 * $0).rounded())) }
    series = try line.map { (days) throws(LocatedError) in
      try ChurnSeries(table, line: days, period: options.period)
    }
    lifeCycle = LifeCycle(table, options.lifeCycle)
    moves = try Self.moves(table, lifeCycle.cuts, from: options.movesFrom)
    grid =
      lifeCycle.cuts.map { RecencyFrequencyGrid(table, cuts: $0) } ?? RecencyFrequencyGrid(table)
    ladder = try RepurchaseLadder(table, horizon: options.horizon)
    rfm =
      options.rfmCuts.map { RFM(table, frozen: $0) }
      ?? RFM(table, stages: lifeCycle.cuts)
    tiers = Self.tiers(log, table, read, horizon: ladder.horizon, options)
    var seen: Set<String> = []
    warnings = (lifeCycle.warnings + ladder.warnings + rfm.warnings)
      .filter { seen.insert($0).inserted }
  }

  private static func moves(
    _ table: PurchaseTable, _ cuts: LifeStageCuts?, from: Day?
  ) throws(LocatedError) -> StageMoves? {
    guard let cuts, from != nil || StageMoves.defaultFrom(table) != nil else { return nil }
    return try StageMoves(table, from: from, cuts: cuts)
  }

  /// Tiers are learned from first orders up to the as-of date; a shop that cannot have them is
  /// diagnosed all the same.
  private static func tiers(
    _ log: OrderLog, _ table: PurchaseTable, _ read: OrderReadReport, horizon: Int,
    _ options: ProfileOptions
  ) -> Result<ChurnModel, NoTiers> {
    var training = ValueTierTraining()
    training.specification.seed = options.seed
    training.specification.threads = options.threads
    do {
      let first = try firstOrders(
        of: log, horizon: horizon, burnIn: table.burnIn, asOf: table.asOf)
      return .success(try training.train(on: first, report: read))
    } catch let error as LocatedError {
      return .failure(NoTiers(reason: error.what))
    } catch {
      return .failure(NoTiers(reason: "\(error)"))
    }
  }
}

// MARK: - What the shop is, in numbers

extension ShopProfile {
  public var customers: Int { purchases.customerCount }

  /// Purchase occasions.
  public var orders: Int { purchases.occasions.count }

  /// nil without amounts.
  public var revenue: Double? { lifeCycle.all.revenue }

  public var oneTimeBuyers: Int {
    (0..<customers).count { purchases.starts[$0 + 1] - purchases.starts[$0] == 1 }
  }

  public var json: JSONValue {
    [
      "format": "churn-profile", "format_version": 1, "tool_version": .string(Workbench.version),
      "as_of": .string("\(purchases.asOf)"), "first_day": .string("\(purchases.firstDay)"),
      "burn_in_days": JSONValue(purchases.burnIn), "customers": JSONValue(customers),
      "orders": JSONValue(orders), "revenue": JSONValue(revenue),
      "one_time_buyers": JSONValue(oneTimeBuyers),
      "customers_without_purchase": JSONValue(purchases.withoutPurchase), "read": read.json,
      "cycles": definitions.cycles.json,
      "definitions": .array(definitions.definitions.map(\.json)),
      "claim": definitions.claim.json, "follow_up_days": JSONValue(definitions.followUp),
      "verification_dates": .array(definitions.dates.map { .string("\($0)") }),
      "churn_over_time": series?.json ?? .null, "life_cycle": lifeCycle.json,
      "stage_moves": moves?.json ?? .null, "recency_frequency": grid.json, "ladder": ladder.json,
      "tiers": tierJSON, "rfm": rfm.json,
      "notes": .array((definitions.notes + warnings).map { .string($0) }),
    ]
  }

  private var tierJSON: JSONValue {
    switch tiers {
    case .success(let model): TierCoding.json(model) ?? .null
    case .failure(let none): ["table": .null, "reason": .string(none.reason)]
    }
  }
}
