import DelimitedText
import Modeling

/// Where the scores of recency, frequency and money are cut. A value of its own, so that cuts can be
/// frozen: a customer's score then changes only by what the customer does.
public struct RFMCuts: Sendable, Equatable {
  public static let format = "churn-rfm-cuts"

  /// Days since the last purchase at the 20, 40, 60 and 80 % points (type 7) of all customers.
  public let recency: [Double]
  /// Purchases, likewise.
  public let frequency: [Double]
  /// Amounts of all purchases together, likewise; nil without amounts.
  public let monetary: [Double]?
  /// Who is active by them is never called inactive, who is sleeping no champion, who is lost not
  /// loyal.
  public let stages: LifeStageCuts
  /// The day whose customers were cut.
  public let asOf: Day

  /// - Parameter stages: of the life cycle; nil: those of the practice's reference shop. Quintiles
  ///   could not stand in: they call a fifth of the customers the last in a shop of a week, too.
  public init(_ table: PurchaseTable, stages: LifeStageCuts? = nil) {
    let standings = table.standings
    func cuts(_ value: (Standing) -> Double) -> [Double] {
      let sorted = standings.map(value).sorted()
      return (1...4).map { Quantiles.fraction($0, of: 5, sorted: sorted) }
    }
    recency = cuts { Double(Int(table.asOf.number) - Int($0.lastDay)) }
    frequency = cuts { Double($0.purchases) }
    monetary = table.hasAmounts ? cuts(\.amount) : nil
    self.stages = stages ?? .published
    asOf = table.asOf
  }

  /// Reads frozen cuts as `json` writes them.
  /// - Throws: `.wrongData` with the path of the key at fault.
  public init(_ node: JSONNode) throws(LocatedError) {
    _ = try node["format"].enumeration([Self.format])
    _ = try node["format_version"].int(in: 1...1)
    recency = try Self.ascending(node["recency_days"])
    frequency = try Self.ascending(node["frequency"])
    monetary = try node.optional("monetary").map(Self.ascending)
    stages = try LifeStageCuts(node["stages"])
    guard let day = Day(try node["as_of"].string()) else {
      throw try node["as_of"].error("is no date")
    }
    asOf = day
  }

  private static func ascending(_ node: JSONNode) throws(LocatedError) -> [Double] {
    let cuts = try node.numbers()
    guard cuts.count == 4, zip(cuts, cuts.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw node.error("is not four numbers in ascending order")
    }
    return cuts
  }

  public var json: JSONValue {
    [
      "format": .string(Self.format), "format_version": 1, "as_of": .string("\(asOf)"),
      "recency_days": .array(recency.map { JSONValue($0) }),
      "frequency": .array(frequency.map { JSONValue($0) }),
      "monetary": monetary.map { .array($0.map { JSONValue($0) }) } ?? .null,
      "stages": stages.json,
    ]
  }
}

extension RFMCuts {
  /// 1 + the number of cuts below the value: 1 … 5, equal values have equal scores. Where many are
  /// equal, as one-time buyers are in frequency, scores in between are nobody's.
  static func score(_ value: Double, _ cuts: [Double]) -> Int {
    1 + cuts.reduce(0) { $0 + ($1 < value ? 1 : 0) }
  }

  /// 5 for the latest.
  func recencyScore(idle days: Int) -> Int { 6 - Self.score(Double(days), recency) }

  func frequencyScore(purchases: Int) -> Int { Self.score(Double(purchases), frequency) }

  func monetaryScore(amount: Double) -> Int? {
    guard let monetary, !amount.isNaN else { return nil }
    return Self.score(amount, monetary)
  }
}

extension PurchaseTable {
  /// As of the table's day, by customer.
  var standings: [Standing] {
    (0..<customerCount).compactMap { standing(of: $0, on: asOf) }
  }
}

extension RFMCuts {
  /// Reads a file of frozen cuts.
  /// - Throws: `.wrongData` with the path of the key at fault; `.missingInput`.
  public static func read(_ input: Input) throws(LocatedError) -> RFMCuts {
    let bytes = try readBytes(input, limit: 1 << 20)
    return try RFMCuts(
      JSONNode(try JSONValue.parse(bytes, name: input.name), file: input.name))
  }
}
