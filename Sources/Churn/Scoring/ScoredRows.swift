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
  /// Whether a model gives a column `tier`.
  let hasTiers: Bool
  let keep: [(name: String, place: Int)]
  let options: ScoringOptions

  /// The names of the columns, or of the members of a JSON line.
  var columns: [String] {
    [idName, valueName] + (bands == nil ? [] : ["band"])
      + (0..<options.reasonCount).map { "reason_\($0 + 1)" }
      + ["route"] + (options.givesPath ? ["path"] : []) + planColumns + keep.map(\.name)
  }

  private var planColumns: [String] {
    guard let plan = options.plan else { return hasTiers ? ["tier"] : [] }
    return ["stage", "tier", "driver", "action", "channel"]
      + (plan.money.isKnown ? ["expected_profit"] : [])
      + (plan.choosesCustomers ? ["contact"] : [])
  }

  /// The cells of `planColumns`, empty where there is nothing to say. An action and its channel stand
  /// with those alone who are to be contacted, so that nobody contacts the control group by mistake.
  private func planCells(
    _ tiers: [String], _ contacts: ContactDecisions?, _ row: Int
  ) -> (texts: [String], profit: Double?, contact: String?) {
    guard let plan = options.plan, let contacts else {
      return (hasTiers ? [tiers[row]] : [], nil, nil)
    }
    let rows = contacts.rows
    let action =
      contacts.decisions[row] == .yes
      ? rows.rules[row].flatMap { plan.playbook.rules[$0].action } : nil
    let tier =
      hasTiers
      ? tiers[row] : rows.tiers[row].flatMap { plan.playbook.tiers?.names[$0] } ?? ""
    return (
      [
        rows.stages[row]?.rawValue ?? "", tier, rows.drivers[row]?.rawValue ?? "",
        action?.text ?? "", action?.channel ?? "",
      ], plan.money.isKnown ? rows.worth[row] : nil,
      plan.choosesCustomers ? contacts.decisions[row].rawValue : nil
    )
  }

  /// The CSV header, or nothing for JSON lines.
  func header() -> [UInt8] {
    guard options.format == .csv else { return [] }
    var writer = DelimitedWriter(isRaw: options.isRaw)
    writer.appendRow(columns)
    return writer.take()
  }

  /// - Parameters:
  ///   - tiers: names of the rows' tiers where a model gives them.
  ///   - contacts: where there is a plan.
  func text(
    _ predictions: Predictions, _ result: BatchEncoder.Result, tiers: [String],
    _ contacts: ContactDecisions?, _ batch: RecordBatch
  ) -> [UInt8] {
    switch options.format {
    case .csv: csv(predictions, result, tiers, contacts, batch)
    case .jsonl: jsonLines(predictions, result, tiers, contacts, batch)
    }
  }

  private func csv(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ tiers: [String],
    _ contacts: ContactDecisions?, _ batch: RecordBatch
  ) -> [UInt8] {
    var writer = DelimitedWriter(isRaw: options.isRaw)
    writer.reserve(result.records.count * 64)
    let givesPlan = hasTiers || options.plan != nil
    var text: [UInt8] = []
    batch.withFields { fields in
      for (row, record) in result.records.enumerated() {
        if let idPlace {
          writer.append(record, idPlace, of: fields)
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
        if givesPlan { appendPlan(tiers, contacts, row, to: &writer) }
        for column in keep { writer.append(fields[record, column.place]) }
        writer.endRow()
      }
    }
    return writer.take()
  }

  private func appendPlan(
    _ tiers: [String], _ contacts: ContactDecisions?, _ row: Int, to writer: inout DelimitedWriter
  ) {
    let (texts, profit, contact) = planCells(tiers, contacts, row)
    for text in texts { writer.append(text) }
    if options.plan?.money.isKnown == true { writer.append(profit ?? .nan) }
    if let contact { writer.append(contact) }
  }

  private func jsonLines(
    _ predictions: Predictions, _ result: BatchEncoder.Result, _ tiers: [String],
    _ contacts: ContactDecisions?, _ batch: RecordBatch
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
        let (texts, profit, contact) = planCells(tiers, contacts, row)
        for (name, text) in zip(planColumns, texts) { members[name] = .string(text) }
        if options.plan?.money.isKnown == true { members["expected_profit"] = JSONValue(profit) }
        if let contact { members["contact"] = .string(contact) }
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
