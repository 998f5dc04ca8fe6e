import DelimitedText

/// Which column of a file plays which role, found by preset and `--columns`.
struct OrderColumns {
  let preset: OrderPreset
  /// Role and header, in the order of `OrderRole`.
  private(set) var found: [(role: OrderRole, header: String)] = []

  /// - Throws: `.wrongData` when nothing recognises the header, or a column that is needed or
  ///   asked for is not there.
  init(
    header: [String], preset: OrderPreset?, overrides: [OrderRole: String], file: String
  ) throws(LocatedError) {
    self.preset =
      preset ?? OrderPreset.all.first { $0.recognises(header) } ?? OrderPreset.generic
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
    for (role, names) in self.preset.headers where headerOf[role] == nil {
      let free = header.filter { !headerOf.values.contains($0) }
      headerOf[role] = names.lazy.compactMap { Self.find($0, in: free) }.first
    }
    found = OrderRole.allCases.compactMap { role in headerOf[role].map { (role, $0) } }
    let needed: [OrderRole] =
      [.customer, .time] + (self.preset.rules.priceMustBePositive ? [.price, .quantity] : [])
    for role in needed where headerOf[role] == nil {
      throw LocatedError(
        .wrongData, "no column is known to be the \(role.name) of an order",
        at: Location(file: file, line: 1),
        advice: Self.listing(header)
          + " Say which is which, as --columns customer=HEADER,time=HEADER,amount=HEADER.")
    }
  }

  var roles: Set<OrderRole> { Set(found.map(\.role)) }

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

extension OrderPreset {
  /// Whether the header has every column that tells this format.
  func recognises(_ header: [String]) -> Bool {
    let names = Set(header.map(plainName))
    return !recognisedBy.isEmpty && recognisedBy.allSatisfy { names.contains(plainName($0)) }
  }

  /// The preset of that name.
  ///
  /// - Throws: `.usage` for a name that is unknown or belongs to a later version.
  static func named(_ name: String) throws(LocatedError) -> OrderPreset {
    if let preset = all.first(where: { $0.name == name.lowercased() }) { return preset }
    let known = all.map(\.name).joined(separator: ", ")
    throw LocatedError(
      .usage,
      planned.contains(name.lowercased())
        ? "the preset \(name) is not there yet" : "there is no preset \"\(name)\"",
      advice: "Presets of this version: \(known). Others are read with --columns.")
  }
}

/// Lower case, without blanks and punctuation: `Customer ID`, `customer_id` and `CustomerID` are
/// one name.
private func plainName(_ name: String) -> String {
  name.lowercased().filter { $0.isLetter || $0.isNumber }
}
