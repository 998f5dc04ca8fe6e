import CKernels

/// The texts that stand for a missing value.
public struct MissingTokens: Sendable, Hashable {
  private let bytes: [UInt8]
  private let offsets: [UInt32]
  private let longest: Int
  private let first: [UInt64]

  /// Blanks around the tokens are ignored; an empty or blank cell is missing in any case.
  public init(_ tokens: [String] = ReadOptions().missingTokens) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = [0]
    var first: [UInt64] = [0, 0, 0, 0]
    var longest = 0
    for token in tokens {
      let text = Array(token.utf8)
      let trimmed = text.withUnsafeBufferPointer { Array(trimmingBlanks($0)) }
      guard let byte = trimmed.first else { continue }
      bytes += trimmed
      offsets.append(UInt32(clamping: bytes.count))
      first[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
      longest = max(longest, trimmed.count)
    }
    (self.bytes, self.offsets, self.longest, self.first) = (bytes, offsets, longest, first)
  }

  /// Whether the cell, without the blanks around it, is missing.
  public func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    withKernel { ck_is_missing(cell.baseAddress, cell.count, $0) != 0 }
  }

  /// The tokens as the kernels take them.
  @inline(__always)
  func withKernel<R>(_ body: (UnsafePointer<ck_missing>) -> R) -> R {
    bytes.withUnsafeBufferPointer { bytes in
      offsets.withUnsafeBufferPointer { offsets in
        var kernel = ck_missing(
          bytes: bytes.baseAddress, offsets: offsets.baseAddress,
          count: UInt32(offsets.count - 1), longest: UInt32(clamping: longest),
          first: (first[0], first[1], first[2], first[3]))
        return body(&kernel)
      }
    }
  }
}
