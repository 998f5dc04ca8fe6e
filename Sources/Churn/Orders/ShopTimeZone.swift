import DelimitedText

/// The clock of a shop: how far its local time is from Greenwich at any moment.
///
/// Zones come from the system's time zone database (TZif files, RFC 8536), so that a run needs no
/// more than the file of one zone.
public struct ShopTimeZone: Sendable, Equatable {
  /// As it was asked for.
  public let name: String
  /// Seconds since 1970-01-01 00:00 UTC from which `offsets` of the same index holds.
  private let transitions: [Int]
  private let offsets: [Int]
  /// Before the first transition.
  private let first: Int
  /// After the last transition.
  private let rule: ZoneRule?

  /// - Parameters:
  ///   - name: `Europe/Berlin`, `UTC`, or an offset `+08:00`.
  ///   - folder: where the system keeps its zones.
  /// - Throws: `.usage` where there is no such zone.
  public init(
    _ name: String, folder: String = "/usr/share/zoneinfo"
  ) throws(LocatedError) {
    if let offset = Self.fixedOffset(name) {
      self.init(name: name, transitions: [], offsets: [], first: offset, rule: nil)
      return
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !parts.contains("..")
    let bytes =
      isPlain && !name.hasPrefix("/")
      ? try? readBytes(.file("\(folder)/\(name)"), limit: 1 << 20) : nil
    guard let bytes, let zone = Self.parse(bytes, name: name) else {
      throw LocatedError(
        .usage, "there is no time zone \"\(name)\" on this system",
        advice:
          "Give a name as Asia/Shanghai or America/New_York (from the system's package tzdata), "
          + "or an offset as +08:00.")
    }
    self = zone
  }

  private init(name: String, transitions: [Int], offsets: [Int], first: Int, rule: ZoneRule?) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.first = first
    self.rule = rule
  }

  /// Seconds east of Greenwich at a moment in seconds since 1970-01-01 00:00 UTC.
  public func offset(at moment: Int) -> Int {
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    if low == transitions.count, let rule { return rule.offset(at: moment) }
    return low == 0 ? first : offsets[low - 1]
  }

  /// The calendar day of the shop at the time in a cell: as written where it has no offset.
  func day(of cell: UnsafeBufferPointer<UInt8>, written: Day) -> Day {
    let time = LocalTime(cell, day: written)
    guard let offset = time.offset else { return written }
    let moment = time.seconds - offset
    let local = moment + self.offset(at: moment)
    return Day(number: Int32(clamping: (local >= 0 ? local : local - 86_399) / 86_400))
  }

  private static func fixedOffset(_ name: String) -> Int? {
    if name == "UTC" || name == "Z" { return 0 }
    let digits = name.dropFirst().filter { $0 != ":" }
    guard let sign = name.first, sign == "+" || sign == "-", digits.count == 4,
      let hours = Int(digits.prefix(2)), let minutes = Int(digits.suffix(2)), hours <= 14,
      minutes < 60
    else { return nil }
    return (sign == "-" ? -1 : 1) * (3600 * hours + 60 * minutes)
  }
}

// MARK: - TZif files

extension ShopTimeZone {
  /// RFC 8536, section 3: a block with 32-bit times, which is passed over, one with 64-bit times, and
  /// a rule for what comes after the last of them.
  private static func parse(_ bytes: [UInt8], name: String) -> ShopTimeZone? {
    guard let old = Block(bytes, at: 0, timeSize: 4), old.version >= UInt8(ascii: "2"),
      let block = Block(bytes, at: old.end, timeSize: 8)
    else { return nil }
    let footer = String(
      decoding: bytes[block.end...].dropFirst().prefix { $0 != 0x0A }, as: UTF8.self)
    let transitions = (0..<block.transitions).map { block.number(bytes, $0 * 8, size: 8) }
    let kinds = (0..<block.transitions).map { Int(bytes[block.start + block.transitions * 8 + $0]) }
    let types = (0..<block.types).map {
      block.number(bytes, block.transitions * 9 + $0 * 6, size: 4)
    }
    guard let first = types.first, kinds.allSatisfy(types.indices.contains) else { return nil }
    return ShopTimeZone(
      name: name, transitions: transitions, offsets: kinds.map { types[$0] }, first: first,
      rule: ZoneRule(footer))
  }

  private struct Block {
    let version: UInt8
    let transitions, types: Int
    /// Of its data, behind the header of 44 bytes.
    let start: Int
    let end: Int

    init?(_ bytes: [UInt8], at place: Int, timeSize: Int) {
      guard bytes.count >= place + 44, Array(bytes[place..<place + 4]) == Array("TZif".utf8) else {
        return nil
      }
      let counts = (0..<6).map {
        Self.integer(bytes[(place + 20 + 4 * $0)..<(place + 24 + 4 * $0)])
      }
      version = bytes[place + 4]
      (transitions, types, start) = (counts[3], counts[4], place + 44)
      end =
        start + transitions * (timeSize + 1) + types * 6 + counts[5] + counts[2] * (timeSize + 4)
        + counts[1] + counts[0]
      guard counts.allSatisfy({ (0...100_000).contains($0) }), end <= bytes.count else {
        return nil
      }
    }

    func number(_ bytes: [UInt8], _ place: Int, size: Int) -> Int {
      Self.integer(bytes[(start + place)..<(start + place + size)])
    }

    /// Big-endian, in two's complement.
    private static func integer(_ bytes: ArraySlice<UInt8>) -> Int {
      let isNegative = (bytes.first ?? 0) >= 0x80
      return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }
    }
  }
}
