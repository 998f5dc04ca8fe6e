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

extension Term {
  public static func == (a: Term, b: Term) -> Bool { a.bytes == b.bytes }

  public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }

  private var bytes: [[UInt8]] {
    switch self {
    case .intercept: []
    case .numeric(let feature): [Array(feature.utf8)]
    case .level(let feature, let level): [Array(feature.utf8), Array(level.utf8)]
    case .missing(let feature): [Array(feature.utf8), [], []]
    }
  }
}
