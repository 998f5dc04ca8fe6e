import DelimitedText
import Modeling

/// Applies a model to a file of any size in constant memory: a few batches at a time are read, scored
/// on all threads and written in the order of the input.
public struct Scorer: Sendable {
  public let model: ChurnModel
  public let options: ScoringOptions
  private let predictor: Predictor
  private let tiers: TierColumn?
  /// Empty; nil where the model keeps no distribution.
  private let drift: DriftCounter?

  /// Ids beyond this many rows are not checked for duplicates.
  static let duplicateLimit = 5_000_000

  public init(_ model: ChurnModel, options: ScoringOptions = .init()) {
    self.model = model
    self.options = options
    predictor = Predictor(model.fitted, schema: model.schema)
    tiers = TierColumn(options.tiers ?? model)
    drift = DriftCounter(model)
  }

  /// What reads, scores and writes the batches of one file.
  private struct Line: Sendable {
    var encoder: BatchEncoder
    var tierEncoder: BatchEncoder?
    var playbook: PlaybookColumns?
    var rows: ScoredRows
    /// The customers to contact, once they are chosen.
    var list: ContactList?
  }

  /// A batch with its scores.
  private struct Predicted: Sendable {
    var batch: RecordBatch
    var rejects: [Reject]
    var result: BatchEncoder.Result
    var predictions: Predictions
    var modelTiers: [String]
    var playbook: PlaybookRows?

    /// The rows' numbers in the file.
    var numbers: [Int] { result.records.map { batch.firstRow + $0 } }
  }

  /// A batch when it is done; `summary` counts it alone, without its rejects.
  private struct Scored: Sendable {
    var bytes: [UInt8]
    var rejects: [Reject]
    var summary: ScoringSummary
    var drift: DriftCounter?
    var fingerprints: [UInt64]
  }

  /// With a plan that is limited the file is read twice: who is in the list depends on all customers.
  ///
  /// - Parameters:
  ///   - write: takes the scored file piece by piece.
  ///   - reject: takes each row that could not be used.
  ///   - progress: what is done, rows so far, bytes read, and all bytes where known.
  /// - Throws: `LocatedError`; what `write` and `reject` throw.
  public func score(
    _ input: Input, write: ([UInt8]) throws -> Void, reject: (Reject) throws -> Void = { _ in },
    progress: ((String, Int, Int, Int?) -> Void)? = nil
  ) throws -> ScoringSummary {
    try checkBands()
    if options.givesPath { _ = try model.requireTree(for: "--path") }
    try checkTiers()
    guard let plan = options.plan, plan.needsTwoPasses else {
      return try score(input, list: nil, write: write, reject: reject, progress: progress)
    }
    let spooled = try SpooledInput(input)
    let (list, rows) = try choose(spooled.input, plan, progress)
    let summary = try score(
      spooled.input, list: list, write: write, reject: reject, progress: progress)
    guard summary.rowsRead == rows else {
      throw LocatedError(
        .inputOutput, "the file changed while it was read", at: Location(file: input.name),
        advice: "Score a copy that nothing else writes to.")
    }
    return summary
  }

  private func score(
    _ input: Input, list: ContactList?, write: ([UInt8]) throws -> Void,
    reject: (Reject) throws -> Void, progress: ((String, Int, Int, Int?) -> Void)?
  ) throws -> ScoringSummary {
    var reader = try RecordReader(input, options: readOptions)
    let id = idColumn(reader.header)
    let line = try line(reader, id, list)
    var summary = summary(reader.header, id, line)
    var seen = FingerprintSet()
    var drift = drift
    try write(line.rows.header())
    try OrderedPipeline(threads: options.threads).run(
      next: { try reader.next().map { ($0, reader.bytesRead) } },
      work: { (batch, bytesRead) in (score(predict(batch, line), line), bytesRead) },
      finish: { (scored, bytesRead) in
        try write(scored.bytes)
        for rejected in scored.rejects {
          summary.rejects.add(rejected)
          try reject(rejected)
        }
        summary.add(scored.summary)
        if let part = scored.drift { drift?.merge(part) }
        summary.duplicateIDs += seen.insert(all: scored.fingerprints)
        progress?("scoring", summary.rowsRead, bytesRead, reader.byteCount)
      })
    summary.drift = drift?.report()
    summary.contacts?.list = list
    try finish(&summary, input)
    return summary
  }

  /// The first of two passes: the list, and how many rows the file has.
  private func choose(
    _ input: Input, _ plan: PlaybookPlan, _ progress: ((String, Int, Int, Int?) -> Void)?
  ) throws -> (list: ContactList, rows: Int) {
    var reader = try RecordReader(input, options: readOptions)
    let line = try line(reader, idColumn(reader.header), nil)
    var builder = ContactListBuilder(plan.contacts, hasMoney: plan.money.isKnown)
    var rows = 0
    try OrderedPipeline(threads: options.threads).run(
      next: { try reader.next().map { ($0, reader.bytesRead) } },
      work: { (batch, bytesRead) in
        let predicted = predict(batch, line, reasonCount: 0)
        return (predicted.playbook, predicted.numbers, batch.recordCount, bytesRead)
      },
      finish: { (playbook, numbers, count, bytesRead) in
        rows += count
        if let playbook {
          for (place, number) in numbers.enumerated() {
            builder.add(row: number, worth: playbook.worth[place], cost: playbook.cost[place])
          }
        }
        progress?("choosing", rows, bytesRead, reader.byteCount)
      })
    return (builder.list, rows)
  }

  /// Pieces that stay in the processor's cache, and no hash of a file that nobody will ask for.
  private var readOptions: ReadOptions {
    var result = options.readOptions
    result.chunkSize = min(result.chunkSize, 1 << 18)
    result.hashesContent = false
    return result
  }

