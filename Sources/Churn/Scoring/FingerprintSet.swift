/// 64-bit fingerprints of ids, by open addressing in one array: 13 bytes an id at the most.
struct FingerprintSet: Sendable {
  private var slots: [UInt64] = Array(repeating: 0, count: 1024)
  private(set) var count = 0

  /// FNV-1a, its end mixed as in splitmix64; never 0, which marks a free slot.
  static func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return max(1, hash ^ (hash >> 31))
  }

  /// Whether the fingerprint is new.
  mutating func insert(_ fingerprint: UInt64) -> Bool {
    if count * 8 > slots.count * 5 { grow() }
    let place = Self.place(of: fingerprint, in: slots)
    if slots[place] == fingerprint { return false }
    slots[place] = fingerprint
    count += 1
    return true
  }

  /// Inserts many; how many were there before.
  ///
  /// Each lies somewhere else in memory: to look at all places first lets the processor fetch them
  /// side by side.
  mutating func insert(all fingerprints: [UInt64]) -> Int {
    while (count + fingerprints.count) * 8 > slots.count * 5 { grow() }
    let new = slots.withUnsafeMutableBufferPointer { slots in
      let mask = slots.count - 1
      let met = fingerprints.map { slots[Int(truncatingIfNeeded: $0) & mask] }
      var new = 0
      for (fingerprint, met) in zip(fingerprints, met) where met != fingerprint {
        var place = Int(truncatingIfNeeded: fingerprint) & mask
        while slots[place] != 0, slots[place] != fingerprint { place = (place + 1) & mask }
        if slots[place] == 0 { new += 1 }
        slots[place] = fingerprint
      }
      return new
    }
    count += new
    return fingerprints.count - new
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for fingerprint in slots where fingerprint != 0 {
      larger[Self.place(of: fingerprint, in: larger)] = fingerprint
    }
    slots = larger
  }

  private static func place(of fingerprint: UInt64, in slots: [UInt64]) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: fingerprint) & mask
    while slots[place] != 0, slots[place] != fingerprint { place = (place + 1) & mask }
    return place
  }
}
