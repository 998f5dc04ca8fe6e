import DelimitedText
import Modeling

/// What to train, on which columns, how.
public struct TrainingRequest: Sendable {
  public enum Method: Sendable {
    case logistic(LogisticOptions)
    case tree(TreeOptions)

    public var kind: String {
      switch self {
      case .logistic: "logistic"
      case .tree(let options): options.task == .regression ? "regression-tree" : "tree"
      }
    }
  }

  public struct LogisticOptions: Sendable {
    public var missing: MissingPolicy = .impute
    public var confidence = 0.95
    public var design = DesignOptions()
    public var penalty = PenaltyOptions()
    public var inference = InferenceOptions()
    public var guards = GuardOptions()
    /// Whether tests, intervals and explanations are left out.
    var onlyPredicts = false

    public init() {}
  }

  public struct TreeOptions: Sendable {
    public enum Task: String, Sendable, CaseIterable {
      case classification, regression
    }

    public var task: Task = .classification
    public var specification = TreeSpecification()
    /// Folds of the cp table's cross-validation; 0 for none. `columns.folds` names given ones.
    public var folds = 10
    /// How often the customers are divided into folds anew.
    public var repeats = 1

    public init() {}
  }

  public var method: Method
  public var columns: CustomerColumns
  public var positive: String?
  /// Share of the customers kept from training to judge the model on.
  public var holdout = 0.0
  public var bands: Bands?
  public var name: String?
  public var seed: UInt64 = 1
  public var threads = 1
  public var gap: Int?
  public var horizon: Int?
  public var readOptions = ReadOptions()
  /// Whether out-of-fold scores are made, whatever the defaults, and come with the result: with ten
  /// folds where none are named.
  public var keepsOutOfFold = false
  /// Features that may be as telling as a leak, or read like an id.
  public var allowLeak: Set<String> = []
  /// Whether the features are looked over for leaks at all.
  public var checksLeaks = true
  /// How often to train with labels dealt at random; see `PlaceboResult`.
  public var placeboRuns = 0

  public init(_ method: Method, columns: CustomerColumns) {
    self.method = method
    self.columns = columns
  }
}

extension TrainingRequest {
  /// The options that decide the result, as the model file keeps them.
  var optionsRecord: [String: JSONValue] {
    var record: [String: JSONValue] = [
      "target": JSONValue(columns.target), "holdout": JSONValue(holdout),
      "features": columns.features.map { .array($0.map { .string($0) }) } ?? .null,
      "exclude": .array(columns.exclude.sorted().map { .string($0) }),
      "categorical": .array(columns.categorical.sorted().map { .string($0) }),
      "numeric": .array(columns.numeric.sorted().map { .string($0) }),
      "weights": JSONValue(columns.weights),
    ]
    if !allowLeak.isEmpty {
      record["allow_leak"] = .array(allowLeak.sorted().map { .string($0) })
    }
    switch method {
    case .logistic(let options):
      record["missing"] = .string(options.missing.rawValue)
      record["confidence"] = JSONValue(options.confidence)
      for part in [
        options.design.record, options.penalty.record, options.inference.record,
        options.guards.record,
      ] { record.merge(part) { $1 } }
    case .tree(let options): record.merge(options.record(foldColumn: columns.folds)) { $1 }
    }
    return record
  }
}
