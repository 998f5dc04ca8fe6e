/// How to grow and prune a classification tree. Defaults and semantics are those of Breiman,
/// Friedman, Olshen & Stone (1984) as rpart has them.
public struct TreeSpecification: Sendable, Equatable {
  public enum Pruning: String, Sendable, CaseIterable {
    case none
    /// The subtree with the smallest cross-validated error.
    case minimum = "min"
    /// The smallest subtree within one standard error of it.
    case oneStandardError = "1se"
  }

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

  public init() {}
}
