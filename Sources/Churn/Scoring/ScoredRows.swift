import DelimitedText
import Modeling

/// Writes scored rows as CSV or JSON lines.
struct ScoredRows: Sendable {
  let reasonText: ReasonText
  /// `probability` or `prediction`.
  let valueName: String
  /// nil where the model predicts a number.
  let bands: Bands?
  let idName: String
  let idPlace: Int?
  /// Whether there is a column `tier`.
  let hasTiers: Bool
  let keep: [(name: String, place: Int)]
  let options: ScoringOptions

  /// The names of the columns, or of the members of a JSON line.
  var columns: [String] {
    [idName, valueName] + (bands == nil ? [] : ["band"])
      + (0..<options.reasonCount).map { "reason_\($0 + 1)" }
      + ["route"] + (options.givesPath ? ["path"] : []) + (hasTiers ? ["tier"] : [])
      + keep.map(\.name)
  }

  /// The CSV header, or nothing for JSON lines.
  func header() -> [UInt8] {
    guard options.format == .csv else { return [] }
    var writer = DelimitedWriter(isRaw: options.isRaw)
    writer.appendRow(columns)
    return writer.take()
  }

  /// - Parameter tiers: names of the rows' tiers; empty without a column `tier`.
  func text(
    _ predictions: Predictions, _ result: BatchEncoder.Result, tiers: [String],
    _ batch: RecordBatch
  ) -> [UInt8] {
    switch options.format {
    case .csv: csv(predictions, result, tiers, batch)
    case .jsonl: jsonLines(predictions, result, tiers, batch)
    }
  }

  private func csv(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ tiers: [String],
    _ batch: RecordBatch
  ) -> [UInt8] {
    var writer = DelimitedWriter(isRaw: options.isRaw)
    var text: [UInt8] = []
    batch.withFields { fields in
      for (row, record) in result.records.enumerated() {
        if let idPlace {
          writer.append(trimmingBlanks(fields[record, idPlace]))
        } else {
          writer.append(batch.firstRow + record)
        }
        let value = predictions.values[row]
        writer.append(value)
        if let bands { writer.append(bands.band(of: value).rawValue) }
        let reasons = predictions.reasons[row]
        for reason in reasons {
          text.removeAll(keepingCapacity: true)
          reasonText.append(reason, row: row, in: result.table, to: &text)
          text.withUnsafeBufferPointer { writer.append($0) }
        }
        for _ in reasons.count..<options.reasonCount { writer.appendMissing() }
        writer.append(predictions.routes[row].text)
        if options.givesPath { writer.append(ExplainedTree.pathText(to: predictions.leaves[row])) }
        if hasTiers { writer.append(tiers[row]) }
        for column in keep { writer.append(fields[record, column.place]) }
        writer.endRow()
      }
    }
    return writer.take()
  }

  private func jsonLines(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ tiers: [String],
    _ batch: RecordBatch
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    batch.withFields { fields in
      for (row, record) in result.records.enumerated() {
        let id =
          idPlace.map { String(decoding: trimmingBlanks(fields[record, $0]), as: UTF8.self) }
        let value = predictions.values[row]
        var members: [String: JSONValue] = [
          valueName: JSONValue(value), "route": .string(predictions.routes[row].text),
        ]
        if options.givesPath {
          members["path"] = .string(ExplainedTree.pathText(to: predictions.leaves[row]))
        }
        members["band"] = bands.map { .string($0.band(of: value).rawValue) }
        if hasTiers { members["tier"] = .string(tiers[row]) }
        for (place, reason) in predictions.reasons[row].enumerated() {
          var text: [UInt8] = []
          reasonText.append(reason, row: row, in: result.table, to: &text)
          members["reason_\(place + 1)"] = .string(String(decoding: text, as: UTF8.self))
        }
        for column in keep {
          members[column.name] = .string(
            String(decoding: fields[record, column.place], as: UTF8.self))
        }
        members[idName] = id.map { .string($0) } ?? JSONValue(batch.firstRow + record)
        bytes += JSONValue.object(members).canonical().utf8
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }
}
