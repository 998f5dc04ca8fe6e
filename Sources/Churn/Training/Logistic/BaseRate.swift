import DelimitedText
import Modeling

/// The intercept of a model of resampled rows, moved to the population's share of churned customers
/// (prior correction; King & Zeng 2001, "Logistic Regression in Rare Events Data", Political
/// Analysis 9, equation 7): β₀ − ln[((1 − P) / P) · (ȳ / (1 − ȳ))].
public struct BaseRateCorrection: Sendable, Equatable {
  /// P: the population's share.
  public var baseRate: Double
  /// ȳ: the share of the training rows.
  public var sampleRate: Double
  /// The intercept before the shift.
  public var uncorrectedIntercept: Double

  public init(baseRate: Double, sampleRate: Double, uncorrectedIntercept: Double) {
    self.baseRate = baseRate
    self.sampleRate = sampleRate
    self.uncorrectedIntercept = uncorrectedIntercept
  }

  /// What is added to the intercept.
  public var shift: Double {
    Elementary.log(baseRate / (1 - baseRate)) - Elementary.log(sampleRate / (1 - sampleRate))
  }

  var warning: String {
    "the intercept is shifted by \(Self.short(shift)) to the base rate \(Self.short(baseRate)), "
      + "from \(Self.short(sampleRate)) of the training rows; measures on these rows are "
      + "reweighted to it"
  }

  /// At most five digits behind the point.
  static func short(_ value: Double) -> String { "\((value * 1e5).rounded() / 1e5)" }

  /// Weights that give rows with these labels the base rate: P / ȳ for churned ones and
  /// (1 − P) / (1 − ȳ) for the others, with the ȳ of these rows. nil with one class.
  func weights(_ labels: [Bool]) -> [Double]? {
    let share = Double(labels.count { $0 }) / Double(max(labels.count, 1))
    guard share > 0, share < 1 else { return nil }
    let (churned, stayed) = (baseRate / share, (1 - baseRate) / (1 - share))
    return labels.map { $0 ? churned : stayed }
  }

  /// The rows as they would be at the base rate; as they are with one class.
  func reweighted(_ rows: JudgedRows) -> JudgedRows {
    JudgedRows(
      labels: rows.labels, weights: weights(rows.labels) ?? rows.weights, clusters: rows.clusters)
  }

  /// Measures as they would be at the base rate. AUC, KS and their intervals do not depend on the
  /// share of the classes; the interval is that of the rows themselves. Hosmer and Lemeshow's test
  /// knows no such weights.
  func measures(
    _ rows: JudgedRows, of scores: JudgedScores, threshold: (value: Double, rule: String)?,
    acquaintance: Acquaintance
  ) -> Measures {
    let plain = rows.measures(of: scores, threshold: threshold, acquaintance: acquaintance)
    guard weights(rows.labels) != nil else { return plain }
    var measures = reweighted(rows).measures(
      of: scores.probabilities, threshold: threshold, acquaintance: acquaintance)
    measures.auc = plain.auc
    measures.aucLow = plain.aucLow
    measures.aucHigh = plain.aucHigh
    measures.hosmerLemeshowPValue = nil
    measures.warnings = plain.warnings
    return measures
  }
}

extension LogisticModel {
  /// The model with its intercept, and the interval of it, moved to the base rate.
  func corrected(to baseRate: Double, labels: [Bool]) -> LogisticModel {
    let sampleRate = Double(labels.count { $0 }) / Double(max(labels.count, 1))
    guard let place = coefficients.firstIndex(where: { $0.term == .intercept }),
      let intercept = coefficients[place].estimate, sampleRate > 0, sampleRate < 1
    else { return self }
    let correction = BaseRateCorrection(
      baseRate: baseRate, sampleRate: sampleRate, uncorrectedIntercept: intercept)
    var model = self
    var line = coefficients[place]
    line.estimate = intercept + correction.shift
    line.confidenceLow = line.confidenceLow.map { $0 + correction.shift }
    line.confidenceHigh = line.confidenceHigh.map { $0 + correction.shift }
    if let estimate = line.estimate, let error = line.standardError {
      line.statistic = estimate / error
      line.pValue = NormalDistribution.twoSidedTail(estimate / error)
    }
    model.coefficients[place] = line
    model.baseRate = correction
    return model
  }
}

extension ChurnModel.Fitted {
  /// nil where the model was not corrected.
  var baseRate: BaseRateCorrection? {
    if case .logistic(let model) = self { model.baseRate } else { nil }
  }
}

extension TrainingRequest {
  /// - Throws: `.usage` where a base rate meets weights, which are the other way to the same end.
  func checkBaseRate() throws(LocatedError) {
    guard case .logistic(let options) = method, let baseRate = options.guards.baseRate else {
      return
    }
    guard baseRate > 0, baseRate < 1 else {
      throw LocatedError(
        .usage, "--base-rate \(baseRate) is no share between 0 and 1",
        advice: "Give the share of churned customers in the population.")
    }
    guard columns.weights == nil else {
      throw LocatedError(
        .usage, "--base-rate and --weights are two ways to the same end",
        advice: "Give one of them: P / ȳ and (1 − P) / (1 − ȳ) as weights do the same.")
    }
  }
}
