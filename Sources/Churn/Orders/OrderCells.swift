import DelimitedText

/// Why a line of an order file cannot be used.
struct LineFault: Equatable {
  var reason: String
  /// The role of the cell at fault, nil for the whole line.
  var role: OrderRole?
  /// The column of the cell, where it is not the role's first one.
  var column: Int?
  /// The file cannot be trusted.
  var isFatal = false
}

/// Reads the cells of a record by their roles.
struct OrderCells {
  /// Sums of numbers up to this, over any file that fits, stay finite.
  static let largestNumber = 1e15

  let missing: MissingTokens
  /// `1,299` is a number.
  let commaGroups: Bool
  private let place: [Int]
  private let fallbacks: [[Int]]
  /// A bit for each role that has fallbacks: asked for every cell.
  private let fallbackRoles: UInt64

  /// - Parameters:
  ///   - places: for each role in the order of `OrderRole.allCases` its columns, the first one its
  ///     own, the others looked at where that has no value.
  init(missing: MissingTokens, places: [[Int]], commaGroups: Bool = false) {
    self.missing = missing
    self.commaGroups = commaGroups
    place = places.map { $0.first ?? -1 }
    fallbacks = places.map { Array($0.dropFirst()) }
    fallbackRoles = places.indices.reduce(0) { $0 | (places[$1].count > 1 ? 1 << UInt64($1) : 0) }
  }

  /// The roles that have a column.
  var roles: Set<OrderRole> { Set(OrderRole.allCases.filter(has)) }

  func has(_ role: OrderRole) -> Bool { place[role.rawValue] >= 0 }

  func column(of role: OrderRole) -> Int? { has(role) ? place[role.rawValue] : nil }

  @inline(__always)
  func hasFallback(_ role: OrderRole) -> Bool { fallbackRoles >> UInt64(role.rawValue) & 1 != 0 }

  /// The column of a role that has no other.
  func onlyColumn(of role: OrderRole) -> Int? { hasFallback(role) ? nil : column(of: role) }

  func columns(of role: OrderRole) -> [Int] {
    has(role) ? [place[role.rawValue]] + fallbacks[role.rawValue] : []
  }

  /// The cell of the role's own column; no bytes where the file has none.
  @inline(__always)
  func ownCell(
    _ role: OrderRole, _ fields: BatchFields, _ record: Int
  ) -> UnsafeBufferPointer<UInt8> {
    let column = place[role.rawValue]
    return column < 0 ? UnsafeBufferPointer(start: nil, count: 0) : fields[record, column]
  }

  /// The first cell with a value among the role's columns; the own one where there is none.
  @inline(__always)
  func cell(_ role: OrderRole, _ fields: BatchFields, _ record: Int) -> UnsafeBufferPointer<UInt8> {
    let own = ownCell(role, fields, record)
    if !hasFallback(role) || !missing.contains(own) { return own }
    for column in fallbacks[role.rawValue] {
      let other = fields[record, column]
      if !missing.contains(other) { return other }
    }
    return own
  }

  /// Leaves `value` as it is where the cell is missing or the role has no column.
  @inline(__always)
  func read(
    _ role: OrderRole, into value: inout Double, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    guard has(role) else { return nil }
    let known = records.prepared.number(role, record)
    if known.magnitude <= Self.largestNumber {
      value = known
      return nil
    }
    return readCell(role, into: &value, records, record)
  }

  @inline(never)
  private func readCell(
    _ role: OrderRole, into value: inout Double, _ records: OrderRecords, _ record: Int
  ) -> LineFault? {
    let cell = cell(role, records.fields, record)
    let number: Double
    switch parseNumber(cell, missing: missing) {
    case .missing: return nil
    case .number(let plain): number = plain
    case .broken, .word:
      guard let money = MoneyText.number(in: cell, commaGroups: commaGroups) else {
        return LineFault(reason: "broken \(role.name)", role: role)
      }
      number = money
    }
    guard number.magnitude <= Self.largestNumber else {
      return LineFault(reason: "\(role.name) out of range", role: role)
    }
    value = number
    return nil
  }

  static let missingText: Int32 = -1

  /// The code of a text, `missingText` where it is missing.
  func code(
    _ role: OrderRole, in interner: inout ByteInterner, _ records: OrderRecords, _ record: Int
  ) -> Int32 {
    guard has(role) else { return Self.missingText }
    if let known = records.code(role, record, in: &interner) { return known }
    let text = IdentifierText.bare(cell(role, records.fields, record))
    return missing.contains(text) ? Self.missingText : interner.code(of: text)
  }

  /// The id of a role without what spreadsheets put around it; nil where it is missing.
  ///
  /// - Returns: a fatal fault for an id in scientific notation.
  func identifier(
    _ role: OrderRole, _ fields: BatchFields, _ record: Int
  ) -> (id: UnsafeBufferPointer<UInt8>?, fault: LineFault?) {
    let id = IdentifierText.bare(cell(role, fields, record))
    if missing.contains(id) { return (nil, nil) }
    if IdentifierText.isScientific(id) {
      return (nil, LineFault(reason: "scientific notation", role: role, isFatal: true))
    }
    return (id, nil)
  }
}
