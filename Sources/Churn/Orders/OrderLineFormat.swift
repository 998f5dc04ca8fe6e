import DelimitedText

/// How the lines of one file are to be read.
struct OrderLineFormat {
  let preset: OrderPreset
  let cells: OrderCells
  let timeZone: ShopTimeZone?
  /// Whether the time has a column for the payment and one for the creation of the order.
  let tellsPayment: Bool
  let hasAmount: Bool
  /// Amounts are of whole orders; `price` then tells how lines share them.
  let hasOrderAmounts: Bool
  /// What stands for no customer, missing cells included.
  let noCustomer: MissingTokens
  private let customerColumns: [Int]
  private let cancellationPrefix: [UInt8]
  private let fulfilled: Set<String>

  init(
    _ columns: OrderColumns, places: [[Int]], missing: [String], timeZone: ShopTimeZone?
  ) {
    preset = columns.preset
    cells = OrderCells(
      missing: MissingTokens(missing + preset.missing), places: places,
      commaGroups: preset.rules.commaGroups)
    self.timeZone = timeZone
    tellsPayment = cells.hasFallback(.time)
    hasAmount = cells.has(.amount) || cells.has(.total)
    hasOrderAmounts = hasAmount && preset.rules.orderLevel.contains(.amount)
    customerColumns = cells.columns(of: .customer)
    noCustomer = MissingTokens(missing + preset.missing + preset.noCustomer)
    cancellationPrefix = preset.rules.cancellationPrefix.map { Array($0.lowercased().utf8) } ?? []
    fulfilled = Set(preset.fulfilledWords.map { $0.lowercased() })
  }

  var rules: OrderPreset.Rules { preset.rules }

  /// What the file fills.
  var roles: Set<OrderRole> {
    var roles = cells.roles
    if rules.cancellationPrefix != nil { roles.insert(.refund) }
    if hasAmount { roles.insert(.amount) }
    return roles
  }

  /// The calendar day of the shop in the cell.
  @inline(__always)
  func day(_ cell: UnsafeBufferPointer<UInt8>) -> Day? {
    guard let written = Day(parsing: cell), let timeZone else { return Day(parsing: cell) }
    return timeZone.day(of: cell, written: written)
  }

  func isCancellation(order: UnsafeBufferPointer<UInt8>) -> Bool {
    !cancellationPrefix.isEmpty
      && order.prefix(cancellationPrefix.count).elementsEqual(
        cancellationPrefix, by: { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 })
  }

  func isFulfilled(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    !fulfilled.isEmpty
      && fulfilled.contains(String(decoding: trimmingBlanks(cell), as: UTF8.self).lowercased())
  }

  /// The customer's id in the first of its columns with one that is not masked.
  ///
  /// - Returns: or what is wrong; and whether a fallback column told it.
  func customer(
    _ fields: BatchFields, _ record: Int
  ) -> (id: UnsafeBufferPointer<UInt8>?, isFallback: Bool, fault: LineFault?) {
    var fault = LineFault(reason: OrderLineReader.noCustomer, role: .customer)
    for (place, column) in customerColumns.enumerated() {
      let id = IdentifierText.bare(fields[record, column])
      if noCustomer.contains(id) { continue }
      if IdentifierText.isScientific(id) {
        return (
          nil, false,
          LineFault(reason: "scientific notation", role: .customer, column: column, isFatal: true)
        )
      }
      if !IdentifierText.isMasked(id) { return (id, place > 0, nil) }
      fault.reason = OrderLineReader.maskedCustomer
    }
    return (nil, false, fault)
  }

}
