import DelimitedText
import Modeling

/// Applies a model to a file of any size in constant memory: a few batches at a time are read, scored
/// on all threads and written in the order of the input.
public struct Scorer: Sendable {
  public let model: ChurnModel
  public let options: ScoringOptions
  private let predictor: Predictor
  private let tiers: TierColumn?

  /// Ids beyond this many rows are not checked for duplicates.
  static let duplicateLimit = 5_000_000

  public init(_ model: ChurnModel, options: ScoringOptions = .init()) {
    self.model = model
    self.options = options
    predictor = Predictor(model.fitted, schema: model.schema)
    tiers = TierColumn(options.tiers ?? model)
  }

  /// What reads, scores and writes the batches of one file.
  private struct Line: Sendable {
    var encoder: BatchEncoder
    var tierEncoder: BatchEncoder?
    var rows: ScoredRows
  }

  /// A batch when it is done; `summary` counts it alone, without its rejects.
  private struct Scored: Sendable {
    var bytes: [UInt8]
    var rejects: [Reject]
    var summary: ScoringSummary
    var fingerprints: [UInt64]
  }

  /// - Parameters:
  ///   - write: takes the scored file piece by piece.
  ///   - reject: takes each row that could not be used.
  ///   - progress: rows so far, bytes read, and all bytes where known.
  /// - Throws: `LocatedError`; what `write` and `reject` throw.
  public func score(
    _ input: Input, write: ([UInt8]) throws -> Void, reject: (Reject) throws -> Void = { _ in },
    progress: ((Int, Int, Int?) -> Void)? = nil
  ) throws -> ScoringSummary {
    try checkBands()
    if options.givesPath { _ = try model.requireTree(for: "--path") }
    try checkTiers()
    var reader = try RecordReader(input, options: readOptions)
    let id = idColumn(reader.header)
    let line = try line(reader, id)
    var summary = summary(reader.header, id, line)
    var seen = FingerprintSet()
    try write(line.rows.header())
    try OrderedPipeline(threads: options.threads).run(
      next: { try reader.next().map { ($0, reader.bytesRead) } },
      work: { (batch, bytesRead) in (score(batch, line), bytesRead) },
      finish: { (scored, bytesRead) in
        try write(scored.bytes)
        for rejected in scored.rejects {
          summary.rejects.add(rejected)
          try reject(rejected)
        }
        summary.add(scored.summary)
        summary.duplicateIDs += seen.insert(all: scored.fingerprints)
        progress?(summary.rowsRead, bytesRead, reader.byteCount)
      })
    try finish(&summary, input)
    return summary
  }

  /// Pieces that stay in the processor's cache, and no hash of a file that nobody will ask for.
  private var readOptions: ReadOptions {
    var result = options.readOptions
    result.chunkSize = min(result.chunkSize, 1 << 18)
    result.hashesContent = false
    return result
  }

  private func line(_ reader: RecordReader, _ id: String?) throws(LocatedError) -> Line {
    let tokens = options.readOptions.missingTokens
    let encoder = try BatchEncoder(
      model, reader: reader, idColumn: id, missingTokens: tokens,
      allowsAbsent: options.allowsMissingColumns)
    let tierEncoder = try options.tiers.map { (tiers) throws(LocatedError) in
      try BatchEncoder(tiers, reader: reader, idColumn: nil, missingTokens: tokens)
    }
    return Line(
      encoder: encoder, tierEncoder: tierEncoder, rows: try scoredRows(reader, encoder, id))
  }

  private func summary(_ header: [String], _ id: String?, _ line: Line) -> ScoringSummary {
    var summary = ScoringSummary(featureCount: model.schema.features.count)
    summary.ignoredColumns = ignored(header, id)
    summary.absentColumns = line.encoder.absent
    if id == nil {
      summary.warnings.append("there is no id column: rows are named by their number")
    }
    return summary
  }

  /// nil where the model predicts a number.
  private var bands: Bands? { model.churn.map { options.bands ?? $0.bands } }

  private func idColumn(_ header: [String]) -> String? {
    if let named = options.idColumn ?? model.idColumn { return named }
    return header.contains("customer_id") ? "customer_id" : nil
  }

  private func checkBands() throws(LocatedError) {
    guard options.bands != nil, model.churn == nil else { return }
    throw LocatedError(
      .usage, "--bands cut a probability, and \(model.name) predicts a number",
      advice: "Leave --bands out.")
  }

