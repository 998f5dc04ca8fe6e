import DelimitedText
import Modeling

/// Reads the columns of a model from batches of records: the schema decides what a cell is.
struct BatchEncoder: Sendable {
  private enum Reader: Sendable {
    case numeric
    case categorical(ByteInterner)
  }

  /// Where each feature stands in the header.
  private let places: [Int]
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

  init(
    _ model: ChurnModel, reader: RecordReader, idColumn: String?, missingTokens: [String]
  ) throws(LocatedError) {
    schema = model.schema
    self.idColumn = idColumn
    columnCount = reader.header.count
    missing = MissingTokens(missingTokens)
    gapsAreRejected = model.missing == .drop || model.missing == .error
    forms = model.design.forms
    try ColumnNames(reader.header, file: reader.inputName).require(
      model.schema.features.map(\.name))
    var places: [Int] = []
    for feature in model.schema.features { places.append(try reader.index(of: feature.name)) }
    self.places = places
    idPlace = try idColumn.map { (name) throws(LocatedError) in try reader.index(of: name) }
    readers = model.schema.features.map { feature in
      guard case .categorical(let learned) = feature.kind else { return .numeric }
      var interner = ByteInterner()
      for level in learned.levels { _ = interner.code(of: level) }
      return .categorical(interner)
    }
  }

  struct Result: Sendable {
    /// The records of the batch that are used, in order.
    var records: [Int]
    var table: EncodedTable
    var rejects: [Reject]
    /// By feature: numbers that its form cannot take, which count as missing.
    var untaken: [Int]
  }

  /// - Parameter among: the records to look at; nil: all.
  func encode(_ batch: RecordBatch, among: [Int]? = nil) -> Result {
    batch.withFields { fields in
      var rejects: [Reject] = []
      var usable = (among ?? Array(0..<batch.recordCount)).filter { record in
        guard let reject = shapeReject(batch, record, fields) else { return true }
        rejects.append(reject)
        return false
      }
      let broken = brokenCells(batch, usable, fields)
      if !broken.isEmpty {
        rejects += broken
        rejects.sort { $0.row < $1.row }
        let rows = Set(broken.map(\.row))
        usable.removeAll { rows.contains(batch.firstRow + $0) }
      }
      var columns = zip(places, readers).map { column($0, $1, usable, fields) }
      let untaken = columns.indices.map { leaveOutUntaken(&columns[$0], forms[$0]) }
      let table = EncodedTable(rowCount: usable.count, columns: columns)
      return Result(records: usable, table: table, rejects: rejects, untaken: untaken)
    }
  }

  static let noLogarithm = "log1p takes values above -1"

  private func shapeReject(_ batch: RecordBatch, _ record: Int, _ fields: BatchFields) -> Reject? {
    let count = batch.fieldCount(of: record)
    if count != columnCount {
      return reject(
        batch, record, nil, nil,
        count < columnCount ? Reject.tooFewFields : Reject.tooManyFields)
    }
    if let idPlace, missing.contains(fields[record, idPlace]) {
      return reject(batch, record, idColumn, "", LabelledCustomers.noCustomer)
    }
    return nil
  }

  /// The first cell of each row that cannot be used.
  private func brokenCells(
    _ batch: RecordBatch, _ records: [Int], _ fields: BatchFields
  ) -> [Reject] {
    records.compactMap { record in
      for feature in places.indices {
        let cell = fields[record, places[feature]]
        if gapsAreRejected, missing.contains(cell) {
          return reject(batch, record, name(feature), "", "missing value")
        }
        guard case .numeric = readers[feature] else { continue }
        switch parseNumber(cell, missing: missing) {
        case .missing: continue
        case .number(let value):
          guard gapsAreRejected, !forms[feature].takes(value) else { continue }
          return reject(batch, record, name(feature), "\(value)", Self.noLogarithm)
        case .broken, .word:
          let text = String(decoding: cell, as: UTF8.self)
          return reject(batch, record, name(feature), text, Reject.noNumber)
        }
      }
      return nil
    }
  }

  /// Makes gaps of the numbers that the form cannot take; how many there were.
  private func leaveOutUntaken(_ column: inout EncodedTable.Column, _ form: FeatureForm) -> Int {
    guard case .log1p = form, case .numeric(var values) = column else { return 0 }
    let places = values.indices.filter { !values[$0].isNaN && !form.takes(values[$0]) }
    for place in places { values[place] = .nan }
    column = .numeric(values)
    return places.count
  }

  private func reject(
    _ batch: RecordBatch, _ record: Int, _ column: String?, _ value: String?, _ reason: String
  ) -> Reject {
    Reject(
      row: batch.firstRow + record, line: batch.line(of: record),
      column: column, value: value, reason: reason)
  }

  private func name(_ feature: Int) -> String { schema.features[feature].name }

  private func column(
    _ place: Int, _ reader: Reader, _ records: [Int], _ fields: BatchFields
  ) -> EncodedTable.Column {
    switch reader {
    case .numeric:
      return .numeric(
        records.map { record in
          if case .number(let value) = parseNumber(fields[record, place], missing: missing) {
            value
          } else {
            .nan
          }
        })
    case .categorical(let levels):
      return .categorical(
        records.map { record in
          let cell = fields[record, place]
          if missing.contains(cell) { return EncodedTable.missing }
          return levels.existingCode(of: trimmingBlanks(cell)) ?? EncodedTable.unseen
        })
    }
  }
}
