import CKernels

/// A 64-bit hash of bytes, the same in every run, to tell texts of one small group apart, as the
/// orders of a customer's day. It gives no protection against texts made to collide, and nothing that
/// is written may depend on its value.
public func fingerprint(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
  ck_fingerprint(bytes.baseAddress, bytes.count)
}
