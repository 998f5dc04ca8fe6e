/// A 64-bit hash of bytes, to tell order ids and whole lines apart within one customer's day.
/// Nothing that is written depends on its value. Multiply and fold, as in wyhash (Wang Yi, 2019).
func fingerprint(of bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: bytes.count) ^ 0x9E37_79B9_7F4A_7C15
  var place = 0
  while place + 8 <= bytes.count {
    hash = folded(hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    place += 8
  }
  var rest: UInt64 = 0
  while place < bytes.count {
    rest = rest << 8 | UInt64(bytes[place])
    place += 1
  }
  return folded(folded(hash ^ rest) ^ 0xE703_7ED1_A0B4_28DB)
}

/// Both halves of the product with an odd constant; 0 is kept from staying 0 by the caller's seed.
@inline(__always)
private func folded(_ value: UInt64) -> UInt64 {
  let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
  return product.high ^ product.low ^ value.byteSwapped
}
