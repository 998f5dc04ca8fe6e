import DelimitedText
import Modeling

/// Several models side by side.
public struct Comparison: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var report: ModelReport
    /// `data`: judged here on the common rows; `report`: read from a report; `training`: the measures
    /// that the model file holds.
    public var source: Source
    /// For pictures; a report holds no scores, so none.
    public var curves: JudgedCurves? = nil
  }

  public enum Source: String, Sendable {
    case data, report, training
  }

  /// Two models by their places; the difference is a − b.
  public struct Pair: Sendable, Equatable {
    public var a: Int
    public var b: Int
    /// DeLong's test.
    public var auc = PairedDifference()
    /// By the paired bootstrap; nil where none was made.
    public var lift: PairedDifference?
    public var logLoss: PairedDifference?
  }

  public var entries: [Entry]
  public var pairs: [Pair]
  public var warnings: [String]

  public init(entries: [Entry], pairs: [Pair], warnings: [String]) {
    self.entries = entries
    self.pairs = pairs
    self.warnings = warnings
  }

  /// What is compared: a model, to be judged or by its own measures, or a report.
  public enum Contestant: Sendable {
    case model(ChurnModel)
    case report(ModelReport)

    public static func read(_ input: Input) throws(LocatedError) -> Contestant {
      let (value, node) = try ModelFile.document(input)
      if ModelReport.isReport(value) { return .report(try ModelReport.read(value, node)) }
      return .model(try ModelFile.read(value, node))
    }
  }

  /// - Parameter judgement: the models among the contestants on common rows, in their order; nil where
  ///   there is no data.
  /// - Throws: `.usage` for a model that predicts a number.
  public init(_ contestants: [Contestant], judgement: Judgement?) throws(LocatedError) {
    var places: [Int?] = []
    var judged = 0
    let resampled = judgement?.resampled()
    entries = []
    for contestant in contestants {
      switch contestant {
      case .report(let report):
        entries.append(Entry(report: report, source: .report))
        places.append(nil)
      case .model(let model):
        if let judgement {
          entries.append(
            Entry(
              report: judgement.report(judged, resampled), source: .data,
              curves: JudgedCurves(judgement.scores[judged])))
          places.append(judged)
          judged += 1
        } else {
          entries.append(Entry(report: try Self.training(model), source: .training))
          places.append(nil)
        }
      }
    }
    Self.numberEqualNames(&entries)
    pairs = Self.pairs(entries, places, judgement, resampled)
    warnings = Self.warnings(entries)
  }

  /// Pairs name their models, and models that nobody named have the name of their kind.
  private static func numberEqualNames(_ entries: inout [Entry]) {
    var taken: Set<String> = []
    for place in entries.indices {
      let name = entries[place].report.model.name
      var (unique, number) = (name, 1)
      while !taken.insert(unique).inserted {
        number += 1
        unique = "\(name) (\(number))"
      }
      entries[place].report.model.name = unique
    }
  }

  /// The measures in a model file: of the held-out rows where there are any.
  private static func training(_ model: ChurnModel) throws(LocatedError) -> ModelReport {
    let churn = try model.requireChurn()
    return ModelReport(
      model: ModelIdentity(model), sha256: model.provenance.sha256,
      rowsRead: model.provenance.rowsRead, rowsRejected: model.provenance.rowsRejected,
      isInSample: churn.holdout == nil, measures: churn.holdout ?? churn.training,
      bands: churn.bands, bandTable: [], warnings: [])
  }

  private static func pairs(
    _ entries: [Entry], _ places: [Int?], _ judgement: Judgement?, _ resampled: ContestIntervals?
  ) -> [Pair] {
    var pairs: [Pair] = []
    for a in entries.indices {
      for b in entries.indices where b > a {
        var pair = Pair(a: a, b: b)
        if entries[a].report.isInSample || entries[b].report.isInSample {
          pairs.append(pair)
          continue
        }
        if let judgement, let first = places[a], let second = places[b] {
          pair.auc = judgement.rows.pairedDifference(
            judgement.scores[first], judgement.scores[second])
          let tests = resampled?.pair(first, second)
          pair.lift = tests?.liftAt10.map { PairedDifference($0) }
          pair.logLoss = tests?.logLoss.map { PairedDifference($0) }
        } else if let x = entries[a].report.measures.auc, let y = entries[b].report.measures.auc {
          pair.auc.difference = x - y
        }
        pairs.append(pair)
      }
    }
    return adjusted(pairs)
  }

  /// Holm's correction, over the pairs, for each measure.
  private static func adjusted(_ pairs: [Pair]) -> [Pair] {
    let aucs = pairs.map(\.auc).adjusted
    let lifts = pairs.map { $0.lift ?? PairedDifference() }.adjusted
    let losses = pairs.map { $0.logLoss ?? PairedDifference() }.adjusted
    var pairs = pairs
    for place in pairs.indices {
      pairs[place].auc = aucs[place]
      if pairs[place].lift != nil { pairs[place].lift = lifts[place] }
      if pairs[place].logLoss != nil { pairs[place].logLoss = losses[place] }
    }
    return pairs
  }

  private static func warnings(_ entries: [Entry]) -> [String] {
    var warnings: [String] = []
    if entries.count > 1, entries.contains(where: { $0.source != .data }) {
      warnings.append(
        "measures from reports and model files hold no scores: differences have no interval and p")
    }
    if Set(entries.map { "\($0.report.sha256) \($0.report.measures.rows)" }).count > 1 {
      warnings.append("the models were judged on different rows: the measures are not comparable")
    }
    for entry in entries where entry.report.isInSample {
      warnings.append("\(entry.report.model.name) is judged on its training rows: not compared")
    }
    for entry in entries {
      for warning in entry.report.warnings where !entry.report.isInSample {
        warnings.append("\(entry.report.model.name): \(warning)")
      }
    }
    return warnings
  }
}
