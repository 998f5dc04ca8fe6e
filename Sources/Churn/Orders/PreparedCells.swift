import DelimitedText

/// What can be made of a batch's cells without knowing the lines before it, so that several threads
/// make it: numbers, days, fingerprints and the codes of texts. What a value is not made for is read
/// from its cell, with the same result.
final class PreparedCells: Sendable {
  let batch: RecordBatch
  /// Numbers of the columns one after the other, NaN for all that is to be read from the cell; and
  /// where those of each role begin, −1 for roles without.
  let numbers: [Double]
  private let numberStarts: [Int]
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
  /// 1 for records with as many fields as the header.
  let isRegular: [UInt8]

  static let noDay = Int32.min

  struct Texts: Sendable {
    /// `OrderCells.missingText`, or `unread` for what is to be read from the cell.
    fileprivate(set) var codes: [Int32] = []
    fileprivate(set) var table = ByteInterner()

    static let unread: Int32 = -2
  }

  /// - Parameter hash: of the table of customers.
  init(_ batch: RecordBatch, _ format: OrderLineFormat, hash: TextHash) {
    self.batch = batch
    let count = batch.recordCount
    let isRegular = (0..<count).map { UInt8(batch.fieldCount(of: $0) == batch.columnCount ? 1 : 0) }
    let cells = format.cells
    var numbers: [Double] = []
    var starts = [Int](repeating: -1, count: OrderRole.allCases.count)
    var texts = [Texts?](repeating: nil, count: OrderRole.allCases.count)
    (days, orders, customers, fingerprints) = batch.withFields { fields in
      for role in [.quantity, .price, .amount, .total, .discount, .postage, .refund] as [OrderRole]
      {
        guard let column = cells.onlyColumn(of: role) else { continue }
        starts[role.rawValue] = numbers.count
        numbers += fields.numbers(column: column, keep: isRegular, missing: cells.missing).values
      }
      for role in [.product, .category, .channel, .status, .refundStatus] as [OrderRole] {
        guard let column = cells.onlyColumn(of: role) else { continue }
        // A status of no text has a meaning, too.
        let isStatus = role == .status || role == .refundStatus
        var known = Texts()
        known.codes = fields.texts(
          column: column, keep: isRegular, missing: isStatus ? nil : cells.missing,
          unread: Texts.unread, into: &known.table)
        texts[role.rawValue] = known
      }
      return (
        format.plainDays(fields, isRegular), format.plainOrders(fields, isRegular),
        format.plainCustomers(fields, isRegular, hash), fields.recordFingerprints()
      )
    }
    (self.numbers, numberStarts, self.texts) = (numbers, starts, texts)
    self.isRegular = isRegular
  }

  /// The number of a role's only column; NaN where it is to be read from the cell.
  @inline(__always)
  func number(_ role: OrderRole, _ record: Int) -> Double {
    let start = numberStarts[role.rawValue]
    return start < 0 ? .nan : numbers[start + record]
  }
}

extension PreparedCells {
  /// The table that a role's texts have their codes from.
  func table(of role: OrderRole) -> ByteInterner { texts[role.rawValue]?.table ?? ByteInterner() }

  /// Where in `numbers` those of a role's only column begin; nil for a role without.
  func start(of role: OrderRole) -> Int? {
    let start = numberStarts[role.rawValue]
    return start < 0 ? nil : start
  }

  /// By record the numbers of a role's only column; nil for a role without.
  func numbers(of role: OrderRole) -> ArraySlice<Double>? {
    start(of: role).map { numbers[$0..<$0 + batch.recordCount] }
  }
}

extension OrderLineFormat {
  /// The days of a time that is a column of its own, as written.
  fileprivate func plainDays(_ fields: BatchFields, _ keep: [UInt8]) -> [Int32] {
    guard timeZone == nil, let column = cells.onlyColumn(of: .time) else {
      return [Int32](repeating: PreparedCells.noDay, count: keep.count)
    }
    return fields.days(column: column, keep: keep, none: PreparedCells.noDay)
  }

  /// Fingerprints of order ids that are no cancellation and have no fault.
  fileprivate func plainOrders(_ fields: BatchFields, _ keep: [UInt8]) -> [UInt64] {
    guard rules.cancellationPrefix == nil, let column = cells.onlyColumn(of: .order) else {
      return [UInt64](repeating: 0, count: keep.count)
    }
    return fields.plainFingerprints(column: column, keep: keep, missing: cells.missing)
  }

  /// The customers in the first of their columns, where there is one without any fault.
  fileprivate func plainCustomers(
    _ fields: BatchFields, _ keep: [UInt8], _ hash: TextHash
  ) -> [HashedText] {
    guard let column = cells.column(of: .customer) else {
      return keep.map { _ in hash(UnsafeBufferPointer(start: nil, count: 0)) }
    }
    return fields.plainIDs(column: column, keep: keep, missing: noCustomer, hash: hash)
  }
}

/// The records of a batch as one thread reads them, line by line.
struct OrderRecords {
  let fields: BatchFields
  let prepared: PreparedCells
  /// Nil where the batch is read on its own: its own codes are used then.
  private let codes: Codes?

  /// Codes of the whole file for those of the batch, −1 where not asked for yet; by role.
  private final class Codes {
    var codes: [[Int32]]

    init(_ prepared: PreparedCells) {
      codes = prepared.texts.map { Array(repeating: -1, count: $0?.table.count ?? 0) }
    }
  }

  /// - Parameter isOnItsOwn: whether texts get the codes of the batch's own tables.
  init(_ prepared: PreparedCells, _ fields: BatchFields, isOnItsOwn: Bool) {
    self.fields = fields
    self.prepared = prepared
    codes = isOnItsOwn ? nil : Codes(prepared)
  }

  var batch: RecordBatch { prepared.batch }

  @inline(__always)
  subscript(record: Int, column: Int) -> UnsafeBufferPointer<UInt8> { fields[record, column] }

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
    guard let codes else { return own }
    if codes.codes[role.rawValue][Int(own)] < 0 {
      codes.codes[role.rawValue][Int(own)] = texts.table.withBytes(own) { interner.code(of: $0) }
    }
    return codes.codes[role.rawValue][Int(own)]
  }
}
