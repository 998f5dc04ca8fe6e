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
      case .tree: "tree"
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

    public init() {}
  }

  public struct TreeOptions: Sendable {
    public var specification = TreeSpecification()
    /// Folds of the cp table's cross-validation; 0 for none.
    public var folds = 10

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
  /// Features that may be as telling as a leak, or read like an id.
  public var allowLeak: Set<String> = []
  /// Whether the features are looked over for leaks at all.
  public var checksLeaks = true

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
    case .tree(let options):
      let tree = options.specification
      record["missing"] = "direction"
      record["criterion"] = .string(tree.criterion.rawValue)
      record["min_split"] = JSONValue(tree.minimumSplit)
      record["min_leaf"] = JSONValue(tree.minimumLeaf)
      record["max_depth"] = JSONValue(tree.maximumDepth)
      record["cp"] = JSONValue(tree.complexity)
      record["cv"] = JSONValue(options.folds)
      record["prune"] = .string(tree.pruning.rawValue)
    }
    return record
  }
}
