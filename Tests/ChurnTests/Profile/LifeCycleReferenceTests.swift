import DelimitedText
import Modeling
import Testing

@testable import Churn

/// CDNOW against scripts that share nothing with the program: `References/life_cycle_cdnow.py` and,
/// for Kaplan–Meier, R's `survival` in `life_cycle_cdnow.R`.
@Suite(.enabled(if: SharedData.cdnow != nil, "needs notebooks-data/cdnow"))
struct LifeCycleReferenceTests {
  /// Read once for all tests.
  private static let cdnow = Result {
    try PurchaseTable(try OrderLog.read(.file(SharedData.cdnow ?? "")).log, burnIn: 0)
  }

  private let table: PurchaseTable
  private let reference: JSONNode
  private let survival: JSONNode

  init() throws {
    table = try Self.cdnow.get()
    reference = try Self.read("life_cycle_cdnow.json")
    survival = try Self.read("life_cycle_cdnow_survival.json")
  }

  private static func read(_ name: String) throws -> JSONNode {
    let folder = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let bytes = try readBytes(.file("\(folder)/References/\(name)"))
    return JSONNode(try JSONValue.parse(bytes, name: name), file: name)
  }

  private func isClose(_ value: Double?, _ node: JSONNode) throws -> Bool {
    let expected = try node.number()
    return abs((value ?? .nan) - expected) <= 1e-9 * max(abs(expected), 1)
  }

  @Test func churnOverTime() throws {
    let line = try reference["line_days"].int(in: 1...9999)
    let points = try ChurnSeries(table, line: line).points
    let expected = try reference["series"].array()
    #expect(points.count == expected.count)
    for (point, node) in zip(points, expected) {
      #expect(try node["start"].string() == "\(point.start)")
      #expect(try node["end"].string() == "\(point.end)")
      for (key, value) in [
        ("known", point.known), ("lost", point.lost), ("crossed", point.crossed),
        ("not_lost_at_start", point.notLostAtStart), ("lost_at_start", point.lostAtStart),
        ("returned", point.returned), ("new", point.new),
      ] {
        #expect(try node[key].int(in: 0...99_999) == value, "\(key) of \(point.start)")
      }
    }
  }

  @Test func lifeCycle() throws {
    let cycle = LifeCycle(table)
    let cuts = try #require(cycle.cuts)
    #expect(
      try reference["raw_cuts"].numbers() == [cuts.active, cuts.silent, cuts.sleeping])
    for (stage, node) in zip(LifeStage.allCases, try reference["stages"].array()) {
      let group = try #require(cycle.customers(in: stage))
      #expect(try node["customers"].int(in: 0...99_999) == group.customers)
      #expect(try isClose(group.revenue, node["revenue"]))
    }
  }

  @Test func firstRepurchaseAsSurvivalHasIt() throws {
    let aware = try #require(FirstRepurchase(table).censoringAware)
    #expect(try survival["tau"].int(in: 0...9999) == aware.lastDay)
    #expect(try survival["at_risk"].int(in: 0...99_999) == aware.atRisk)
    #expect(try isClose(aware.returned, survival["returned"]))
    #expect(try isClose(aware.returnedInterval?.low, survival["returned_low"]))
    #expect(try isClose(aware.returnedInterval?.high, survival["returned_high"]))
    #expect(
      try survival["cuts"].numbers()
        == [aware.cuts.active, aware.cuts.silent, aware.cuts.sleeping])
  }

  @Test func movesBetweenStages() throws {
    let moves = try StageMoves(table, cuts: #require(LifeCycle(table).cuts))
    var seen = 0
    for node in try reference["moves"].array() {
      let names = try node["move"].string().split(separator: " ").map(String.init)
      let to = try #require(LifeStage(rawValue: names[1]))
      let move = moves.move(from: LifeStage(rawValue: names[0]), to: to)
      #expect(try node["customers"].int(in: 0...99_999) == move.customers)
      #expect(try isClose(move.revenueBefore, node["revenue_before"]))
      #expect(try isClose(move.revenueBetween, node["revenue_between"]))
      seen += move.customers
    }
    #expect(seen == table.customerCount)
  }

  @Test func recencyAndFrequency() throws {
    let grid = RecencyFrequencyGrid(table)
    for (row, node) in zip(grid.cells, try reference["grid"].array()) {
      #expect(try node.numbers() == row.map { Double($0.customers) })
    }
  }

  @Test func ladder() throws {
    let horizon = try survival["horizon"].int(in: 1...999)
    let ladder = try RepurchaseLadder(table)
    #expect(ladder.horizon == horizon && ladder.steps.count == 10)
    for (step, node) in zip(ladder.steps, try survival["steps"].array()) {
      #expect(try isClose(step.share, node["share"]))
      #expect(try isClose(step.interval?.low, node["low"]))
      #expect(try isClose(step.interval?.high, node["high"]))
      #expect(try node["at_risk"].int(in: 0...99_999) == step.atRiskAtHorizon)
    }
    for (step, node) in zip(ladder.steps, try reference["ladder"].array()) {
      #expect(try node["buyers"].int(in: 0...99_999) == step.buyers)
      #expect(try node["returned"].int(in: 0...99_999) == step.returned)
      #expect(try isClose(step.meanAmount, node["mean_amount"]))
      #expect(try isClose(step.meanItems, node["mean_items"]))
      #expect(try isClose(step.medianGap, node["median_gap"]))
    }
    // The first step is far below the others here; later neighbours are too near to tell.
    #expect(ladder.claims.map(\.answer) == [.holds, .undecided])
  }

  @Test func scoresAndSegments() throws {
    let rfm = RFM(table, stages: LifeCycle(table).cuts)
    let cuts = try reference["rfm_cuts"].array()
    #expect(try cuts[0].numbers() == rfm.cuts.recency)
    #expect(try cuts[1].numbers() == rfm.cuts.frequency)
    for (cut, expected) in zip(rfm.cuts.monetary ?? [], try cuts[2].numbers()) {
      #expect(abs(cut - expected) < 1e-9 * expected)
    }
    let scores = try reference["rfm_scores"].array()
    #expect(try scores[0].numbers() == rfm.counts(\.recency).map(Double.init))
    #expect(try scores[1].numbers() == rfm.counts(\.frequency).map(Double.init))
    #expect(try scores[2].numbers() == rfm.counts(\.monetary).map(Double.init))
    for segment in rfm.segments {
      let expected = try reference["segments"].optional(segment.segment.rawValue)
      #expect(try expected?.int(in: 0...99_999) ?? 0 == segment.group.customers)
    }
  }
}
