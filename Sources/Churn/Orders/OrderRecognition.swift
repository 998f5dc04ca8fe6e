import DelimitedText

extension OrderPreset {
  /// Whether the header has every column that tells this format.
  public func recognises(_ header: [String]) -> Bool {
    let names = Set(header.map(plainName))
    return recognisedBy.contains { $0.allSatisfy { names.contains(plainName($0)) } }
  }

  /// The formats that a name stands for: one of them, or all of a shop system.
  ///
  /// - Throws: `.usage` for an unknown name.
  public static func named(_ name: String) throws(LocatedError) -> [OrderPreset] {
    let lower = name.lowercased()
    let meant = all.filter {
      $0.name == lower || $0.family == lower || $0.aliases.contains(lower)
    }
    guard meant.isEmpty else { return meant }
    throw LocatedError(
      .usage, "there is no preset \"\(name)\"",
      advice: "Presets: \(all.map(\.name).joined(separator: ", ")), or a file of your own, as "
        + "--preset my-shop.json. Other files are read with --columns.")
  }

  /// The format of a header.
  ///
  /// - Parameters:
  ///   - chosen: the formats that the user allows; empty for all.
  ///   - joins: whether the file may be an item list that goes with another file.
  static func recognising(
    _ header: [String], among chosen: [OrderPreset], joins: Bool
  ) -> OrderPreset {
    if let preset = chosen.first(where: { $0.recognises(header) }) { return preset }
    if chosen.isEmpty { return all.first { $0.recognises(header) } ?? generic }
    let items = all.first { joins && $0.content == .items && $0.recognises(header) }
    return items ?? chosen.first { $0.content == .orders } ?? chosen[0]
  }
}
