import Modeling

extension Judgement {
  /// The bootstrap of all models on these rows; nil without replicates.
  func resampled() -> ContestIntervals? {
    let replicates = judging.replicates(ofRows: customers.rowCount)
    guard replicates > 0 else { return nil }
    return ContestBootstrap(
      rows, replicates: replicates, seed: judging.seed, threads: judging.threads
    ).intervals(of: models.indices.map(contestant), economics: judging.economics)
  }

  private func contestant(_ place: Int) -> ContestScores {
    ContestScores(
      ranked: scores[place].ranked, probabilities: scores[place].probabilities,
      share: contactedShare(place))
  }

  /// Chosen beforehand; nil without economics.
  private func contactedShare(_ place: Int) -> Double? {
    judging.economics.map {
      let choice = choice(place)
      return ProfitReport(
        scores[place], $0, choice: (choice.share, choice.source), threshold: nil
      ).fraction
    }
  }
}

extension ContestIntervals {
  /// - Parameters:
  ///   - a, b: places of models, a < b.
  func pair(_ a: Int, _ b: Int) -> Pair? { pairs.first { $0.a == a && $0.b == b } }
}

extension PairedDifference {
  init(_ difference: BootstrapDifference) {
    self.init(
      difference: difference.difference, low: difference.interval?.low,
      high: difference.interval?.high, pValue: difference.pValue)
  }
}
