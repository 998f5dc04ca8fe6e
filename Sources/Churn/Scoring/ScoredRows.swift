import DelimitedText
import Modeling

/// Writes scored rows as CSV or JSON lines.
struct ScoredRows: Sendable {
  let schema: FeatureSchema
  let bands: Bands
  let idName: String
  let idPlace: Int?
  let keep: [(name: String, place: Int)]
  let options: ScoringOptions

  /// The names of the columns, or of the members of a JSON line.
  var columns: [String] {
    [idName, "probability", "band"] + (0..<options.reasonCount).map { "reason_\($0 + 1)" }
      + ["route"] + keep.map(\.name)
  }

  /// The CSV header, or nothing for JSON lines.
  func header() -> [UInt8] {
    guard options.format == .csv else { return [] }
    var writer = DelimitedWriter(isRaw: options.isRaw)
    writer.appendRow(columns)
    return writer.take()
  }

  func text(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ batch: RecordBatch
  ) -> [UInt8] {
    switch options.format {
    case .csv: csv(predictions, result, batch)
    case .jsonl: jsonLines(predictions, result, batch)
    }
  }

  private func csv(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ batch: RecordBatch
  ) -> [UInt8] {
    var writer = DelimitedWriter(isRaw: options.isRaw)
    batch.withFields { fields in
      for (row, record) in result.records.enumerated() {
        if let idPlace {
          writer.append(trimmingBlanks(fields[record, idPlace]))
        } else {
          writer.append(batch.firstRow + record)
        }
        let probability = predictions.probabilities[row]
        writer.append(probability)
        writer.append(bands.band(of: probability).rawValue)
        for place in 0..<options.reasonCount {
          let reasons = predictions.reasons[row]
          writer.append(
            place < reasons.count ? schema.text(of: reasons[place], row: row, in: result.table) : ""
          )
        }
        writer.append(predictions.routes[row].text)
        for column in keep { writer.append(fields[record, column.place]) }
        writer.endRow()
      }
    }
    return writer.take()
  }

  private func jsonLines(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ batch: RecordBatch
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    batch.withFields { fields in
      for (row, record) in result.records.enumerated() {
        let id =
          idPlace.map { String(decoding: trimmingBlanks(fields[record, $0]), as: UTF8.self) }
        let probability = predictions.probabilities[row]
        var members: [String: JSONValue] = [
          "probability": JSONValue(probability),
          "band": .string(bands.band(of: probability).rawValue),
          "route": .string(predictions.routes[row].text),
        ]
        for (place, reason) in predictions.reasons[row].enumerated() {
          members["reason_\(place + 1)"] = .string(
            schema.text(of: reason, row: row, in: result.table))
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
