import DelimitedText

/// Why a line of an order file cannot be used.
struct LineFault: Equatable {
  var reason: String
  /// The role of the cell at fault, nil for the whole line.
  var role: OrderRole?
}

/// Reads the cells of a record by their roles.
struct OrderCells {
  /// Sums of numbers up to this, over any file that fits, stay finite.
  static let largestNumber = 1e15

  let missing: MissingTokens
  let columnCount: Int
  private let place: [Int]

  /// - Parameters:
  ///   - place: for each role in the order of `OrderRole.allCases` its column, or −1.
  ///   - columnCount: fields of a record.
  init(missing: MissingTokens, place: [Int], columnCount: Int) {
    self.missing = missing
    self.place = place
    self.columnCount = columnCount
  }

  /// The roles that have a column.
  var roles: Set<OrderRole> { Set(OrderRole.allCases.filter(has)) }

  func has(_ role: OrderRole) -> Bool { place[role.rawValue] >= 0 }

  /// The cell of a role; no bytes where the file has no such column.
  @inline(__always)
  func cell(_ role: OrderRole, _ fields: BatchFields, _ record: Int) -> UnsafeBufferPointer<UInt8> {
    let column = place[role.rawValue]
    return column < 0 ? UnsafeBufferPointer(start: nil, count: 0) : fields[record, column]
  }

  /// Leaves `value` as it is where the cell is missing or the role has no column.
  func read(
    _ role: OrderRole, into value: inout Double, _ fields: BatchFields, _ record: Int
  ) -> LineFault? {
    guard has(role) else { return nil }
    switch parseNumber(cell(role, fields, record), missing: missing) {
    case .missing: return nil
    case .broken, .word: return LineFault(reason: "broken \(role.name)", role: role)
    case .number(let number):
      guard number.magnitude <= Self.largestNumber else {
        return LineFault(reason: "\(role.name) out of range", role: role)
      }
      value = number
      return nil
    }
  }

  /// The code of a text, −1 where it is missing.
  func code(
    _ role: OrderRole, in interner: inout ByteInterner, _ fields: BatchFields, _ record: Int
  ) -> Int32 {
    guard has(role) else { return -1 }
    let text = trimmingBlanks(cell(role, fields, record))
    return missing.contains(text) ? -1 : interner.code(of: text)
  }

  /// Of all bytes from the first field to the last, which lie one after the other.
  func lineFingerprint(_ fields: BatchFields, _ record: Int) -> UInt64 {
    let last = fields[record, columnCount - 1]
    guard let start = fields[record, 0].baseAddress, let end = last.baseAddress else { return 0 }
    return fingerprint(
      of: UnsafeRawBufferPointer(start: start, count: max(0, end - start + last.count)))
  }
}
