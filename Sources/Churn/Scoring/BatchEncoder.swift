import DelimitedText
import Modeling

/// Reads the columns of a model from batches of records: the schema decides what a cell is.
struct BatchEncoder: Sendable {
  private enum Reader: Sendable {
    case numeric
    case categorical(ByteInterner)
  }

  /// Where each feature stands in the header; nil for one that may be absent and is.
  private let places: [Int?]
  private let readers: [Reader]
  private let schema: FeatureSchema
  private let missing: MissingTokens
  private let columnCount: Int
  private let gapsAreRejected: Bool
  /// By feature: how its numbers enter the model, which tells those that it cannot take.
  private let forms: [FeatureForm]
  /// The id's place, where there is an id column.
  let idPlace: Int?
  private let idColumn: String?

  /// - Parameter allowsAbsent: columns of the model that the file has not are read as gaps.
  init(
    _ model: ChurnModel, reader: RecordReader, idColumn: String?, missingTokens: [String],
    allowsAbsent: Bool = false
  ) throws(LocatedError) {
    schema = model.schema
    self.idColumn = idColumn
    columnCount = reader.header.count
    missing = MissingTokens(missingTokens)
    gapsAreRejected = model.missing == .drop || model.missing == .error
    forms = model.design.forms
    let names = model.schema.features.map(\.name)
    let known = Set(reader.header)
    let readsGaps = allowsAbsent && !gapsAreRejected && names.contains { known.contains($0) }
    if !readsGaps {
      try ColumnNames(reader.header, file: reader.inputName).require(names)
    }
    var places: [Int?] = []
    for name in names {
      places.append(known.contains(name) ? try reader.index(of: name) : nil)
    }
    self.places = places
    idPlace = try idColumn.map { (name) throws(LocatedError) in try reader.index(of: name) }
    readers = model.schema.features.map { feature in
      guard case .categorical(let learned) = feature.kind else { return .numeric }
      var interner = ByteInterner()
      for level in learned.levels { _ = interner.code(of: level) }
      return .categorical(interner)
    }
  }

  /// Features without a column in the file.
  var absent: [String] { places.indices.filter { places[$0] == nil }.map(name) }

  struct Result: Sendable {
    /// The records of the batch that are used, in order.
    var records: [Int]
    var table: EncodedTable
    var rejects: [Reject]
    /// By feature: numbers that its form cannot take, which count as missing.
    var untaken: [Int]
  }

  /// What stops a record: the first feature, in the model's order, whose cell cannot be used.
  private struct Fault {
    var feature: Int
    var reason: String
  }

  /// - Parameter among: the records to look at; nil: all.
  func encode(_ batch: RecordBatch, among: [Int]? = nil) -> Result {
    batch.withFields { fields in
      var rejects: [Reject] = []
      var keep =
        among.map { Self.only($0, of: batch.recordCount) }
        ?? Array(repeating: 1, count: batch.recordCount)
      for record in keep.indices where keep[record] != 0 {
        guard let reject = shapeReject(batch, record, fields) else { continue }
        rejects.append(reject)
        keep[record] = 0
      }
      var faults: [Int: Fault] = [:]
      var untaken = [[Int]](repeating: [], count: places.count)
      var columns = places.indices.map { feature in
        column(feature, fields, keep, &faults, &untaken[feature])
      }
      for (record, fault) in faults {
        keep[record] = 0
        rejects.append(reject(batch, record, fault, fields))
      }
      rejects.sort { $0.row < $1.row }
      let records = keep.indices.filter { keep[$0] != 0 }
      if records.count < keep.count { columns = columns.map { $0.selecting(records) } }
      let table = EncodedTable(rowCount: records.count, columns: columns)
      return Result(
        records: records, table: table, rejects: rejects,
        untaken: untaken.map { $0.count { keep[$0] != 0 } })
    }
  }

  static let noLogarithm = "log1p takes values above -1"
  private static let gap = "missing value"

  private static func only(_ records: [Int], of count: Int) -> [UInt8] {
    var keep = [UInt8](repeating: 0, count: count)
    for record in records { keep[record] = 1 }
    return keep
  }

