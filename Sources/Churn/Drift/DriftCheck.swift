import DelimitedText
import Modeling

/// Compares a file of customers with the rows that a model was trained on, in constant memory but for
/// the score, the label and a fingerprint of the id of each row whose outcome is known.
public struct DriftCheck: Sendable {
  public struct Options: Sendable {
    /// nil: the model's label column, where the file has it.
    public var target: String?
    /// nil: the model's.
    public var positive: String?
    /// nil: the model's id column, where the file has it. Rows without an id are rejected.
    public var idColumn: String?
    /// Of the model, on other rows.
    public var reference: ModelReport?
    public var threads = 1
    public var readOptions = ReadOptions()

    public init() {}
  }

  public let model: ChurnModel
  public let options: Options
  private let counter: DriftCounter
  private let predictor: Predictor

  /// - Throws: `.wrongData` where the model's file keeps no distribution; `.usage` for a label to a
  ///   model of a number.
  public init(_ model: ChurnModel, options: Options = .init()) throws(LocatedError) {
    guard let counter = DriftCounter(model) else {
      throw LocatedError(
        .wrongData, "the model \(model.name) keeps no distribution of its training rows",
        advice: "It was made by an earlier version: train it again.")
    }
    if options.target != nil || options.reference != nil { _ = try model.requireChurn() }
    self.model = model
    self.options = options
    self.counter = counter
    predictor = Predictor(model.fitted, schema: model.schema)
  }

  private struct Counted: Sendable {
    var counter: DriftCounter
    var labels: LabelCells.Batch?
    var values: [Double]
    /// Of the ids; empty without an id column, or without labels.
    var customers: [UInt64]
    var rejects: [Reject]
    var untaken: [Int]
  }

  /// Rows with a known outcome.
  private struct Outcomes {
    var probabilities: [Double] = []
    var labels: [Bool] = []
    /// Fingerprints of the ids, where there are ids.
    var customers: [UInt64] = []
    /// The label that does not mean churned.
    var other: String?
    var withoutLabel = 0

    mutating func add(_ part: Counted, _ found: LabelCells.Batch) {
      for (row, label) in found.labels.enumerated() {
        guard let label else {
          withoutLabel += 1
          continue
        }
        probabilities.append(part.values[row])
        labels.append(label)
        if !part.customers.isEmpty { customers.append(part.customers[row]) }
      }
    }

    /// nil where no customer has two rows.
    var clusters: [Int]? {
      var seen = FingerprintSet()
      let repeats = customers.contains { !seen.insert($0) }
      return repeats ? customers.map { Int(truncatingIfNeeded: $0) } : nil
    }
  }

  /// - Parameters:
  ///   - reject: takes each row that could not be used.
  ///   - progress: rows so far, bytes read, and all bytes where known.
  /// - Throws: `LocatedError`; what `reject` throws.
  public func run(
    on input: Input, reject: (Reject) throws -> Void = { _ in },
    progress: ((Int, Int, Int?) -> Void)? = nil
  ) throws -> DriftFinding {
    var reader = try RecordReader(input, options: options.readOptions)
    let cells = try labelCells(reader)
    let encoder = try BatchEncoder(
      model, reader: reader, idColumn: idColumn(reader.header),
      missingTokens: options.readOptions.missingTokens)
    var (total, outcomes, rejects) = (counter, Outcomes(), Rejects(listing: 1))
    var (rowsRead, untaken) = (0, Array(repeating: 0, count: model.schema.features.count))
    try OrderedPipeline(threads: options.threads).run(
      next: { try reader.next().map { ($0, reader.bytesRead) } },
      work: { (batch, bytesRead) in (batch, count(batch, encoder, cells), bytesRead) },
      finish: { (batch, part, bytesRead) in
        total.merge(part.counter)
        if let cells, let found = part.labels {
          try cells.check(found, batch, &outcomes.other, file: reader.inputName)
          outcomes.add(part, found)
        }
        for rejected in part.rejects {
          rejects.add(rejected)
          try reject(rejected)
        }
        for (feature, cells) in part.untaken.enumerated() { untaken[feature] += cells }
        rowsRead += batch.recordCount
        progress?(rowsRead, bytesRead, reader.byteCount)
      })
    try check(rowsRead, rejects, input)
    var finding = DriftFinding(
      model: ModelIdentity(model), report: total.report(), rowsRead: rowsRead, rejects: rejects,
      sha256: reader.sha256 ?? "", outcome: outcome(outcomes),
      reference: ReferenceAUC(options.reference, model))
    finding.warnings = warnings(finding, outcomes, untaken, hasLabels: cells != nil)
    return finding
  }

