import Modeling

/// The version that files name as their maker.
public enum Workbench {
  public static let version = "0.1.0"
}

/// A trained model with all that is needed to apply it, explain it and know where it comes from.
/// The rows it was trained on are not part of it.
public struct ChurnModel: Sendable {
  public enum Fitted: Sendable {
    case logistic(LogisticModel)
    case tree(TreeModel)
    /// Predicts a number, such as the amount of the next period.
    case regressionTree(TreeModel)

    public var kind: String {
      switch self {
      case .logistic: "logistic"
      case .tree: "tree"
      case .regressionTree: "regression-tree"
      }
    }

    /// The tree of either kind.
    public var tree: TreeModel? {
      switch self {
      case .tree(let model), .regressionTree(let model): model
      case .logistic: nil
      }
    }
  }

  public var name: String
  /// The column that names the customer; nil where the training file had none.
  public var idColumn: String?
  public var label: LabelContract
  public var schema: FeatureSchema
  public var missing: MissingPolicy
  public var fitted: Fitted
  public var provenance: Provenance
  public var assessment: Assessment
  /// Of a regression tree on repurchase whose leaves are value tiers.
  public var tiers: ValueTiers? = nil
  /// What a model of P(churned) must beat; empty in files of versions that kept none.
  public var baselines: [Baseline] = []
  /// Of the training rows, so that drift can be told without them; nil in files of versions that kept
  /// none.
  public var distribution: TrainingDistribution? = nil
  public var warnings: [String]
  public var verification: [VerificationRow]

  public var kind: String { fitted.kind }

  /// nil for a model that predicts a number.
  public var churn: ChurnAssessment? {
    if case .churn(let assessment) = assessment { assessment } else { nil }
  }

  /// What the terms are made from; each feature as it is in a model without terms.
  public var design: LearnedDesign {
    if case .logistic(let model) = fitted, let design = model.design { return design }
    return .plain(schema)
  }
}

/// What the label says, and of which time.
public struct LabelContract: Sendable, Equatable {
  public var column: String
  /// The cell that means churned; nil where the target is a number.
  public var positive: String?
  /// The as-of dates of the training rows (ISO), where the file or the command tells.
  public var asOf: [String]
  /// Days between the as-of date and the outcome window.
  public var gap: Int?
  /// Days of the outcome window.
  public var horizon: Int?

  public init(
    column: String, positive: String?, asOf: [String] = [], gap: Int? = nil, horizon: Int? = nil
  ) {
    self.column = column
    self.positive = positive
    self.asOf = asOf
    self.gap = gap
    self.horizon = horizon
  }
}

/// What happens to rows without a value in a feature.
public enum MissingPolicy: String, Sendable, CaseIterable {
  /// Median and indicator for numbers, a level of its own for categoricals.
  case impute
  /// Rows with a gap are left out of training and rejected in scoring.
  case drop
  /// A gap stops the training.
  case error
  /// Each split of a tree has learned where rows without a value go.
  case direction
  /// Rows without a value follow the surrogates of a tree's split.
  case surrogate

  /// Whether a logistic model can be trained so; the others are of trees.
  public var isOfLogistic: Bool { self != .direction && self != .surrogate }
}

public struct LogisticModel: Sendable {
  public var coefficients: [Coefficient]
  public var deviance: Double
  public var nullDeviance: Double
  public var logLikelihood: Double
  public var aic: Double
  public var bic: Double
  public var rows: Int
  public var degreesOfFreedom: Int
  public var iterations: Int
  public var converged: Bool
  public var newtonDecrement: Double
  /// Coverage of the intervals.
  public var confidence: Double
  public var sharedIndicators: [DesignSpecification.SharedIndicator]
  /// Where the intercept was moved to the population's share of churned customers.
  public var baseRate: BaseRateCorrection?
  /// Of a ridge, lasso or elastic net; their `aic`, `bic` and `newtonDecrement` are NaN.
  public var penalization: Penalization?
  /// What the terms are made from; nil where each feature enters as it is.
  public var design: LearnedDesign?
  /// nil in files of versions that made no tests.
  public var inference: LogisticInference?
}

public struct TreeModel: Sendable {
  public var tree: DecisionTree
  public var complexityTable: [ComplexityRow]
  public var importance: [Double]
  /// nil in a regression tree, which has the sum of squares.
  public var criterion: Impurity?
  public var prior: ClassPrior?
  public var cost = MisclassificationCost()
  /// Rows held out of training, by leaf; nil where there were none.
  public var heldOutLeaves: LeafCounts?

  public var isRegression: Bool { criterion == nil }
}

/// Where a model comes from: enough to make it again, and to recognise its training rows.
public struct Provenance: Sendable, Equatable {
  public var toolVersion: String
  public var seed: UInt64
  /// SHA-256 of the training file's content, hexadecimal.
  public var sha256: String
  public var rowsRead: Int
  public var rowsRejected: Int
  public var rowsTrained: Int
  public var rowsHeldOut: Int
  public var options: [String: JSONValue]
}
