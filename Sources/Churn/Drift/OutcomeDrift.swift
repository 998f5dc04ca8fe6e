import Modeling

/// Whether a model's probabilities are still what happens, on rows whose outcome is known.
public struct OutcomeDrift: Sendable, Equatable {
  public var rows: Int
  public var churned: Int
  /// Of the probabilities.
  public var expectedRate: Double
  /// nil where a probability is exactly 0 or 1, or a class is absent.
  public var intercept: Calibration.Estimate?
  public var slope: Calibration.Estimate?
  public var extremeCount: Int
  /// nil with one class.
  public var auc: Double?
  public var aucLow: Double?
  public var aucHigh: Double?
  /// Whether several rows of one customer were taken as a cluster.
  public var isClustered: Bool

  public var baseRate: Double { Double(churned) / Double(rows) }

  /// - Parameters:
  ///   - probabilities: one a row, at least one.
  ///   - clusters: the customer of each row where some occur more than once; nil otherwise.
  init(_ probabilities: [Double], _ labels: [Bool], clusters: [Int]? = nil) {
    let scores = JudgedRows(labels: labels, clusters: clusters).scored(probabilities)
    isClustered = clusters != nil
    let clustered = clusters.map {
      ClusteredRecalibration(
        probabilities, labels, Clustering($0), calibration: scores.calibration)
    }
    rows = labels.count
    churned = labels.count { $0 }
    expectedRate = CompensatedSum(probabilities).value / Double(rows)
    intercept =
      clustered.map { $0.intercept } ?? scores.calibration.interceptEstimate
    slope = clustered.map { $0.slope } ?? scores.calibration.slopeEstimate
    extremeCount = scores.calibration.extremeCount
    auc = scores.ranked.auc
    aucLow = scores.delong?.interval?.low
    aucHigh = scores.delong?.interval?.high
  }

  /// Whether the interval of the intercept leaves out 0, or that of the slope 1.
  public var isMiscalibrated: Bool { leavesOut(0, intercept) || leavesOut(1, slope) }

  private func leavesOut(_ right: Double, _ estimate: Calibration.Estimate?) -> Bool {
    guard let interval = estimate?.interval else { return false }
    return right < interval.low || right > interval.high
  }
}

/// What a model's AUC was when it was judged, for later ones to be held against.
public struct ReferenceAUC: Sendable, Equatable {
  public enum Source: String, Sendable {
    case report
    case holdout
    case crossValidated = "cross_validated"
    case training

    /// For sentences.
    public var words: String {
      switch self {
      case .report: "the report"
      case .holdout: "its held-out customers"
      case .crossValidated: "its training customers, cross-validated"
      case .training: "its training customers, which flatter it"
      }
    }
  }

  public var source: Source
  public var auc: Double
  /// Of the 95 % interval.
  public var low: Double

  init?(_ source: Source, _ measures: Measures?) {
    guard let auc = measures?.auc, let low = measures?.aucLow else { return nil }
    self.source = source
    self.auc = auc
    self.low = low
  }

  /// Of the report where there is one, else the best that the model's file has.
  init?(_ report: ModelReport?, _ model: ChurnModel) {
    let known =
      Self(.report, report?.measures) ?? Self(.holdout, model.churn?.holdout)
      ?? Self(.crossValidated, model.churn?.crossValidated)
      ?? Self(.training, model.churn?.training)
    guard let known else { return nil }
    self = known
  }
}
