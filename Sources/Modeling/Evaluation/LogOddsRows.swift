extension RankedScores.Tie {
  /// Whether the score is a probability without log-odds.
  var isExtreme: Bool { weight > 0 && (score <= 0 || score >= 1) }
}

/// The rows of a logistic regression on the log-odds of predicted probabilities: equal scores of one
/// class are one row, which changes no estimate and makes the few scores of a tree a small problem.
struct LogOddsRows: Sendable {
  private(set) var logOdds: [Double] = []
  private(set) var labels: [Bool] = []
  /// nil where all are 1.
  private(set) var weights: [Double]?
  private let parallel: Parallel

  /// nil where a probability is exactly 0 or 1, or a class is absent.
  init?(_ ranked: RankedScores, threads: Int = 1) {
    guard ranked.hasBothClasses, !ranked.ties.contains(where: \.isExtreme) else { return nil }
    parallel = Parallel(threads: threads)
    let ofTies: [Double] = parallel.array(count: ranked.ties.count) { places, logOdds in
      for (place, tie) in ranked.ties[places].enumerated() {
        logOdds.initializeElement(at: place, to: Elementary.logit(tie.score))
      }
    }
    if ranked.ties.allSatisfy({ ($0.churned > 0) != ($0.stayed > 0) }) {
      logOdds = ofTies
      labels = ranked.ties.map { $0.churned > 0 }
      weights = ranked.ties.allSatisfy { $0.weight == 1 } ? nil : ranked.ties.map(\.weight)
      return
    }
    logOdds.reserveCapacity(ranked.ties.count)
    labels.reserveCapacity(ranked.ties.count)
    for (tie, logOdds) in zip(ranked.ties, ofTies) {
      if tie.churned > 0 { append(logOdds, true, tie.churned) }
      if tie.stayed > 0 { append(logOdds, false, tie.stayed) }
    }
  }

  private mutating func append(_ value: Double, _ label: Bool, _ weight: Double) {
    if weights == nil, weight != 1 { weights = Array(repeating: 1, count: logOdds.count) }
    weights?.append(weight)
    logOdds.append(value)
    labels.append(label)
  }

  /// The a of logit P(y = 1) = a + log-odds: Newton's method on Σ w (y − σ(a + log-odds)) = 0, which
  /// is monotone in a; with the inverse root of the information as its standard error. nil where it
  /// does not settle.
  var intercept: Calibration.Estimate? {
    let likelihood = LogisticLikelihood(
      columns: [logOdds], center: [0], scale: [1], labels: labels.map { $0 ? 1 : 0 },
      weights: weights, parallel: parallel)
    var (a, previous) = (0.0, Double.infinity)
    for _ in 0..<100 {
      let here = likelihood.derivatives(at: [a, 1])
      guard here.information[0, 0] > 0 else { return nil }
      let step = max(-2, min(2, here.gradient[0] / here.information[0, 0]))
      a += step
      // At rounding level, or near it and no longer falling.
      let size = abs(step) / max(1, abs(a))
      if size <= 1e-14 || (size <= 1e-10 && size >= previous / 2) {
        return .init(value: a, standardError: 1 / here.information[0, 0].squareRoot())
      }
      previous = size
    }
    return nil
  }

  /// The b of logit P(y = 1) = a + b log-odds; nil where the classes are separated or all scores equal.
  var slope: Calibration.Estimate? {
    let design = DesignMatrix(
      rowCount: logOdds.count, terms: [.intercept, .numeric(feature: "log-odds")],
      columns: [logOdds])
    var regression = LogisticRegression()
    regression.threads = parallel.threads
    let fit = try? regression.fit(design, labels: labels, weights: weights)
    guard let line = fit?.coefficients.last, let value = line.estimate else { return nil }
    return .init(value: value, standardError: line.standardError ?? .nan)
  }
}
