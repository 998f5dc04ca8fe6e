import Modeling

extension TrainingRequest {
  /// Penalised estimates.
  public struct PenaltyOptions: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      case none, ridge, lasso
      case elasticNet = "elastic-net"
      case firth
    }

    /// The λ of the fitted model.
    public enum Lambda: Sendable, Equatable {
      case value(Double)
      /// Of the smallest cross-validated deviance.
      case minimum
      /// The largest within one standard error of it.
      case oneStandardError

      /// As the command has it; nil for what is none of them.
      public init?(_ text: String) {
        switch text {
        case "cv-min": self = .minimum
        case "cv-1se": self = .oneStandardError
        default:
          guard let value = Double(text), value >= 0, value.isFinite else { return nil }
          self = .value(value)
        }
      }

      /// `cv-min`, `cv-1se` or `given`.
      public var rule: String {
        switch self {
        case .value: "given"
        case .minimum: "cv-min"
        case .oneStandardError: "cv-1se"
        }
      }
    }

    public var kind: Kind = .none
    /// Firth's penalty in place of a refusal where the classes are separated.
    public var takesFirthWhereSeparated = false
    public var lambda: Lambda = .minimum
    /// Share of the lasso in an elastic net.
    public var alpha = 0.5
    /// Folds of the cross-validation that chooses λ, and of the cross-validated measures; nil for 10
    /// where λ hangs on it, else none, and no such measures. Scores for the threshold are then
    /// cross-validated with these 10 or with 5 folds; 0 for no cross-validation at all.
    public var folds: Int?
    /// How often the customers are divided into folds anew, for scores and measures.
    public var repeats = 1
    /// Penalty factors by column of the file, for all its terms; 1 for the others.
    public var factors: [String: Double] = [:]

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] {
      var record: [String: JSONValue] = ["penalty": .string(kind.rawValue)]
      if let folds { record["cv"] = JSONValue(folds) }
      if repeats > 1 { record["cv_repeats"] = JSONValue(repeats) }
      guard isElasticNet else { return record }
      record["cv"] = JSONValue(foldCount)
      record["alpha"] = JSONValue(mixing)
      record["lambda"] = .string(lambda.rule)
      if case .value(let value) = lambda { record["lambda"] = .number(value) }
      record["penalty_factor"] = .object(factors.mapValues { .number($0) })
      return record
    }
  }
}

extension TrainingRequest.PenaltyOptions {
  /// Ridge, lasso or elastic net.
  var isElasticNet: Bool { kind == .ridge || kind == .lasso || kind == .elasticNet }

  var mixing: Double { kind == .ridge ? 0 : (kind == .lasso ? 1 : alpha) }

  var foldCount: Int {
    if let folds { return folds }
    if isElasticNet, lambda == .minimum || lambda == .oneStandardError { return 10 }
    return 0
  }

  /// What to fit; nil for other penalties.
  func elasticNet(_ design: DesignMatrix, threads: Int) -> ElasticNet? {
    guard isElasticNet else { return nil }
    var net = ElasticNet(alpha: mixing)
    net.threads = threads
    if !factors.isEmpty {
      net.penaltyFactors = design.terms.dropFirst().map { factors[$0.feature ?? ""] ?? 1 }
    }
    return net
  }
}
