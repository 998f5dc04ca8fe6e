import DelimitedText
import Modeling

/// Applies a model to a file of any size in constant memory: a few batches at a time are read, scored
/// on all threads and written in the order of the input.
public struct Scorer: Sendable {
  public let model: ChurnModel
  public let options: ScoringOptions
  private let predictor: Predictor

  /// Ids beyond this many rows are not checked for duplicates.
  static let duplicateLimit = 5_000_000

  public init(_ model: ChurnModel, options: ScoringOptions = .init()) {
    self.model = model
    self.options = options
    predictor = Predictor(model.fitted, schema: model.schema)
  }

  private struct Scored: Sendable {
    var bytes: [UInt8]
    var rejects: [Reject]
    var rowsRead: Int
    var predictions: Predictions
    var table: EncodedTable
    var fingerprints: [UInt64]
    var untaken: [Int]
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
    var reader = try RecordReader(input, options: options.readOptions)
    let id = idColumn(reader.header)
    let encoder = try BatchEncoder(
      model, reader: reader, idColumn: id, missingTokens: options.readOptions.missingTokens)
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
      for scored in score(batches, encoder, rows) {
        try write(scored.bytes)
        for rejected in scored.rejects { try reject(rejected) }
        add(scored, to: &summary, &seen)
      }
      progress?(summary.rowsRead, reader.bytesRead, reader.byteCount)
    }
    try finish(&summary, input)
    return summary
  }

  private func idColumn(_ header: [String]) -> String? {
    if let named = options.idColumn ?? model.idColumn { return named }
    return header.contains("customer_id") ? "customer_id" : nil
  }

  private func scoredRows(
    _ reader: RecordReader, _ encoder: BatchEncoder, _ id: String?
  ) throws(LocatedError) -> ScoredRows {
    var keep: [(name: String, place: Int)] = []
    for name in options.keep { keep.append((name, try reader.index(of: name))) }
    let rows = ScoredRows(
      schema: model.schema, bands: options.bands ?? model.bands, idName: id ?? "row",
      idPlace: encoder.idPlace, keep: keep, options: options)
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
    let used = Set(model.schema.features.map(\.name) + options.keep + [id ?? ""])
    return header.filter { !used.contains($0) }
  }

  private func nextBatches(_ reader: inout RecordReader) throws(LocatedError) -> [RecordBatch] {
    var batches: [RecordBatch] = []
    while batches.count < options.threads, let batch = try reader.next() { batches.append(batch) }
    return batches
  }

  private func score(
    _ batches: [RecordBatch], _ encoder: BatchEncoder, _ rows: ScoredRows
  ) -> [Scored] {
    let (predictor, count) = (predictor, options.reasonCount)
    return Parallel(threads: options.threads).map(count: batches.count) { place in
      let batch = batches[place]
      let result = encoder.encode(batch)
      let predictions = predictor.predict(result.table, reasonCount: count)
      return Scored(
        bytes: rows.text(predictions, result, batch), rejects: result.rejects,
        rowsRead: batch.recordCount, predictions: predictions, table: result.table,
        fingerprints: fingerprints(batch, result.records, encoder.idPlace),
        untaken: result.untaken)
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
    let bands = options.bands ?? model.bands
    for fingerprint in scored.fingerprints where !seen.insert(fingerprint) {
      summary.duplicateIDs += 1
    }
    summary.rowsRead += scored.rowsRead
    summary.rowsScored += scored.predictions.probabilities.count
    for probability in scored.predictions.probabilities {
      summary.probabilitySum += probability
      summary.bandRows[bands.band(of: probability), default: 0] += 1
    }
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
