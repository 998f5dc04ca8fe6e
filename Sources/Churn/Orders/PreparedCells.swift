import DelimitedText

/// What can be made of a batch's cells without knowing the lines before it, so that several threads
/// make it: numbers, days, fingerprints and the codes of texts. What a value is not made for is read
/// from its cell, with the same result.
final class PreparedCells: Sendable {
  let batch: RecordBatch
  /// By role: the numbers of its column; NaN for all that is to be read from the cell.
  let numbers: [[Double]?]
  /// Days of the order's own time; `noDay` for all that is to be read from the cell.
  let days: [Int32]
  /// Fingerprints of order ids that are nothing but ids, 0 for all others.
  let orders: [UInt64]
  /// Customer ids that are usable and of the first of their columns, no bytes for all others.
  let customers: [HashedText]
  /// By role: codes of the column's texts, of the batch's own table.
  let texts: [Texts?]
  /// Of whole records.
  let fingerprints: [UInt64]

  static let noDay = Int32.min

  struct Texts: Sendable {
    /// `OrderCells.missingText`, or `unread` for a record without the column.
    var codes: [Int32]
    var table: ByteInterner

    static let unread: Int32 = -2
  }

  /// - Parameter hash: of the table of customers.
  init(_ batch: RecordBatch, _ format: OrderLineFormat, hash: TextHash) {
    self.batch = batch
    let count = batch.recordCount
    let isRegular = (0..<count).map { batch.fieldCount(of: $0) == batch.columnCount }
    let cells = format.cells
    var numbers = [[Double]?](repeating: nil, count: OrderRole.allCases.count)
    var texts = [Texts?](repeating: nil, count: OrderRole.allCases.count)
    (days, orders, customers, fingerprints) = batch.withFields { fields in
      let keep = isRegular.map { $0 ? UInt8(1) : 0 }
      for role in [.quantity, .price, .amount, .total, .discount, .postage, .refund] as [OrderRole]
      {
        numbers[role.rawValue] = cells.onlyColumn(of: role).map {
          fields.numbers(column: $0, keep: keep, missing: cells.missing).values
        }
      }
      for role in [.product, .category, .channel, .status, .refundStatus] as [OrderRole] {
        texts[role.rawValue] = cells.onlyColumn(of: role).map { column in
          Texts(isRegular) { format.text(of: role, fields[$0, column]) }
        }
      }
      let none = hash(UnsafeBufferPointer(start: nil, count: 0))
      return (
        isRegular.indices.map { isRegular[$0] ? format.plainDay(fields, $0) : Self.noDay },
        isRegular.indices.map { isRegular[$0] ? format.plainOrder(fields, $0) : 0 },
        isRegular.indices.map { record in
          isRegular[record] ? format.plainCustomer(fields, record).map { hash($0) } ?? none : none
        },
        isRegular.indices.map { batch.fingerprint(of: $0, fields) }
      )
    }
    self.numbers = numbers
    self.texts = texts
  }
}

extension PreparedCells.Texts {
  /// - Parameter text: nil where the cell is missing.
  fileprivate init(_ isRegular: [Bool], text: (Int) -> UnsafeBufferPointer<UInt8>?) {
    var table = ByteInterner()
    codes = isRegular.indices.map { record in
      guard isRegular[record] else { return Self.unread }
      return text(record).map { table.code(of: $0) } ?? OrderCells.missingText
    }
    self.table = table
  }
}

extension OrderLineFormat {
  /// The text of a cell as the reader takes it, nil where it is missing. A status of no text has a
  /// meaning, too.
  fileprivate func text(
    of role: OrderRole, _ cell: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8>? {
    if role == .status || role == .refundStatus { return trimmingBlanks(cell) }
    let text = IdentifierText.bare(cell)
    return cells.missing.contains(text) ? nil : text
  }

  /// The day of a time that is a column of its own, as written.
  fileprivate func plainDay(_ fields: BatchFields, _ record: Int) -> Int32 {
    guard timeZone == nil, let column = cells.onlyColumn(of: .time) else {
      return PreparedCells.noDay
    }
    return Day(parsing: fields[record, column])?.number ?? PreparedCells.noDay
  }

  /// The fingerprint of an order id that is no cancellation and has no fault.
  fileprivate func plainOrder(_ fields: BatchFields, _ record: Int) -> UInt64 {
    guard cells.onlyColumn(of: .order) != nil else { return 0 }
    guard let id = cells.identifier(.order, fields, record).id, !isCancellation(order: id) else {
      return 0
    }
    return fingerprint(of: UnsafeRawBufferPointer(id))
  }

  /// The customer in the first of its columns, where there is one.
  fileprivate func plainCustomer(
    _ fields: BatchFields, _ record: Int
  ) -> UnsafeBufferPointer<UInt8>? {
    let (id, isFallback, _) = customer(fields, record)
    return isFallback ? nil : id
  }
}

/// The records of a batch as one thread reads them, line by line.
struct OrderRecords {
  let fields: BatchFields
  let prepared: PreparedCells
  private let codes: Codes

  /// Codes of the whole file for those of the batch, −1 where not asked for yet.
  private final class Codes {
    var texts: [[Int32]]

    init(_ prepared: PreparedCells) {
      texts = prepared.texts.map { Array(repeating: -1, count: $0?.table.count ?? 0) }
    }
  }

  init(_ prepared: PreparedCells, _ fields: BatchFields) {
    self.fields = fields
    self.prepared = prepared
    codes = Codes(prepared)
  }

  var batch: RecordBatch { prepared.batch }

  @inline(__always)
  subscript(record: Int, column: Int) -> UnsafeBufferPointer<UInt8> { fields[record, column] }

  /// The number of a role's only column; NaN where it is to be read from the cell.
  @inline(__always)
  func number(_ role: OrderRole, _ record: Int) -> Double {
    prepared.numbers[role.rawValue]?[record] ?? .nan
  }

  /// The day of the order's time; nil where it is to be read from the cell.
  func day(_ record: Int) -> Day? {
    let day = prepared.days[record]
    return day == PreparedCells.noDay ? nil : Day(number: day)
  }

  /// The customer, where it is known to be usable by its first column.
  func customer(_ record: Int) -> HashedText? {
    let customer = prepared.customers[record]
    return customer.bytes.isEmpty ? nil : customer
  }

  /// The code of a text in the role's only column; nil where it is to be read from the cell.
  func code(_ role: OrderRole, _ record: Int, in interner: inout ByteInterner) -> Int32? {
    guard let texts = prepared.texts[role.rawValue] else { return nil }
    let own = texts.codes[record]
    if own < 0 { return own == OrderCells.missingText ? own : nil }
    if codes.texts[role.rawValue][Int(own)] < 0 {
      codes.texts[role.rawValue][Int(own)] = texts.table.withBytes(own) { interner.code(of: $0) }
    }
    return codes.texts[role.rawValue][Int(own)]
  }
}
