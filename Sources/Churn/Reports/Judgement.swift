import DelimitedText
import Modeling

/// Models applied to labelled customers.
public struct Judgement: Sendable {
  public var customers: LabelledCustomers
  public var models: [ChurnModel]
  /// By model: its bands and threshold.
  let assessments: [ChurnAssessment]
  /// By model.
  public private(set) var scores: [JudgedScores]
  /// Those that come with the models, each once.
  var baselines: [ScoredBaseline]
  public var judging = JudgingOptions()
  /// By model, then row: the place of the leaf among the tree's nodes; empty where there is no tree.
  var leafPlaces: [[Int]] = []
  /// Whether these are the customers for whom the models' bands are meant, not some of them.
  var isWhole = true

  /// How to read the customers that models are judged on.
  public struct Options: Sendable {
    /// nil: the models' own.
    public var target: String?
    public var positive: String?
    public var idColumn: String?
    public var weights: String?
    public var readOptions = ReadOptions()
    public var judging = JudgingOptions()

    public init() {}
  }

  /// A baseline on the rows.
  struct ScoredBaseline: Sendable {
    var baseline: Baseline
    var scores: JudgedScores
  }

  /// P(churned), by model, then row.
  public var probabilities: [[Double]] { scores.map(\.probabilities) }

  /// Reads the columns that any of the models needs; a row that one of them cannot use is rejected for
  /// all, so that all are judged on the same rows.
  public init(
    _ models: [ChurnModel], on input: Input, options: Options = .init(),
    progress: ((Int, Int?) -> Void)? = nil
  ) throws {
    for model in models { _ = try model.requireChurn() }
    let columns = try Self.columns(models, options)
    let positive = options.positive ?? models.first?.label.positive
    let customers = try LabelledCustomers.read(
      input, columns: columns, positive: positive, options: options.readOptions,
      progress: progress)
    let usable = try Self.usable(customers, by: models)
    try usable.checkClasses(target: columns.target)
    try usable.checkWeightOfClasses(columns.weights)
    self = try Judgement(models, customers: usable)
    judging = options.judging
  }

  init(_ models: [ChurnModel], customers: LabelledCustomers) throws {
    self.models = models
    assessments = try models.map { try $0.requireChurn() }
    self.customers = customers
    let rows = Self.rows(customers)
    scores = []
    baselines = []
    for model in models {
      let table = try model.schema.encode(customers.features)
      scores.append(rows.scored(Predictor(model.fitted, schema: model.schema).values(table)))
      leafPlaces.append(model.explainedTree?.leafPlaces(table) ?? [])
    }
    for baseline in models.flatMap(\.baselines)
    where !baselines.contains(where: { $0.baseline == baseline }) {
      guard let probabilities = baseline.probabilities(in: customers.features) else { continue }
      baselines.append(ScoredBaseline(baseline: baseline, scores: rows.scored(probabilities)))
    }
  }

  private static func columns(
    _ models: [ChurnModel], _ options: Options
  ) throws(LocatedError) -> CustomerColumns {
    var columns = CustomerColumns()
    columns.target = options.target ?? models.first?.label.column
    columns.id = options.idColumn ?? models.lazy.compactMap(\.idColumn).first ?? "customer_id"
    columns.weights = options.weights
    var features: [String] = []
    for feature in models.flatMap(\.schema.features) {
      if !features.contains(feature.name) { features.append(feature.name) }
      switch feature.kind {
      case .numeric: columns.numeric.insert(feature.name)
      case .categorical: columns.categorical.insert(feature.name)
      }
    }
    if let both = columns.numeric.intersection(columns.categorical).sorted().first {
      throw LocatedError(
        .wrongData, "the column \(both) is a number to one model and a category to another",
        advice: "Compare the models apart, by their reports.")
    }
    columns.features = features
    return columns
  }

  /// Without the rows with gaps where a model was trained without such rows.
  private static func usable(
    _ customers: LabelledCustomers, by models: [ChurnModel]
  ) throws -> LabelledCustomers {
    let strict = models.filter { $0.missing == .drop || $0.missing == .error }
    let names = Set(strict.flatMap { $0.schema.features.map(\.name) })
    return try customers.withoutGaps(in: names)
  }

  func baseRateWarnings(
    _ model: ChurnModel, _ applied: BaseRateCorrection?
  ) -> [String] {
    guard let correction = model.fitted.baseRate else { return [] }
    let rate = BaseRateCorrection.short(correction.baseRate)
    if applied != nil {
      return ["the rows are the resampled training rows: measures are reweighted to \(rate)"]
    }
    return [
      "the model's probabilities are corrected to the base rate \(rate): on rows resampled to "
        + "another share its log loss, Brier score and calibration do not count"
    ]
  }

  public var rows: JudgedRows { Self.rows(customers) }

  private static func rows(_ customers: LabelledCustomers) -> JudgedRows {
    JudgedRows(
      labels: customers.labels, weights: customers.weights, clusters: customers.groups)
  }

  /// The same models on some of the rows.
  func selecting(_ chosen: [Int]) -> Judgement {
    var result = self
    result.customers = customers.selecting(chosen)
    result.leafPlaces = leafPlaces.map { p in p.isEmpty ? [] : chosen.map { p[$0] } }
    result.isWhole = false
    let rows = result.rows
    result.scores = scores.map { $0.selecting(chosen, of: rows) }
    result.baselines = baselines.map {
      ScoredBaseline(baseline: $0.baseline, scores: $0.scores.selecting(chosen, of: rows))
    }
    return result
  }
}

extension JudgedScores {
  fileprivate func selecting(_ chosen: [Int], of rows: JudgedRows) -> JudgedScores {
    rows.scored(chosen.map { probabilities[$0] })
  }
}
