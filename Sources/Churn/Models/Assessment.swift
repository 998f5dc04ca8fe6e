import DelimitedText
import Modeling

/// How a model did where it was trained, and what was chosen from its scores there.
public enum Assessment: Sendable, Equatable {
  case churn(ChurnAssessment)
  case number(NumberAssessment)
}

/// Of a model of P(churned).
public struct ChurnAssessment: Sendable, Equatable {
  public var bands: Bands
  /// Called churned from here on: where the classes of `scoreCurve` lie farthest apart (KS).
  public var threshold: Double?
  /// Measures on the training rows, and on rows held out of them where there were any.
  public var training: Measures
  public var holdout: Measures?
  /// Of the training rows, each judged by a model of the folds that it is not in; nil where no
  /// cross-validation was asked for. The folds of a tree's pruning, or of the choice of lambda, serve
  /// here too, so that choice has seen them: it is one number, and the measures are that little too
  /// good.
  public var crossValidated: Measures?
  /// The scores that thresholds are chosen on; nil in files of versions that kept none.
  public var scoreCurve: TrainingScoreCurve?
}

/// Of a model of a number.
public struct NumberAssessment: Sendable, Equatable {
  public var training: RegressionMeasures
  public var holdout: RegressionMeasures?
}

extension ChurnModel {
  /// - Throws: `.usage` for a model that predicts a number.
  func requireChurn() throws(LocatedError) -> ChurnAssessment {
    if let churn { return churn }
    throw LocatedError(
      .usage, "\(name) is a \(kind): it predicts a number, not who churns",
      advice:
        "Reports and comparisons take models of P(churned); the measures of this one stand in "
        + "churn show, those of held-out rows where it was trained with --holdout.")
  }
}