  private func line(
    _ reader: RecordReader, _ id: String?, _ list: ContactList?
  ) throws(LocatedError) -> Line {
    let tokens = options.readOptions.missingTokens
    let encoder = try BatchEncoder(
      model, reader: reader, idColumn: id, missingTokens: tokens,
      allowsAbsent: options.allowsMissingColumns)
    let tierEncoder = try options.tiers.map { (tiers) throws(LocatedError) in
      try BatchEncoder(tiers, reader: reader, idColumn: nil, missingTokens: tokens)
    }
    let playbook = try options.plan.map { (plan) throws(LocatedError) in
      try PlaybookColumns(
        plan, model, bands: try requireBands(), tiers: (options.tiers ?? model).tiers,
        reader: reader, options: options)
    }
    return Line(
      encoder: encoder, tierEncoder: tierEncoder, playbook: playbook,
      rows: try scoredRows(reader, encoder, id), list: list ?? unlimitedList)
  }

  /// Of a plan without limits: everybody who is worth it.
  private var unlimitedList: ContactList? {
    guard let plan = options.plan, !plan.needsTwoPasses, plan.money.isKnown else { return nil }
    return ContactListBuilder(plan.contacts, hasMoney: true).list
  }

  /// - Throws: `.usage` for a model that predicts a number, which has no bands.
  private func requireBands() throws(LocatedError) -> Bands {
    if let bands { return bands }
    throw LocatedError(
      .usage, "a playbook goes by the bands of a probability, and \(model.name) predicts a number",
      advice: "Leave --playbook out.")
  }

  private func summary(_ header: [String], _ id: String?, _ line: Line) -> ScoringSummary {
    var summary = ScoringSummary(featureCount: model.schema.features.count)
    summary.ignoredColumns = ignored(header, id)
    summary.absentColumns = line.encoder.absent
    if let playbook = line.playbook {
      summary.contacts = ContactSummary()
      summary.warnings += warnings(playbook, id)
    }
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
    let used = Set(
      features.map(\.name) + options.keep + [id ?? ""] + (options.plan?.playbook.columns ?? []))
    return header.filter { !used.contains($0) }
  }

  private func warnings(_ playbook: PlaybookColumns, _ id: String?) -> [String] {
    var warnings: [String] = []
    if !playbook.unassigned.isEmpty {
      warnings.append(
        "columns without a driver count as other; give them one under drivers in the playbook: "
          + playbook.unassigned.joined(separator: ", "))
    }
    if playbook.plan.control != nil, id == nil {
      warnings.append(
        "without an id column the control group goes by the row's number: customers do not keep "
          + "their group in another file")
    }
    return warnings
  }

  private func predict(
    _ batch: RecordBatch, _ line: Line, reasonCount: Int? = nil
  ) -> Predicted {
    let tiered = line.tierEncoder?.encode(batch)
    let result = line.encoder.encode(batch, among: tiered?.records)
    let predictions = predictor.predict(
      result.table, reasonCount: reasonCount ?? options.reasonCount, groups: line.playbook?.groups)
    let modelTiers = tiers?.names(predictions, result, tiered) ?? []
    return Predicted(
      batch: batch,
      rejects: ((tiered?.rejects ?? []) + result.rejects).sorted { $0.row < $1.row },
      result: result, predictions: predictions, modelTiers: modelTiers,
      playbook: line.playbook?.rows(predictions, result, modelTiers: modelTiers, batch))
  }

  private func score(_ predicted: Predicted, _ line: Line) -> Scored {
    let (batch, result) = (predicted.batch, predicted.result)
    let ids = fingerprints(batch, result.records, line.encoder.idPlace)
    let contacts = predicted.playbook.map {
      ContactDecisions(
        $0, line.list, control: options.plan?.control, numbers: predicted.numbers,
        ids: ids ?? predicted.numbers.map { FingerprintSet.fingerprint("\($0)".utf8) })
    }
    var part = drift
    part?.add(result.table, values: predicted.predictions.values)
    return Scored(
      bytes: line.rows.text(
        predicted.predictions, result, tiers: predicted.modelTiers, contacts, batch),
      rejects: predicted.rejects, summary: summary(of: predicted, contacts), drift: part,
      fingerprints: batch.firstRow <= Self.duplicateLimit ? ids ?? [] : [])
  }

  private func summary(of predicted: Predicted, _ contacts: ContactDecisions?) -> ScoringSummary {
    let values = predicted.predictions.values
    var summary = ScoringSummary(featureCount: model.schema.features.count)
    summary.rowsRead = predicted.batch.recordCount
    summary.rowsScored = values.count
    summary.untakenCells = predicted.result.untaken
    summary.count(predicted.result.table)
    for value in values { summary.valueSum += value }
    if let bands {
      for band in Bands.Band.allCases {
        summary.bandRows[band] = values.count { bands.band(of: $0) == band }
      }
      summary.contacts = contacts?.summary(values, bands)
    }
    for tier in predicted.modelTiers { summary.tierRows[tier, default: 0] += 1 }
    return summary
  }

  /// nil without an id column.
  private func fingerprints(
    _ batch: RecordBatch, _ records: [Int], _ place: Int?
  ) -> [UInt64]? {
    guard let place, batch.firstRow <= Self.duplicateLimit || options.plan?.control != nil else {
      return nil
    }
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
    if let unread = summary.contacts?.unread, unread > 0 {
      summary.warnings.append(
        "\(unread) cells of the playbook's columns are no numbers: those customers are without stage "
          + "or tier")
    }
    if !summary.duplicatesAreChecked {
      summary.warnings.append(
        "duplicate ids were looked for in the first \(Self.duplicateLimit) rows only")
    }
  }
}
