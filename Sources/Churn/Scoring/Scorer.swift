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

  private struct Scored: Sendable {
    var bytes: [UInt8]
    var rejects: [Reject]
    var rowsRead: Int
    var predictions: Predictions
    var table: EncodedTable
    var fingerprints: [UInt64]
    var untaken: [Int]
    var tiers: [String]
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
    var reader = try RecordReader(input, options: options.readOptions)
    let id = idColumn(reader.header)
    let encoder = try BatchEncoder(
      model, reader: reader, idColumn: id, missingTokens: options.readOptions.missingTokens)
    let tierEncoder = try options.tiers.map { (tiers) throws(LocatedError) in
      try BatchEncoder(
        tiers, reader: reader, idColumn: nil, missingTokens: options.readOptions.missingTokens)
    }
    let rows = try scoredRows(reader, encoder, id)
    var summary = ScoringSummary(featureCount: model.schema.features.count)
    summary.ignoredColumns = ignored(reader.header, id)
    if id == nil {
      summary.warnings.append("there is no id column: rows are named by their number")
    }
    var seen = FingerprintSet()
    try write(rows.header())
    while true {
      let batches = try nextBatches(&reader)
      if batches.isEmpty { break }
      for scored in score(batches, encoder, tierEncoder, rows) {
        try write(scored.bytes)
        for rejected in scored.rejects { try reject(rejected) }
        add(scored, to: &summary, &seen)
      }
      progress?(summary.rowsRead, reader.bytesRead, reader.byteCount)
    }
    try finish(&summary, input)
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
      schema: model.schema, valueName: ModelFile.valueKey(model.kind), bands: bands,
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

  private func nextBatches(_ reader: inout RecordReader) throws(LocatedError) -> [RecordBatch] {
    var batches: [RecordBatch] = []
    while batches.count < options.threads, let batch = try reader.next() { batches.append(batch) }
    return batches
  }

  private func score(
    _ batches: [RecordBatch], _ encoder: BatchEncoder, _ tierEncoder: BatchEncoder?,
    _ rows: ScoredRows
  ) -> [Scored] {
    let (predictor, tiers, count) = (predictor, tiers, options.reasonCount)
    return Parallel(threads: options.threads).map(count: batches.count) { place in
      let batch = batches[place]
      let tiered = tierEncoder?.encode(batch)
      let result = encoder.encode(batch, among: tiered?.records)
      let predictions = predictor.predict(result.table, reasonCount: count)
      let tierNames = tiers?.names(predictions, result, tiered) ?? []
      let rejects = (tiered?.rejects ?? []) + result.rejects
      return Scored(
        bytes: rows.text(predictions, result, tiers: tierNames, batch),
        rejects: rejects.sorted { $0.row < $1.row },
        rowsRead: batch.recordCount, predictions: predictions, table: result.table,
        fingerprints: fingerprints(batch, result.records, encoder.idPlace),
        untaken: result.untaken, tiers: tierNames)
    }
  }

  private func fingerprints(
    _ batch: RecordBatch, _ records: [Int], _ place: Int?
  ) -> [UInt64] {
    guard let place, batch.firstRow <= Self.duplicateLimit else { return [] }
    return batch.withFields { fields in
      records.map { FingerprintSet.fingerprint(trimmingBlanks(fields[$0, place])) }
    }
  }

  private func add(
    _ scored: Scored, to summary: inout ScoringSummary, _ seen: inout FingerprintSet
  ) {
    for fingerprint in scored.fingerprints where !seen.insert(fingerprint) {
      summary.duplicateIDs += 1
    }
    summary.rowsRead += scored.rowsRead
    summary.rowsScored += scored.predictions.values.count
    for value in scored.predictions.values {
      summary.valueSum += value
      if let band = bands?.band(of: value) { summary.bandRows[band, default: 0] += 1 }
    }
    for tier in scored.tiers { summary.tierRows[tier, default: 0] += 1 }
    for rejected in scored.rejects { summary.rejects.add(rejected) }
    summary.add(scored.table)
    for (feature, count) in scored.untaken.enumerated() { summary.untakenCells[feature] += count }
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
