import Modeling

/// How a ridge, lasso or elastic net came to its λ.
public struct Penalization: Sendable, Equatable {
  /// `ridge`, `lasso` or `elastic-net`.
  public var penalty: String
  /// `cv-min`, `cv-1se` or `given`.
  public var rule: String
  public var path: ElasticNetPath
  /// The cross-validated deviance of each point of the path; nil without a cross-validation.
  public var curve: ElasticNetCurve?
  /// The place of the model in the path.
  public var chosen: Int
  /// Penalty factors other than 1, by column of the file.
  public var factors: [String: Double]

  /// The model's point of the path.
  public var point: ElasticNetPath.Point { path.points[chosen] }
}
