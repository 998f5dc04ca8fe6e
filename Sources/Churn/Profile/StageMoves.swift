import DelimitedText

/// How customers moved between the stages of their life from one day's end to another's, and what
/// they spent in between.
public struct StageMoves: Sendable, Equatable {
  /// Customers that went from one stage to another.
  public struct Move: Sendable, Equatable {
    /// nil: had not bought by the first day.
    public let from: LifeStage?
    public let to: LifeStage
    public internal(set) var customers = 0
    /// Spent by the first day, and after it up to the second; nil without amounts.
    public internal(set) var revenueBefore: Double?
    public internal(set) var revenueBetween: Double?
  }

  public let from: Day
  public let to: Day
  public let cuts: LifeStageCuts
  /// All of them, in the order of stages; from no stage last.
  public let moves: [Move]

  /// - Parameters:
  ///   - from: nil: `defaultFrom`.
  ///   - to: nil: the table's as-of day.
  /// - Throws: `.usage` for days that are not in order within the file; `.wrongData` without days
  ///   where the file has only one.
  public init(
    _ table: PurchaseTable, from: Day? = nil, to: Day? = nil, cuts: LifeStageCuts
  ) throws(LocatedError) {
    let to = to ?? table.asOf
    guard let from = from ?? Self.defaultFrom(table, to: to) else {
      throw LocatedError(
        .wrongData, "no moves between stages: \(to) is the file's first day",
        advice: "Export the orders of more days.")
    }
    guard table.firstDay <= from, from < to, to <= table.asOf else {
      throw LocatedError(
        .usage, "moves between stages from \(from) to \(to)",
        advice: "Name two days in order from \(table.firstDay) to \(table.asOf).")
    }
    (self.from, self.to, self.cuts) = (from, to, cuts)
    moves = Self.count(table, from, to, cuts)
  }

  /// A quarter (91 days) earlier, in a file of less than two quarters half of it; nil on its first day.
  public static func defaultFrom(_ table: PurchaseTable, to day: Day? = nil) -> Day? {
    let day = day ?? table.asOf
    let before = min(91, (day - table.firstDay + 1) / 2)
    return before > 0 ? day - before : nil
  }

  private static func count(
    _ table: PurchaseTable, _ from: Day, _ to: Day, _ cuts: LifeStageCuts
  ) -> [Move] {
    let stages = LifeStage.allCases
    let zero = table.hasAmounts ? 0.0 : nil
    var moves = (stages.map { $0 } + [nil]).flatMap { from in
      stages.map { Move(from: from, to: $0, revenueBefore: zero, revenueBetween: zero) }
    }
    for customer in 0..<table.customerCount {
      guard let after = table.standing(of: customer, on: to) else { continue }
      let before = table.standing(of: customer, on: from)
      let origin = before.map { cuts.stage(idle: from, since: $0).place } ?? stages.count
      let place = origin * stages.count + cuts.stage(idle: to, since: after).place
      moves[place].customers += 1
      moves[place].revenueBefore? += before?.amount ?? 0
      moves[place].revenueBetween? += after.amount - (before?.amount ?? 0)
    }
    return moves
  }
}

extension StageMoves {
  /// - Parameter from: nil: no purchase by the first day.
  public func move(from: LifeStage?, to: LifeStage) -> Move {
    moves[(from?.place ?? LifeStage.allCases.count) * LifeStage.allCases.count + to.place]
  }

  public func customers(from stage: LifeStage?) -> Int {
    LifeStage.allCases.reduce(0) { $0 + move(from: stage, to: $1).customers }
  }

  public func customers(to stage: LifeStage) -> Int {
    moves.reduce(0) { $0 + ($1.to == stage ? $1.customers : 0) }
  }

  public var json: JSONValue {
    [
      "from": .string("\(from)"), "to": .string("\(to)"), "cuts": cuts.json,
      "moves": .array(
        moves.map { move in
          [
            "from": .string(move.from?.rawValue ?? "new"), "to": .string(move.to.rawValue),
            "customers": JSONValue(move.customers),
            "share_of_stage": JSONValue(share(move)),
            "revenue_before": JSONValue(move.revenueBefore),
            "revenue_between": JSONValue(move.revenueBetween),
          ]
        }),
    ]
  }

  /// Of the customers that were in the stage; nil where nobody was.
  public func share(_ move: Move) -> Double? {
    let all = customers(from: move.from)
    return all > 0 ? Double(move.customers) / Double(all) : nil
  }
}
