import Modeling

extension Judgement {
  /// What was chosen before the judged rows were seen.
  struct Choice {
    /// From here on a customer is called churned; nil where calling nobody is best.
    var threshold: Double?
    /// Share to contact for the greatest profit; nil where only the break-even probability can tell.
    var share: Double?
    var source: ProfitReport.Source
    var warnings: [String] = []
  }

  /// By the scores with which the model was trained, each by a model that had not seen its row where
  /// there are such.
  func choice(_ place: Int) -> Choice {
    var choice = trainingChoice(place, assessments[place])
    if case .budget(let share) = judging.threshold {
      choice.threshold = threshold(place, calling: share)
    }
    if choice.threshold == nil {
      choice.warnings.append(
        "by the rule \(judging.threshold.name) nobody is to be called churned: no threshold")
    }
    return choice
  }

  private func trainingChoice(_ place: Int, _ assessment: ChurnAssessment) -> Choice {
    guard let curve = assessment.scoreCurve else { return choiceWithoutCurve(assessment) }
    return Choice(
      threshold: judging.threshold.choose(from: curve.curve).threshold,
      share: judging.economics.map { share(place, $0, curve.curve) },
      source: curve.source == .training ? .training : .outOfFold)
  }

  /// The share of all customers is that of the training scores; of some of them, those whom the
  /// training threshold contacts.
  private func share(_ place: Int, _ economics: RetentionEconomics, _ curve: ScoreCurve) -> Double {
    let chosen = ThresholdRule.profit(economics).choose(from: curve)
    if isWhole { return chosen.share }
    return chosen.threshold.flatMap {
      Confusion(scores[place].ranked, threshold: $0).contactedShare
    } ?? 0
  }

  /// The lowest score that at most this share of the judged rows reaches: whom a budget pays for is
  /// known before any outcome. nil where more are tied at the top.
  private func threshold(_ place: Int, calling share: Double) -> Double? {
    let ranked = scores[place].ranked
    var (called, threshold): (Double, Double?) = (0, nil)
    for tie in ranked.ties.reversed() {
      called += tie.weight
      guard called <= share * ranked.weight * (1 + 1e-12) else { break }
      threshold = tie.score
    }
    return threshold
  }

  /// Of a model file from before there were curves.
  private func choiceWithoutCurve(_ assessment: ChurnAssessment) -> Choice {
    var choice = Choice(threshold: nil, share: nil, source: .breakEven)
    switch judging.threshold {
    case .given(let threshold): choice.threshold = threshold
    case .kolmogorovSmirnov: choice.threshold = assessment.threshold
    case .profit(let economics): choice.threshold = economics.breakEvenProbability
    case .budget: break
    }
    return choice
  }
}

extension Judgement {
  /// - Parameter rows: reweighted where the training rows were resampled; else those of the judgement.
  func details(
    _ place: Int, _ rows: JudgedRows, _ choice: Choice, _ resampled: ContestIntervals?
  ) -> JudgedDetails {
    let isReweighted = rows.weights != self.rows.weights
    let scores = isReweighted ? rows.scored(probabilities[place]) : scores[place]
    let intervals = isReweighted ? nil : resampled?.models[place]
    return JudgedDetails(
      replicates: isReweighted ? 0 : resampled?.replicates ?? 0,
      brier: BrierDecomposition(scores.ranked),
      calibrationGroups: scores.calibration.groups,
      calibrationCurve: CalibrationCurve(scores.ranked, of: rows),
      expectedMaximumProfit: ExpectedMaximumProfit(scores.ranked, judging.assumptions),
      assumptions: judging.assumptions,
      profit: judging.economics.map {
        var report = ProfitReport(
          scores, $0, choice: (choice.share, choice.source), threshold: choice.threshold)
        report.interval = intervals?.profit
        report.hindsightInterval = intervals?.bestShare
        return report
      })
  }
}
