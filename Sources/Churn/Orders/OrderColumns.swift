import DelimitedText

/// Which columns of a file play which role, found by preset and `--columns`.
struct OrderColumns {
  let preset: OrderPreset
  /// Role and header, in the order of `OrderRole`.
  private(set) var found: [(role: OrderRole, header: String)] = []
  /// Columns that are looked at where a role's own cell is empty.
  private(set) var fallbacks: [(role: OrderRole, header: String)] = []

  /// - Throws: `.wrongData` when a column that is needed or asked for is not there, or the format
  ///   has no key that tells customers apart.
  init(
    header: [String], preset: OrderPreset, overrides: [OrderRole: String], file: String
  ) throws(LocatedError) {
    self.preset = preset
    if let refusal = preset.refusal, overrides[.customer] == nil {
      throw LocatedError(
        .wrongData, "there is no stable customer key: " + refusal,
        at: Location(file: file, line: 1),
        advice:
          "If the file has a column that tells the buyers, name it: --columns customer=HEADER.")
    }
    var headerOf = try Self.chosen(overrides, header, file)
    for (role, names) in preset.columns.map({ ($0.role, $0.names) }) where headerOf[role] == nil {
      let free = header.filter { !headerOf.values.contains($0) }
      headerOf[role] = names.lazy.compactMap { Self.find($0, in: free) }.first
    }
    addFallbacks(header, overrides, &headerOf)
    // What is asked for as the amount is the amount.
    if overrides[.amount] != nil, overrides[.total] == nil { headerOf[.total] = nil }
    found = OrderRole.allCases.compactMap { role in headerOf[role].map { (role, $0) } }
    try checkNeeds(header, file)
  }

  private static func chosen(
    _ overrides: [OrderRole: String], _ header: [String], _ file: String
  ) throws(LocatedError) -> [OrderRole: String] {
    var headerOf: [OrderRole: String] = [:]
    for role in OrderRole.allCases {
      guard let name = overrides[role] else { continue }
      guard let match = Self.find(name, in: header) else {
        throw LocatedError(
          .wrongData, "there is no column \"\(name)\" for the role \(role.name)",
          at: Location(file: file, line: 1), advice: Self.listing(header))
      }
      headerOf[role] = match
    }
    return headerOf
  }

  /// A fallback whose role has no column of its own plays the role.
  private mutating func addFallbacks(
    _ header: [String], _ overrides: [OrderRole: String], _ headerOf: inout [OrderRole: String]
  ) {
    for (role, names) in preset.fallbacks.map({ ($0.role, $0.names) }) {
      guard overrides[role] == nil else { continue }
      for match in names.compactMap({ Self.find($0, in: header) })
      where !headerOf.values.contains(match) && !fallbacks.contains(where: { $0.header == match }) {
        if headerOf[role] == nil { headerOf[role] = match } else { fallbacks.append((role, match)) }
      }
    }
  }

  private func checkNeeds(_ header: [String], _ file: String) throws(LocatedError) {
    let needed: [OrderRole] =
      preset.content == .items
      ? [.order]
      : [.customer, .time] + (preset.rules.priceMustBePositive ? [.price, .quantity] : [])
    for role in needed where !roles.contains(role) {
      let isKey = role == .customer && preset.name != OrderPreset.generic.name
      throw LocatedError(
        .wrongData,
        isKey
          ? "there is no stable customer key: this \(preset.name) export has no column that tells "
            + "the buyers" : "no column is known to be the \(role.name) of an order",
        at: Location(file: file, line: 1),
        advice: Self.listing(header)
          + " Say which is which, as --columns customer=HEADER,time=HEADER,amount=HEADER.")
    }
  }

  var roles: Set<OrderRole> { Set(found.map(\.role)) }

  /// Headers that play no role.
  func ignored(of header: [String]) -> [String] {
    let used = Set((found + fallbacks).map(\.header))
    return header.filter { !used.contains($0) && !$0.isEmpty }
  }

  /// For each role in the order of `OrderRole.allCases` its columns, its own first.
  ///
  /// - Throws: `.wrongData` for a column that is there twice.
  func places(in records: RecordReader) throws(LocatedError) -> [[Int]] {
    var places = [[Int]](repeating: [], count: OrderRole.allCases.count)
    for (role, header) in found + fallbacks {
      places[role.rawValue].append(try records.index(of: header))
    }
    return places
  }

  /// The header as written, else one that differs in case, blanks and punctuation only.
  private static func find(_ name: String, in header: [String]) -> String? {
    if header.contains(name) { return name }
    let plain = plainName(name)
    return header.first { plainName($0) == plain && !plain.isEmpty }
  }

  private static func listing(_ header: [String]) -> String {
    let names = header.prefix(40).map { "\"\($0.prefix(60))\"" }.joined(separator: ", ")
    return "The header has \(names)" + (header.count > 40 ? " and more." : ".")
  }
}

/// Lower case, without blanks and punctuation: `Customer ID`, `customer_id` and `CustomerID` are
/// one name.
func plainName(_ name: String) -> String {
  name.lowercased().filter { $0.isLetter || $0.isNumber }
}
