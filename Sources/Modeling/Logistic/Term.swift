/// One column of a logistic model's design. Terms are equal when their texts have the same bytes:
/// levels that Swift's == takes for one (canonically equivalent texts) are two terms.
public enum Term: Sendable, Hashable {
  case intercept
  /// The numbers of a feature, the median in its gaps.
  case numeric(feature: String)
  /// 1 where a categorical feature has this level.
  case level(feature: String, level: String)
  /// 1 where a numeric feature has no value.
  case missing(feature: String)
  /// log(1 + x) of a numeric feature.
  case log1p(feature: String)
  /// (x − mean) / standard deviation of a numeric feature.
  case standardized(feature: String)
  /// Column `basis` (from 1) of a numeric feature's natural cubic spline.
  case spline(feature: String, degreesOfFreedom: Int, basis: Int)
  /// The product of two features' terms.
  indirect case product(Term, Term)

  /// The level of a categorical feature's gaps.
  public static let missingLevel = "(missing)"
  /// The level that rare levels are lumped into.
  public static let otherLevel = "(other)"

  /// `(Intercept)`, `col`, `col=level`, `col is missing`, `log1p(col)`, `standardize(col)`,
  /// `ns(col,df)[k]`, or two of them as `a:b`.
  public var name: String {
    switch self {
    case .intercept: "(Intercept)"
    case .numeric(let feature): feature
    case .level(let feature, let level): "\(feature)=\(level)"
    case .missing(let feature): "\(feature) is missing"
    case .log1p(let feature): "log1p(\(feature))"
    case .standardized(let feature): "standardize(\(feature))"
    case .spline(let feature, let df, let basis): "ns(\(feature),\(df))[\(basis)]"
    case .product(let a, let b): "\(a.name):\(b.name)"
    }
  }

  /// The variable that the term belongs to: its feature, or `a:b` for a product, which is a variable
  /// of its own beside the two features; nil for the intercept.
  public var feature: String? {
    switch self {
    case .intercept: nil
    case .numeric(let feature), .level(let feature, _), .missing(let feature),
      .log1p(let feature), .standardized(let feature), .spline(let feature, _, _):
      feature
    case .product(let a, let b): (a.feature ?? "") + ":" + (b.feature ?? "")
    }
  }

  /// The features that the term is made from: none, one, or the two of a product.
  public var features: [String] {
    if case .product(let a, let b) = self { return a.features + b.features }
    return feature.map { [$0] } ?? []
  }

  /// Whether the term is 0 or 1 in every row.
  public var isIndicator: Bool {
    switch self {
    case .level, .missing: true
    case .product(let a, let b): a.isIndicator && b.isIndicator
    default: false
    }
  }
}

extension Term {
  public static func == (a: Term, b: Term) -> Bool { a.bytes == b.bytes }

  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

  /// The kind first, which says how many texts follow.
  private var bytes: [[UInt8]] {
    switch self {
    case .intercept: [[0]]
    case .numeric(let feature): [[1], Array(feature.utf8)]
    case .level(let feature, let level): [[2], Array(feature.utf8), Array(level.utf8)]
    case .missing(let feature): [[3], Array(feature.utf8)]
    case .log1p(let feature): [[4], Array(feature.utf8)]
    case .standardized(let feature): [[5], Array(feature.utf8)]
    case .spline(let feature, let df, let basis):
      [[6], Array(feature.utf8), Array("\(df),\(basis)".utf8)]
    case .product(let a, let b): [[7]] + a.bytes + b.bytes
    }
  }
}