  private func shapeReject(_ batch: RecordBatch, _ record: Int, _ fields: BatchFields) -> Reject? {
    let count = batch.fieldCount(of: record)
    if count != columnCount {
      return Reject(
        row: batch.firstRow + record, line: batch.line(of: record),
        reason: count < columnCount ? Reject.tooFewFields : Reject.tooManyFields)
    }
    if let idPlace, missing.contains(fields[record, idPlace]) {
      return Reject(
        row: batch.firstRow + record, line: batch.line(of: record), column: idColumn, value: "",
        reason: LabelledCustomers.noCustomer)
    }
    return nil
  }

  private func column(
    _ feature: Int, _ fields: BatchFields, _ keep: [UInt8], _ faults: inout [Int: Fault],
    _ untaken: inout [Int]
  ) -> EncodedTable.Column {
    switch readers[feature] {
    case .numeric:
      var (values, broken) = numbers(feature, fields, keep)
      for record in broken {
        note(Fault(feature: feature, reason: Reject.noNumber), &faults, record)
      }
      untaken = leaveOutUntaken(&values, feature, &faults)
      if gapsAreRejected {
        for record in keep.indices where keep[record] != 0 && values[record].isNaN {
          note(Fault(feature: feature, reason: Self.gap), &faults, record)
        }
      }
      return .numeric(values)
    case .categorical(let levels):
      let codes = codes(feature, levels, fields, keep)
      if gapsAreRejected {
        for record in keep.indices where keep[record] != 0 && codes[record] == EncodedTable.missing
        {
          note(Fault(feature: feature, reason: Self.gap), &faults, record)
        }
      }
      return .categorical(codes)
    }
  }

  private func numbers(
    _ feature: Int, _ fields: BatchFields, _ keep: [UInt8]
  ) -> (values: [Double], broken: [Int]) {
    guard let place = places[feature] else {
      return (Array(repeating: .nan, count: keep.count), [])
    }
    return fields.numbers(column: place, keep: keep, missing: missing)
  }

  private func codes(
    _ feature: Int, _ levels: ByteInterner, _ fields: BatchFields, _ keep: [UInt8]
  ) -> [Int32] {
    guard let place = places[feature] else {
      return Array(repeating: EncodedTable.missing, count: keep.count)
    }
    return fields.codes(column: place, keep: keep, missing: missing, known: levels)
  }

  /// Makes gaps of the numbers that the form cannot take, and faults where gaps are rejected; the
  /// records that have such a number.
  private func leaveOutUntaken(
    _ values: inout [Double], _ feature: Int, _ faults: inout [Int: Fault]
  ) -> [Int] {
    guard case .log1p = forms[feature] else { return [] }
    let untaken = values.indices.filter { !values[$0].isNaN && !forms[feature].takes(values[$0]) }
    for record in untaken {
      values[record] = .nan
      guard gapsAreRejected else { continue }
      note(Fault(feature: feature, reason: Self.noLogarithm), &faults, record)
    }
    return untaken
  }

  private func note(_ fault: Fault, _ faults: inout [Int: Fault], _ record: Int) {
    if faults[record] == nil { faults[record] = fault }
  }

  private func reject(
    _ batch: RecordBatch, _ record: Int, _ fault: Fault, _ fields: BatchFields
  ) -> Reject {
    let cell = places[fault.feature].map { trimmingBlanks(fields[record, $0]) }
    return Reject(
      row: batch.firstRow + record, line: batch.line(of: record), column: name(fault.feature),
      value: fault.reason == Self.gap
        ? "" : cell.map { String(decoding: $0, as: UTF8.self) }, reason: fault.reason)
  }

  private func name(_ feature: Int) -> String { schema.features[feature].name }
}

extension EncodedTable.Column {
  fileprivate func selecting(_ records: [Int]) -> EncodedTable.Column {
    switch self {
    case .numeric(let values): .numeric(records.map { values[$0] })
    case .categorical(let codes): .categorical(records.map { codes[$0] })
    }
  }
}