  private func checkTiers() throws(LocatedError) {
    guard let other = options.tiers else { return }
    guard other.tiers != nil else {
      throw LocatedError(
        .usage, "the model \(other.name) has no tiers",
        advice: "Give --tiers a model made by churn train tiers.")
    }
    guard model.tiers == nil else {
      throw LocatedError(
        .usage, "\(model.name) has tiers of its own", advice: "Leave --tiers out.")
    }
  }

  private func scoredRows(
    _ reader: RecordReader, _ encoder: BatchEncoder, _ id: String?
  ) throws(LocatedError) -> ScoredRows {
    var keep: [(name: String, place: Int)] = []
    for name in options.keep { keep.append((name, try reader.index(of: name))) }
    let rows = ScoredRows(
      reasonText: ReasonText(model.schema), valueName: ModelFile.valueKey(model.kind), bands: bands,
      idName: id ?? "row",
      idPlace: encoder.idPlace, hasTiers: tiers != nil, keep: keep, options: options)
    var names: Set<String> = []
    for name in rows.columns where !names.insert(name).inserted {
      throw LocatedError(
        .usage, "the scored file would have two columns \(name)",
        at: Location(file: reader.inputName, line: 1, column: name),
        advice: "Rename it in the input, or leave it out of --keep.")
    }
    return rows
  }

  private func ignored(_ header: [String], _ id: String?) -> [String] {
    let features = model.schema.features + (options.tiers?.schema.features ?? [])
    let used = Set(features.map(\.name) + options.keep + [id ?? ""])
    return header.filter { !used.contains($0) }
  }

  private func score(_ batch: RecordBatch, _ line: Line) -> Scored {
    let tiered = line.tierEncoder?.encode(batch)
    let result = line.encoder.encode(batch, among: tiered?.records)
    let predictions = predictor.predict(result.table, reasonCount: options.reasonCount)
    let tierNames = tiers?.names(predictions, result, tiered) ?? []
    return Scored(
      bytes: line.rows.text(predictions, result, tiers: tierNames, batch),
      rejects: ((tiered?.rejects ?? []) + result.rejects).sorted { $0.row < $1.row },
      summary: summary(of: predictions, result, tierNames, batch),
      fingerprints: fingerprints(batch, result.records, line.encoder.idPlace))
  }

  private func summary(
    of predictions: Predictions, _ result: BatchEncoder.Result, _ tierNames: [String],
    _ batch: RecordBatch
  ) -> ScoringSummary {
    var summary = ScoringSummary(featureCount: model.schema.features.count)
    summary.rowsRead = batch.recordCount
    summary.rowsScored = predictions.values.count
    summary.untakenCells = result.untaken
    summary.count(result.table)
    for value in predictions.values { summary.valueSum += value }
    if let bands {
      for band in Bands.Band.allCases {
        summary.bandRows[band] = predictions.values.count { bands.band(of: $0) == band }
      }
    }
    for tier in tierNames { summary.tierRows[tier, default: 0] += 1 }
    return summary
  }

  private func fingerprints(
    _ batch: RecordBatch, _ records: [Int], _ place: Int?
  ) -> [UInt64] {
    guard let place, batch.firstRow <= Self.duplicateLimit else { return [] }
    return batch.withFields { fields in
      records.map { FingerprintSet.fingerprint(trimmingBlanks(fields[$0, place])) }
    }
  }

  private func finish(_ summary: inout ScoringSummary, _ input: Input) throws(LocatedError) {
    guard summary.rowsRead > 0 else {
      throw LocatedError(
        .wrongData, "there is a header but no row", at: Location(file: input.name),
        advice: "Give a file with customers.")
    }
    try summary.rejects.check(rows: summary.rowsRead, file: input.name)
    summary.duplicatesAreChecked = summary.rowsRead <= Self.duplicateLimit
    if summary.duplicateIDs > 0 {
      summary.warnings.append(
        "\(summary.duplicateIDs) ids occur more than once: each row is scored")
    }
    for (feature, count) in zip(model.schema.features, summary.untakenCells) where count > 0 {
      summary.warnings.append(
        "\(feature.name): \(count) values at or below -1, which log1p does not take, count as missing"
      )
    }
    if !summary.duplicatesAreChecked {
      summary.warnings.append(
        "duplicate ids were looked for in the first \(Self.duplicateLimit) rows only")
    }
  }
}
