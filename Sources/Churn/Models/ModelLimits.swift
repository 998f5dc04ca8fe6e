import DelimitedText

/// How much each part of a model file may hold. A file may come from a stranger: counts are looked at
/// before anything is made of the elements, so that what a small file may cost is known. All are far
/// above what training writes; `models/README.md` lists them.
enum ModelLimits {
  static let document = JSONLimits(bytes: 64 << 20, depth: 64, values: 4_000_000)
  static let features = 10_000
  /// Of one feature.
  static let levels = 1_000_000
  /// UTF-8, of the name of a model, a feature, a column or a tier.
  static let nameBytes = 10_000
  /// UTF-8, of a level and of a warning.
  static let textBytes = 100_000
  static let warnings = 10_000
  static let asOfDates = 100_000
  static let verificationRows = 2000
  static let coefficients = 500_000
  /// Of log-odds a unit: so that sums over a million levels of two billion rows stay finite.
  static let estimate = -1e290...1e290
  static let nodes = 250_000
  /// Levels of the features of all rules and surrogates of a tree together: scoring keeps a byte for
  /// each.
  static let ruleLevels = 100_000_000
  static let pathPoints = 10_000
  /// Of the lists that training measures consist of: gains, groups, curves.
  static let measurePoints = 10_000
}

extension JSONNode {
  /// The name of something.
  func name() throws(LocatedError) -> String { try string(upTo: ModelLimits.nameBytes) }
}
