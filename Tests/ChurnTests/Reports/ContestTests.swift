import DelimitedText
import Modeling
import Reporting
import Testing

@testable import Churn

/// Money, thresholds, baselines and the bootstrap of judged models.
struct ContestTests {
  private static let holdout = CustomerTable.seeded(300, seed: 21)
  private static let economics = Result {
    try RetentionEconomics(value: 200, contactCost: 1, offerCost: 10, acceptRate: 0.3)
  }

  private func judgement(
    _ models: [ChurnModel], _ change: (inout JudgingOptions) -> Void = { _ in }
  ) throws -> Judgement {
    var options = Judgement.Options()
    change(&options.judging)
    return try Judgement(models, on: Self.holdout.input, options: options)
  }

  private func both() throws -> [ChurnModel] { [try Kind.logistic.model, try Kind.tree.model] }

  // MARK: - Money

  @Test func withoutMoneyNoProfit() throws {
    let report = try judgement([Kind.tree.model]).report(0)
    #expect(report.json[path: "/measures/profit"] == .null)
    #expect(report.details?.assumptions == .published)
  }

  /// The definition, row by row: γ(V − O) − C for a contacted churner, −O − C for a stayer.
  @Test(arguments: Kind.allCases)
  func profitIsTheSumOverTheContacted(_ kind: Kind) throws {
    let economics = try Self.economics.get()
    let model = try kind.model
    let judged = try judgement([model]) { $0.economics = economics }
    let profit = try #require(judged.report(0).details?.profit)
    let scores = judged.probabilities[0]
    let labels = judged.customers.labels
    func byHand(_ share: Double) -> Double {
      var left = share * Double(scores.count)
      var sum = 0.0
      for score in Set(scores).sorted(by: >) {
        let tie = scores.indices.filter { scores[$0] == score }
        let part = min(1, max(0, left / Double(tie.count)))
        sum += part * tie.reduce(0) { $0 + (labels[$1] ? 0.3 * 190 - 1 : -11) }
        left -= Double(tie.count)
      }
      return sum
    }
    #expect(abs(profit.profit - byHand(profit.fraction)) < 1e-6)
    for point in profit.curve { #expect(abs(point.profit - byHand(point.fraction)) < 1e-6) }
    #expect(profit.hindsight.profit >= profit.profit - 1e-9)
    #expect(abs(profit.profitOfAll - byHand(1)) < 1e-9)
    #expect(abs(profit.profitAtRandom - profit.fraction * byHand(1)) < 1e-9)
    let interval = try #require(profit.interval)
    #expect(interval.low <= profit.profit && profit.profit <= interval.high)
    #expect(abs((profit.economics.breakEvenProbability ?? 9) - 11 / 67) < 1e-12)
  }

  /// The share comes from the model file, not from the rows that it is judged on.
  @Test func theShareIsChosenBeforehand() throws {
    let economics = try RetentionEconomics(
      value: 30, contactCost: 1, offerCost: 5, acceptRate: 0.5)
    let model = try Kind.tree.model
    let report = try judgement([model]) { $0.economics = economics }.report(0)
    let curve = try #require(model.churn?.scoreCurve)
    let chosen = ThresholdRule.profit(economics).choose(from: curve.curve)
    #expect(report.details?.profit?.fraction == chosen.share)
    #expect(report.details?.profit?.source == .outOfFold)
    var old = model
    if case .churn(var assessment) = old.assessment {
      assessment.scoreCurve = nil
      old.assessment = .churn(assessment)
    }
    let profit = try judgement([old]) { $0.economics = economics }.report(0).details?.profit
    #expect(profit?.source == .breakEven)
    let above = try judgement([old]).probabilities[0].count {
      $0 >= economics.breakEvenProbability ?? 2
    }
    #expect(profit?.fraction == Double(above) / 300)
  }

  @Test func reportsWithMoneyComeBack() throws {
    let economics = try Self.economics.get()
    let report = try judgement(both()) { $0.economics = economics }.report(1)
    let back = try ModelReport.read(.bytes(report.json.fileBytes, name: "r.json"))
    #expect(back.json.isIdentical(to: report.json))
    #expect(back.details == report.details && back.baselines == report.baselines)
    for (key, value) in [("best_fraction", JSONValue(2.0)), ("chosen_on", "the judged rows")] {
      let changed = report.json.setting("/measures/profit/\(key)", to: value)
      let error = #expect(throws: LocatedError.self) {
        try ModelReport.read(.bytes(changed.fileBytes, name: "r.json"))
      }
      #expect(error?.what.contains("/measures/profit/\(key)") == true)
    }
  }

  // MARK: - Thresholds

