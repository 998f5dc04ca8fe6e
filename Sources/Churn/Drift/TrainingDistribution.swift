import DelimitedText
import Modeling

/// How features and score of the training rows were distributed: rows by bin, and no row. It is what
/// later rows are compared with.
///
/// Rows are counted, whatever their case weights: drift asks whether the rows are of the same kind.
/// Counted are values as the schema reads them, with gaps as gaps. The scores are the model's own of
/// its training rows, not those out of fold: what overfitting flatters is how scores and outcomes go
/// together, and the index looks at scores alone; out-of-fold scores are those of other models, whose
/// values (of a tree, a leaf's share) this model never gives.
public struct TrainingDistribution: Sendable, Equatable {
  /// Rows with a value by bin.
  public struct Numbers: Sendable, Equatable {
    public var bins: ValueBins
    public var rows: [Int]

    init(bins: ValueBins, rows: [Int]) {
      self.bins = bins
      self.rows = rows
    }

    init(of values: [Double]) {
      bins = ValueBins(decilesOf: values)
      rows = bins.counts(of: values).rows
    }
  }

  /// By feature; nil for levels, whose rows the schema has.
  public var features: [Numbers?]
  /// Of P(churned), or of the number that the model predicts.
  public var score: Numbers

  init(features: [Numbers?], score: Numbers) {
    self.features = features
    self.score = score
  }

  /// - Parameters:
  ///   - table: the training rows.
  ///   - scores: one a row.
  init(_ table: EncodedTable, scores: [Double], threads: Int) {
    features = Parallel(threads: threads).map(count: table.columns.count) { place in
      if case .numeric(let values) = table.columns[place] { Numbers(of: values) } else { nil }
    }
    score = Numbers(of: scores)
  }
}

// MARK: - The part `distribution` of a model file

extension TrainingDistribution {
  func json(_ schema: FeatureSchema) -> JSONValue {
    let columns = zip(schema.features, features).compactMap { feature, numbers in
      numbers.map { JSONValue.object($0.members.merging(["name": .string(feature.name)]) { $1 }) }
    }
    return ["features": .array(columns), "score": .object(score.members)]
  }

  /// - Throws: `.wrongData` naming the path of what is missing or impossible.
  init?(_ node: JSONNode?, schema: FeatureSchema) throws(LocatedError) {
    guard let node else { return nil }
    var columns = try node["features"].array()[...]
    features = []
    for feature in schema.features {
      guard case .numeric(let learned) = feature.kind else {
        features.append(nil)
        continue
      }
      guard let column = columns.popFirst(),
        try column["name"].string().utf8.elementsEqual(feature.name.utf8)
      else {
        throw try node["features"].error("does not list \(feature.name) in its place")
      }
      features.append(try Numbers(column, total: schema.rowCount - learned.missingCount))
    }
    guard columns.isEmpty else {
      throw try node["features"].error("lists more than the numeric features")
    }
    score = try Numbers(node["score"], total: schema.rowCount)
  }
}

extension TrainingDistribution.Numbers {
  /// Far more than are ever written.
  private static let mostCuts = 100

  fileprivate var members: [String: JSONValue] {
    [
      "cuts": .array(bins.cuts.map { JSONValue($0) }),
      "rows": .array(rows.map { JSONValue($0) }),
    ]
  }

  /// - Parameter total: of the rows in all bins.
  fileprivate init(_ node: JSONNode, total: Int) throws(LocatedError) {
    let list = try node["cuts"].array()
    guard list.count <= Self.mostCuts else {
      throw try node["cuts"].error("has \(list.count) cuts; expected at most \(Self.mostCuts)")
    }
    var cuts: [Double] = []
    for cut in list {
      let value = try cut.number()
      guard value > cuts.last ?? -.infinity else {
        throw cut.error("is not above the cut before it")
      }
      cuts.append(value)
    }
    var rows: [Int] = []
    for count in try node["rows"].array() {
      rows.append(try count.int(in: 0...Int(Int32.max)))
    }
    guard rows.count == cuts.count + 1, rows.reduce(0, +) == total else {
      throw try node["rows"].error(
        "are not the \(total) rows of \(cuts.count + 1) bins")
    }
    self.init(bins: ValueBins(cuts: cuts), rows: rows)
  }
}
