import DelimitedText
import Modeling
import Reporting

/// What contacting the highest scores first would have brought on judged rows. Sums of money over all
/// rows, in the unit of the economics.
public struct ProfitReport: Sendable, Equatable {
  /// What the contacted share was chosen on; never the judged rows.
  public enum Source: String, Sendable, CaseIterable {
    case outOfFold = "out_of_fold"
    case training
    /// The model file holds no curve of its training scores: whoever is above the break-even
    /// probability is contacted.
    case breakEven = "break_even"
  }

  public var economics: RetentionEconomics
  public var source: Source
  /// Share of the rows that is contacted.
  public var fraction: Double
  public var profit: Double
  /// 95 % bootstrap interval of the profit; nil without replicates.
  public var interval: PercentileInterval?
  /// The best share in hindsight and its profit: these rows chose it, so it flatters.
  public var hindsight: ProfitCurve.Point
  /// 95 % bootstrap interval of the best share in hindsight.
  public var hindsightInterval: PercentileInterval?
  /// Of contacting the same share drawn at random, in the mean.
  public var profitAtRandom: Double
  public var profitOfAll: Double
  /// Of contacting every score from the report's threshold up; nil without one.
  public var profitAtThreshold: Double?
  /// At 0.1, 0.2, … 1 of the rows.
  public var curve: [ProfitCurve.Point]
}

extension ProfitReport {
  init(
    _ scores: JudgedScores, _ economics: RetentionEconomics, choice: (share: Double?, Source),
    threshold: Double?
  ) {
    let profits = ProfitCurve(scores.ranked, economics)
    let share = choice.share ?? Self.shareAboveBreakEven(profits, economics)
    self.economics = economics
    source = choice.1
    fraction = share
    profit = profits.profit(atFraction: share)
    hindsight = ProfitCurve.Point(fraction: profits.best.fraction, profit: profits.best.profit)
    profitAtRandom = profits.profitAtRandom(fraction: share)
    profitOfAll = profits.profitOfAll
    profitAtThreshold = threshold.map { profits.cut(atThreshold: $0).profit }
    curve = profits.points(at: RankedScores.tenths)
  }

  private static func shareAboveBreakEven(
    _ profits: ProfitCurve, _ economics: RetentionEconomics
  ) -> Double {
    economics.breakEvenProbability.map { profits.cut(atThreshold: $0).fraction } ?? 0
  }
}

extension ProfitReport {
  /// What a reader should know.
  var notes: [String] { [economics.text] + choiceNotes }

  private var choiceNotes: [String] {
    let chosen =
      switch source {
      case .outOfFold: "training scores, each by a model that had not seen its customer"
      case .training: "training scores"
      case .breakEven: "the break-even probability"
      }
    let breakEven = economics.breakEvenProbability.map { NumberText.fixed($0, decimals: 4) }
    return [
      "Contacting pays above a probability of \(breakEven ?? NumberText.missing); "
        + "the contacted share was chosen on \(chosen).",
      "The accept rate is assumed to be the same for all customers; only a control group can "
        + "check that.",
    ]
  }
}

// MARK: - JSON

extension ProfitReport {
  var json: JSONValue {
    [
      "assumptions": economics.json, "chosen_on": .string(source.rawValue),
      "best_fraction": JSONValue(fraction), "best_profit": JSONValue(profit),
      "best_profit_low": JSONValue(interval?.low), "best_profit_high": JSONValue(interval?.high),
      "break_even_probability": JSONValue(economics.breakEvenProbability),
      "hindsight": [
        "fraction": JSONValue(hindsight.fraction), "profit": JSONValue(hindsight.profit),
        "fraction_low": JSONValue(hindsightInterval?.low),
        "fraction_high": JSONValue(hindsightInterval?.high),
      ],
      "profit_at_random": JSONValue(profitAtRandom), "profit_of_all": JSONValue(profitOfAll),
      "profit_at_threshold": JSONValue(profitAtThreshold), "curve": .array(curve.map(\.json)),
    ]
  }

  init(_ node: JSONNode) throws(LocatedError) {
    let hindsight = try node["hindsight"]
    self.init(
      economics: try RetentionEconomics(node["assumptions"]),
      source: try node["chosen_on"].enumeration(Source.self),
      fraction: try node["best_fraction"].number(in: 0...1),
      profit: try node["best_profit"].number(),
      interval: try node.interval("best_profit_low", "best_profit_high"),
      hindsight: try ProfitCurve.Point(hindsight),
      hindsightInterval: try hindsight.interval("fraction_low", "fraction_high", in: 0...1),
      profitAtRandom: try node["profit_at_random"].number(),
      profitOfAll: try node["profit_of_all"].number(),
      profitAtThreshold: try node.optional("profit_at_threshold")?.number(),
      curve: try node["curve"].array(upTo: ModelLimits.measurePoints).map {
        (node) throws(LocatedError) in
        try ProfitCurve.Point(node)
      })
  }
}

extension ProfitCurve.Point {
  fileprivate var json: JSONValue {
    ["fraction": JSONValue(fraction), "profit": JSONValue(profit)]
  }

  fileprivate init(_ node: JSONNode) throws(LocatedError) {
    self.init(
      fraction: try node["fraction"].number(in: 0...1), profit: try node["profit"].number())
  }
}

extension RetentionEconomics {
  /// All four numbers in words.
  var text: String {
    func money(_ amount: Double) -> String { NumberText.significant(amount, digits: 6) }
    return "A saved customer is worth \(money(value)), a contact costs \(money(contactCost)), an "
      + "offer \(money(offerCost)), and of the contacted churners \(NumberText.percent(acceptRate)) "
      + "stay; profits are totals over all judged customers."
  }

  var json: JSONValue {
    [
      "value": JSONValue(value), "contact_cost": JSONValue(contactCost),
      "offer_cost": JSONValue(offerCost), "accept_rate": JSONValue(acceptRate),
    ]
  }

  init(_ node: JSONNode) throws(LocatedError) {
    do {
      try self.init(
        value: try node["value"].number(), contactCost: try node["contact_cost"].number(),
        offerCost: try node["offer_cost"].number(), acceptRate: try node["accept_rate"].number())
    } catch let error as LocatedError {
      throw error
    } catch {
      throw node.error("are no economics: \((error as? ModelingError)?.what ?? "")")
    }
  }
}

extension JSONNode {
  /// The ends of an interval; nil where one of them is null or absent.
  func interval(
    _ low: String, _ high: String, in range: ClosedRange<Double> = -1e300...1e300
  ) throws(LocatedError) -> PercentileInterval? {
    guard let first = try optional(low)?.number(in: range),
      let second = try optional(high)?.number(in: range)
    else { return nil }
    guard first <= second else { throw error("has \(low) above \(high)") }
    return PercentileInterval(low: first, high: second)
  }
}
