import DelimitedText
import Modeling

extension TrainingRequest {
  /// Intervals, standard errors and tests.
  public struct InferenceOptions: Sendable {
    /// Standard errors that do not trust the model's variance; see `InferenceRequest`.
    public enum Robust: String, Sendable, CaseIterable {
      case hc0, hc1
    }

    public var intervals = InferenceRequest.Intervals.wald
    /// nil for the default: by customer where some occur more than once, else the model's.
    public var robust: Robust?
    /// The column whose equal cells make a cluster.
    public var cluster: String?
    /// Whether the model is fitted again without each variable; nil: where that costs little.
    public var testsVariables: Bool?

    public init() {}

    /// As the model file keeps them.
    var record: [String: JSONValue] {
      var record: [String: JSONValue] = [
        "intervals": .string(intervals.rawValue), "robust": JSONValue(robust?.rawValue),
        "cluster": JSONValue(cluster),
      ]
      if let testsVariables { record["drop_one"] = .bool(testsVariables) }
      return record
    }
  }
}

extension TrainingRequest.LogisticOptions {
  /// Refuses what contradicts itself.
  public func checkInference() throws(ModelingError) {
    if inference.cluster != nil, inference.robust != nil {
      throw ModelingError(
        .usage, "--cluster and --robust both ask for standard errors",
        advice: "Give one of them; those by cluster are robust as well.")
    }
    guard penalty.kind == .firth else { return }
    if inference.cluster != nil || inference.robust != nil {
      throw ModelingError(
        .usage,
        "--penalty firth takes its p-values from the penalised likelihood: it has no "
          + (inference.cluster != nil ? "--cluster" : "--robust"),
        advice: "Leave out one of the two.")
    }
  }

  /// What the fit is asked for: standard errors by the cluster column, or by customer where some
  /// occur in several rows.
  func inferenceRequest(_ preparation: Preparation) -> InferenceRequest {
    var request = InferenceRequest()
    request.intervals = inference.intervals
    request.testsVariables = inference.testsVariables
    switch inference.robust {
    case .hc0: request.standardErrors = .hc0
    case .hc1: request.standardErrors = .hc1
    case nil:
      let groups = preparation.trainingClusters ?? preparation.repeatedCustomers
      if let groups, penalty.kind != .firth { request.standardErrors = .clustered(groups) }
    }
    return request
  }

  /// What likelihoods do not know of rows that depend on each other.
  func inferenceWarnings(_ preparation: Preparation, _ fitted: LogisticInference?) -> [String] {
    var warnings: [String] = []
    if let count = fitted?.clusterCount, count < 30 {
      warnings.append(
        "standard errors rest on \(count) clusters: with so few they tend to be too small")
    }
    guard inference.cluster != nil || preparation.repeatedCustomers != nil else { return warnings }
    if penalty.kind == .firth {
      warnings.append(
        "customers occur in several rows, which the penalised likelihood takes as independent: "
          + "its standard errors and p-values are too small")
    } else if inference.intervals == .profile {
      warnings.append(
        "profile limits and likelihood-ratio tests take rows as independent; "
          + "standard errors, z and p are by cluster")
    }
    return warnings
  }
}

extension Preparation {
  /// The cluster of each training row, where a column was named.
  var trainingClusters: [Int]? { file.clusters.map { codes in trainingRows.map { codes[$0] } } }

  /// The customer of each training row, where some occur more than once among them.
  var repeatedCustomers: [Int]? {
    trainingGroups.flatMap { Set($0).count < $0.count ? $0 : nil }
  }
}
