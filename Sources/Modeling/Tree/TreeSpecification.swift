/// How to grow and prune a tree. Defaults and semantics are those of Breiman, Friedman, Olshen &
/// Stone (1984) as rpart has them.
public struct TreeSpecification: Sendable, Equatable {
  public enum Pruning: String, Sendable, CaseIterable {
    case none
    /// The subtree with the smallest cross-validated error.
    case minimum = "min"
    /// The smallest subtree within one standard error of it.
    case oneStandardError = "1se"
  }

  /// What a node does with rows that have no value in its split's feature.
  public enum MissingValues: String, Sendable, CaseIterable {
    /// Splits are judged by the rows with a value; the others follow the first surrogate split that
    /// they have a value for, else the majority.
    case surrogate
    /// Both sides are tried for the rows without a value, and the better one is kept.
    case direction
  }

  /// How the value of a node must move along a numeric feature.
  public enum Monotonicity: String, Sendable, CaseIterable {
    case increasing = "+"
    case decreasing = "-"
  }

  public enum Growth: String, Sendable, CaseIterable {
    /// Every midpoint between neighbouring values is tried.
    case exact
    /// Cuts at quantiles, learned once: for large files.
    case histogram
  }

  /// Impurity of a classification tree; a regression tree has its sum of squares.
  public var criterion: Impurity = .gini
  /// Rows that a node must have to be split.
  public var minimumSplit = 20
  /// Rows that a leaf must have.
  public var minimumLeaf = 7
  /// 1 … 30; the root is at depth 0.
  public var maximumDepth = 30
  /// A split must save this share of the root's loss, for itself and each split below it.
  public var complexity = 0.01
  public var pruning: Pruning = .oneStandardError
  /// Probabilities of the classes in place of their shares of the rows; nil for those.
  public var prior: ClassPrior?
  public var misclassification = MisclassificationCost()
  public var missing: MissingValues = .surrogate
  /// Surrogate splits kept for a split, at most; with `.surrogate` only.
  public var surrogates = 5
  /// Runners-up kept for a split, at most: the best splits on other features.
  public var competitors = 0
  /// Constraints by feature name.
  public var monotone: [String: Monotonicity] = [:]
  public var growth: Growth = .exact

  public init() {}
}

/// Probabilities of the two classes, which sum to 1.
public struct ClassPrior: Sendable, Equatable {
  public var stayed: Double
  public var churned: Double

  public init(stayed: Double, churned: Double) {
    self.stayed = stayed
    self.churned = churned
  }
}

/// What a wrong call costs.
public struct MisclassificationCost: Sendable, Equatable {
  /// Of calling a staying customer churned.
  public var falsePositive = 1.0
  /// Of calling a churned customer staying.
  public var falseNegative = 1.0

  public init(falsePositive: Double = 1, falseNegative: Double = 1) {
    self.falsePositive = falsePositive
    self.falseNegative = falseNegative
  }
}