  @Test func rulesOfTheThreshold() throws {
    let model = try Kind.logistic.model
    let curve = try #require(model.churn?.scoreCurve).curve
    let economics = try Self.economics.get()
    for rule in [ThresholdRule.kolmogorovSmirnov, .given(0.4), .profit(economics)] {
      let report = try judgement([model]) { $0.threshold = rule }.report(0)
      #expect(report.measures.threshold?.value == rule.choose(from: curve).threshold)
      #expect(report.measures.threshold?.rule == rule.name)
      let called = try judgement([model]).probabilities[0].count {
        $0 >= report.measures.threshold?.value ?? 2
      }
      #expect(report.measures.threshold?.contactedShare == Double(called) / 300)
    }
  }

  /// Whom a budget pays for is known before any outcome: it is kept on the judged rows themselves.
  @Test(arguments: Kind.allCases, [0.05, 0.2, 0.5, 1])
  func budgetsAreKept(_ kind: Kind, _ share: Double) throws {
    let judged = try judgement([kind.model]) { $0.threshold = .budget(share) }
    let report = judged.report(0)
    let scores = judged.probabilities[0]
    guard let threshold = report.measures.threshold else {
      let top = scores.max() ?? 0
      #expect(Double(scores.count { $0 == top }) > share * 300)
      #expect(report.warnings.contains { $0.contains("nobody") })
      return
    }
    #expect(threshold.contactedShare <= share && threshold.rule == "budget")
    let next = scores.filter { $0 < threshold.value }.max() ?? -1
    #expect(next < 0 || Double(scores.count { $0 >= next }) > share * 300)
  }

  @Test func whereNobodyIsWorthACall() throws {
    let economics = try RetentionEconomics(
      value: 1, contactCost: 5, offerCost: 5, acceptRate: 0.1)
    let report = try judgement([Kind.tree.model]) {
      $0.economics = economics
      $0.threshold = .profit(economics)
    }.report(0)
    #expect(report.measures.threshold == nil)
    #expect(report.warnings.contains { $0.contains("nobody") })
    #expect(report.details?.profit?.fraction == 0 && report.details?.profit?.profit == 0)
  }

  // MARK: - Baselines

  @Test func baselinesStandBesideTheModels() throws {
    let models = try both()
    let judged = try judgement(models)
    let comparison = try Comparison(models.map { .model($0) }, judgement: judged)
    for (place, model) in models.enumerated() {
      let baselines = comparison.entries[place].report.baselines
      #expect(baselines.map(\.name) == model.baselines.map(\.name))
      for baseline in baselines {
        let own = try #require(baseline.measures.auc)
        let auc = try #require(comparison.entries[place].report.measures.auc)
        #expect(abs((baseline.difference.difference ?? 9) - (auc - own)) < 1e-12)
      }
      #expect(baselines.first?.measures.auc == 0.5 && baselines.first?.isBeaten == true)
    }
    // The same rules of the same training rows are listed once.
    #expect(comparison.baselines.count == models[0].baselines.count)
    #expect(comparison.table.rows.count == 2 + models[0].baselines.count)
  }

  @Test func aModelThatBeatsNothingIsSaidNotTo() throws {
    let lead = PairedDifference(difference: 0.01, low: -0.01, high: 0.03, pValue: 0.3)
    let measures = try judgement([Kind.tree.model]).report(0).measures
    func baseline(_ difference: PairedDifference) -> JudgedBaseline {
      JudgedBaseline(name: "idle", measures: measures, difference: difference)
    }
    #expect(baseline([lead].adjusted[0]).isBeaten == false)
    #expect(baseline(PairedDifference(difference: 0.01)).isBeaten == nil)
    #expect(baseline(PairedDifference(difference: -0.01)).isBeaten == false)
    #expect(baseline(PairedDifference()).isBeaten == false)
    let sure = PairedDifference(difference: 0.1, low: 0.05, high: 0.15, pValue: 0.001)
    #expect(baseline([sure].adjusted[0]).isBeaten == true)
    var comparison = try Comparison(
      [.model(try Kind.tree.model)], judgement: try judgement([Kind.tree.model]))
    comparison.entries[0].report.baselines = [baseline([lead].adjusted[0])]
    #expect(comparison.verdict.contains("tree does not beat these baselines: “idle”"))
  }

  @Test func modelsOnDifferentRowsHaveNoRank() throws {
    let judged = try judgement(both())
    let part = judged.selecting(Array(0..<200))
    let comparison = try Comparison(
      [.report(judged.report(0)), .report(part.report(1))], judgement: nil)
    #expect(comparison.best == nil && comparison.rankNumbers == [nil, nil])
    #expect(comparison.verdict.hasPrefix("The models were judged on different rows"))
    #expect(comparison.pairs[0].auc.difference != nil && comparison.pairs[0].auc.pValue == nil)
  }

