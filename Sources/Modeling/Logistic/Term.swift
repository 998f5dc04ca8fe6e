/// One column of a logistic model's design.
public enum Term: Sendable, Hashable {
  case intercept
  /// The numbers of a feature, the median in its gaps.
  case numeric(feature: String)
  /// 1 where a categorical feature has this level.
  case level(feature: String, level: String)
  /// 1 where a numeric feature has no value.
  case missing(feature: String)

  /// The level of a categorical feature's gaps.
  public static let missingLevel = "(missing)"

  /// `(Intercept)`, `col`, `col=level` or `col is missing`.
  public var name: String {
    switch self {
    case .intercept: "(Intercept)"
    case .numeric(let feature): feature
    case .level(let feature, let level): "\(feature)=\(level)"
    case .missing(let feature): "\(feature) is missing"
    }
  }

  /// The feature that the term is made from; nil for the intercept.
  public var feature: String? {
    switch self {
    case .intercept: nil
    case .numeric(let feature), .level(let feature, _), .missing(let feature): feature
    }
  }
}
