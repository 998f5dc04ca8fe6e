import DelimitedText
import Modeling

extension Study {
  /// Whether and how the orders are read again to see if the features know what came later.
  public enum Probing: Sendable {
    case with(LookAheadProbe)
    case skipped(String)
  }

  /// Placebo runs made unasked, and the training and judged rows up to which they are.
  public static let usualPlaceboRuns = 20
  public static let mostPlaceboRows = 100_000

  static func usualRuns(_ rows: Int) -> Int { rows <= mostPlaceboRows ? usualPlaceboRuns : 0 }

  /// What the placebo and the probe say of this study.
  struct Sanity {
    let study: Study
    let progress: (@Sendable (String, Int, Int?) -> Void)?

    func report(
      _ requests: [TrainingRequest], training: (CustomerSnapshot, Input), judged: CustomerSnapshot,
      _ judgement: Judgement
    ) throws -> SanityReport {
      let lookAhead = try lookAhead(training.0, judged, judgement.models)
      let rows = training.0.rowCount + judgement.customers.rowCount
      let runs = study.placeboRuns ?? usualRuns(rows)
      guard runs > 0 else {
        return SanityReport(placebo: [], placeboSkipped: reason(rows), lookAhead: lookAhead)
      }
      let results = try requests.map { request in
        let customers = try LabelledCustomers.read(training.1, columns: request.columns)
        return request.placebo(
          runs, training: customers, judged: judgement.customers, progress: progress)
      }
      return SanityReport(placebo: results, lookAhead: lookAhead)
    }

    private func reason(_ rows: Int) -> String {
      study.placeboRuns == nil
        ? "\(rows) training and judged rows are more than \(mostPlaceboRows); --placebo "
          + "\(usualPlaceboRuns) runs it"
        : "--placebo 0"
    }

    /// Orders that cannot be read again prove nothing against the features.
    private func lookAhead(
      _ training: CustomerSnapshot, _ judged: CustomerSnapshot, _ models: [ChurnModel]
    ) throws -> LookAhead {
      switch study.probing {
      case .skipped(let reason): return .skipped(reason)
      case .with(let probe):
        progress?("look-ahead probe", 0, nil)
        do {
          return try probed(training, judged, models, probe)
        } catch let error as LocatedError {
          return .skipped("the orders cannot be read again: \(error.what)")
        }
      }
    }

    private func probed(
      _ training: CustomerSnapshot, _ judged: CustomerSnapshot, _ models: [ChurnModel],
      _ probe: LookAheadProbe
    ) throws -> LookAhead {
      var result = LookAhead()
      result.checks = [
        try probe.check(training, file: fileNames[0]),
        try probe.check(judged, file: fileNames[1]) { table in
          try models.map { try study.scored(table, by: $0) }
        },
      ]
      result.undatedLines = probe.undatedLines
      result.undatedCustomers = try probe.customersKnownUndated(judged)
      return result
    }
  }
}