  private func outcome(_ outcomes: Outcomes) -> OutcomeDrift? {
    outcomes.labels.isEmpty
      ? nil
      : OutcomeDrift(outcomes.probabilities, outcomes.labels, clusters: outcomes.clusters)
  }

  /// nil where the outcomes are not known, or nothing is said of them by the model.
  private func labelCells(_ reader: RecordReader) throws(LocatedError) -> LabelCells? {
    let column = options.target ?? model.label.column
    guard model.churn != nil, let positive = options.positive ?? model.label.positive,
      options.target != nil || reader.header.contains(column)
    else { return nil }
    try ColumnNames(reader.header, file: reader.inputName).require([column])
    return LabelCells(
      column: column, place: try reader.index(of: column), positive: positive,
      missingTokens: options.readOptions.missingTokens)
  }

  private func idColumn(_ header: [String]) -> String? {
    options.idColumn ?? model.idColumn.flatMap { header.contains($0) ? $0 : nil }
  }

  private func count(
    _ batch: RecordBatch, _ encoder: BatchEncoder, _ cells: LabelCells?
  ) -> Counted {
    let result = encoder.encode(batch)
    let values = predictor.values(result.table)
    var part = counter
    part.add(result.table, values: values)
    return Counted(
      counter: part, labels: cells?.read(batch, result.records), values: cells == nil ? [] : values,
      customers: cells == nil ? [] : Self.fingerprints(batch, result.records, encoder.idPlace),
      rejects: result.rejects, untaken: result.untaken)
  }

  private static func fingerprints(
    _ batch: RecordBatch, _ records: [Int], _ place: Int?
  ) -> [UInt64] {
    guard let place else { return [] }
    return batch.withFields { fields in
      records.map { FingerprintSet.fingerprint(trimmingBlanks(fields[$0, place])) }
    }
  }

  private func check(_ rowsRead: Int, _ rejects: Rejects, _ input: Input) throws(LocatedError) {
    guard rowsRead > 0 else {
      throw LocatedError(
        .wrongData, "there is a header but no row", at: Location(file: input.name),
        advice: "Give a file with customers.")
    }
    try rejects.check(rows: rowsRead, file: input.name)
  }

  private func warnings(
    _ finding: DriftFinding, _ outcomes: Outcomes, _ untaken: [Int], hasLabels: Bool
  ) -> [String] {
    var warnings: [String] = []
    if finding.sha256 == model.provenance.sha256 {
      warnings.append("this is the file that the model was trained on")
    }
    if let reference = options.reference, reference.model.checksum != finding.model.checksum {
      warnings.append("the reference report is about another model, \(reference.model.name)")
    }
    if hasLabels, outcomes.withoutLabel > 0 {
      warnings.append("\(outcomes.withoutLabel) rows have no label: only their columns count")
    }
    for (feature, count) in zip(model.schema.features, untaken) where count > 0 {
      warnings.append(
        "\(feature.name): \(count) values at or below -1, which log1p does not take, count as missing"
      )
    }
    return warnings + (finding.outcome?.warnings ?? [])
  }
}

extension OutcomeDrift {
  fileprivate var warnings: [String] {
    if extremeCount > 0 {
      return [
        "\(extremeCount) probabilities are exactly 0 or 1: calibration intercept and slope are not "
          + "defined"
      ]
    }
    return churned == 0 || churned == rows ? ["all rows have the same label: no AUC"] : []
  }
}
