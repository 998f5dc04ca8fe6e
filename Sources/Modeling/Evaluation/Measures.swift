/// How well probabilities tell what happened, on one set of rows.
public struct Measures: Sendable, Equatable {
  public struct Threshold: Sendable, Equatable {
    /// Rows with a probability of at least this are called churned.
    public var value: Double
    /// How it was chosen.
    public var rule: String
    /// nil where nothing is called churned.
    public var precision: Double?
    public var recall: Double?
    public var specificity: Double?
    public var contactedShare: Double
    /// nil in files of versions that kept the shares alone.
    public var confusion: Confusion?

    public init(
      value: Double, rule: String, precision: Double?, recall: Double?, specificity: Double?,
      contactedShare: Double, confusion: Confusion? = nil
    ) {
      self.value = value
      self.rule = rule
      self.precision = precision
      self.recall = recall
      self.specificity = specificity
      self.contactedShare = contactedShare
      self.confusion = confusion
    }

    public init(_ ranked: RankedScores, value: Double, rule: String) {
      let confusion = Confusion(ranked, threshold: value)
      self.init(
        value: value, rule: rule, precision: confusion.precision, recall: confusion.recall,
        specificity: confusion.specificity, contactedShare: confusion.contactedShare ?? 0,
        confusion: confusion)
    }
  }

  public var rows: Int
  public var churned: Int
  /// Weighted share of churned rows.
  public var baseRate: Double
  public var auc: Double?
  /// DeLong's 95 % interval, cut to 0 … 1.
  public var aucLow: Double?
  public var aucHigh: Double?
  public var averagePrecision: Double?
  public var logLoss: Double
  public var clippedCount: Int
  public var brier: Double
  public var kolmogorovSmirnov: Double?
  public var calibrationIntercept: Double?
  public var calibrationSlope: Double?
  public var expectedCalibrationError: Double
  public var hosmerLemeshowPValue: Double?
  public var hosmerLemeshowGroups: Int
  public var gains: [GainsPoint]
  public var threshold: Threshold?
  /// Whether several rows of one customer were taken as a cluster.
  public var isClustered: Bool
  public var warnings: [String]

  public init(
    rows: Int, churned: Int, baseRate: Double, auc: Double?, aucLow: Double?, aucHigh: Double?,
    averagePrecision: Double?, logLoss: Double, clippedCount: Int, brier: Double,
    kolmogorovSmirnov: Double?, calibrationIntercept: Double?, calibrationSlope: Double?,
    expectedCalibrationError: Double, hosmerLemeshowPValue: Double?, hosmerLemeshowGroups: Int,
    gains: [GainsPoint], threshold: Threshold?, isClustered: Bool, warnings: [String]
  ) {
    self.rows = rows
    self.churned = churned
    self.baseRate = baseRate
    self.auc = auc
    self.aucLow = aucLow
    self.aucHigh = aucHigh
    self.averagePrecision = averagePrecision
    self.logLoss = logLoss
    self.clippedCount = clippedCount
    self.brier = brier
    self.kolmogorovSmirnov = kolmogorovSmirnov
    self.calibrationIntercept = calibrationIntercept
    self.calibrationSlope = calibrationSlope
    self.expectedCalibrationError = expectedCalibrationError
    self.hosmerLemeshowPValue = hosmerLemeshowPValue
    self.hosmerLemeshowGroups = hosmerLemeshowGroups
    self.gains = gains
    self.threshold = threshold
    self.isClustered = isClustered
    self.warnings = warnings
  }

  /// 2 AUC − 1.
  public var gini: Double? { auc.map { 2 * $0 - 1 } }
  public var liftAt10: Double? { gains.first?.lift }
}
