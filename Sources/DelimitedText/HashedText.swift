import CKernels

/// A text somewhere in memory, and its hash; see `ByteInterner.codes(of:)`. Who keeps it sees to
/// it that the memory stays.
public struct HashedText: @unchecked Sendable {
  /// The only member, so that an array of these is one of the kernel's.
  let kernel: ck_text

  public var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: kernel.bytes, count: Int(kernel.length))
  }
}

/// How an interner hashes.
public struct TextHash: Sendable {
  let seed: UInt64

  public func callAsFunction(_ bytes: UnsafeBufferPointer<UInt8>) -> HashedText {
    HashedText(kernel: ck_hashed_text(seed, bytes.baseAddress, UInt32(clamping: bytes.count)))
  }
}