  /// Of some customers those are contacted whom the threshold of the training scores contacts.
  @Test func subsetsKeepTheThreshold() throws {
    let economics = try RetentionEconomics(
      value: 30, contactCost: 1, offerCost: 5, acceptRate: 0.5)
    let judged = try judgement([Kind.tree.model]) { $0.economics = economics }
    let part = judged.selecting(Array(0..<120))
    let curve = try #require(try Kind.tree.model.churn?.scoreCurve).curve
    let threshold = ThresholdRule.profit(economics).choose(from: curve).threshold ?? 2
    let contacted = part.probabilities[0].count { $0 >= threshold }
    #expect(part.report(0).details?.profit?.fraction == Double(contacted) / 120)
  }

  @Test func differentMoneyIsSaid() throws {
    let models = try both()
    let reports = try [200.0, 90].enumerated().map { place, value in
      let economics = try RetentionEconomics(
        value: value, contactCost: 1, offerCost: 10, acceptRate: 0.3)
      return try judgement([models[place]]) { $0.economics = economics }.report(0)
    }
    let comparison = try Comparison(reports.map { .report($0) }, judgement: nil)
    #expect(
      comparison.moneyNotes == ["The profits rest on different money: they are not comparable."])
    let one = try Comparison([.report(reports[0])], judgement: nil)
    #expect(one.moneyNotes.first?.contains("worth 200") == true)
  }

  // MARK: - The bootstrap

  @Test func liftsHaveIntervalsAndPairsTests() throws {
    let models = try both()
    let comparison = try Comparison(
      models.map { .model($0) }, judgement: judgement(models) { $0.replicates = 200 })
    for entry in comparison.entries {
      #expect(entry.report.details?.replicates == 200)
      for point in entry.report.measures.gains {
        let (low, high) = (try #require(point.liftLow), try #require(point.liftHigh))
        #expect(low <= high && low <= point.lift * 1.2 && high >= point.lift * 0.8)
      }
      #expect(entry.report.measures.gains.last?.liftLow == 1)
    }
    let pair = comparison.pairs[0]
    let measures = comparison.entries.map(\.report.measures)
    #expect(
      abs((pair.logLoss?.difference ?? 9) - (measures[0].logLoss - measures[1].logLoss)) < 1e-12)
    #expect(pair.lift?.pValue != nil && pair.lift?.adjustedPValue == pair.lift?.pValue)
    let json = comparison.json
    for key in ["lift_at_10_difference", "log_loss_difference", "log_loss_p_value_holm"] {
      let value = try #require(json[path: "/pairs/0/\(key)"])
      #expect(value != .null, "\(key)")
    }
  }

  @Test func withoutReplicatesThereAreNoIntervals() throws {
    let report = try judgement([Kind.tree.model]) { $0.replicates = 0 }.report(0)
    #expect(report.details?.replicates == 0)
    #expect(report.measures.gains.allSatisfy { $0.liftLow == nil && $0.liftHigh == nil })
  }

  @Test func threadsDoNotMatter() throws {
    let economics = try Self.economics.get()
    let reports = try [1, 3].map { threads in
      try judgement(both()) {
        $0.threads = threads
        $0.economics = economics
      }.report(0).json
    }
    #expect(reports[0].isIdentical(to: reports[1]))
  }

  // MARK: - Ranks and text

  @Test func equalModelsShareARank() throws {
    let (logistic, tree) = (try Kind.logistic.model, try Kind.tree.model)
    let models = [tree, logistic, tree]
    let comparison = try Comparison(
      models.map { .model($0) }, judgement: judgement(models) { $0.replicates = 0 })
    let auc = comparison.entries.map { $0.report.measures.auc ?? 0 }
    #expect(auc[0] == auc[2])
    #expect(comparison.rankNumbers == (auc[1] > auc[0] ? [2, 1, 2] : [1, 3, 1]))
    #expect(comparison.ranks.count { $0.hasSuffix("=") } == 2)
  }

  @Test func aTerminalShowsItAll() throws {
    var models = try both()
    models[0].name = "a name much longer than a column of a table can ever be wide"
    let economics = try Self.economics.get()
    let comparison = try Comparison(
      models.map { .model($0) }, judgement: judgement(models) { $0.economics = economics })
    for line in comparison.text().split(separator: "\n") {
      #expect(line.count <= Comparison.width, "\(line)")
    }
    #expect(comparison.text().contains("█") && comparison.text().contains("best in hindsight"))
    let markdown = comparison.text(markdown: true)
    #expect(markdown.contains("| model |") && markdown.contains("| --- |"))
  }
}
