import CKernels

/// Maps byte strings to the codes 0, 1, 2 … in order of first appearance.
public struct ByteInterner: Sendable {
  /// Owns the kernel's memory; written only while one value refers to it.
  private final class Table: @unchecked Sendable {
    let kernel: OpaquePointer
    init(_ kernel: OpaquePointer?) {
      guard let kernel else { preconditionFailure("out of memory") }
      self.kernel = kernel
    }
    deinit { ck_interner_destroy(kernel) }
  }

  private var table = Table(ck_interner_create(.random(in: .min ... .max)))

  public init() {}

  /// The number of distinct strings so far.
  public var count: Int { Int(ck_interner_count(table.kernel)) }

  /// The code of the bytes; a new one when they are new.
  ///
  /// - Precondition: fewer than 2²⁹ distinct strings, and memory for them.
  public mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    let code = ck_interner_code(uniqueKernel(), bytes.baseAddress, bytes.count)
    precondition(code >= 0, "out of memory")
    return code
  }

  /// As `code(of:)`, of a string.
  public mutating func code(of text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(of: $0) }
  }

  /// The codes of many texts, as `code(of:)` gives them one after the other; in a large table many
  /// times faster.
  ///
  /// - Parameter texts: hashed by `hash` of this interner; their bytes must still be there.
  public mutating func codes(of texts: [HashedText]) -> [Int32] {
    let kernel = uniqueKernel()
    return [Int32](unsafeUninitializedCapacity: texts.count) { codes, count in
      count = texts.count
      let failed = texts.withUnsafeBufferPointer { texts in
        texts.withMemoryRebound(to: ck_text.self) {
          ck_interner_codes(kernel, $0.baseAddress, $0.count, codes.baseAddress)
        }
      }
      precondition(failed == 0, "out of memory")
    }
  }

  /// Hashes texts for `codes(of:)`, on any thread.
  public var hash: TextHash { TextHash(seed: ck_interner_seed(table.kernel)) }

  /// The code of the bytes, nil when they were not seen.
  public func existingCode(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    let code = ck_interner_find(table.kernel, bytes.baseAddress, bytes.count)
    return code < 0 ? nil : code
  }

  /// As `existingCode(of:)`, of a string.
  public func existingCode(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { existingCode(of: $0) }
  }

  /// The kernel's table, to read from.
  func withKernel(_ body: (OpaquePointer) -> Void) {
    withExtendedLifetime(table) { body(table.kernel) }
  }

  public func text(_ code: Int32) -> String {
    withBytes(code) { String(decoding: $0, as: UTF8.self) }
  }

  /// All strings, in the order of their codes.
  public var texts: [String] { (0..<Int32(count)).map(text) }

  /// The bytes of a code, valid within `body` only.
  public func withBytes<R>(_ code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    precondition(code >= 0 && code < count)
    return withExtendedLifetime(table) {
      var length = 0
      let bytes = ck_interner_bytes(table.kernel, UInt32(code), &length)
      return body(UnsafeBufferPointer(start: bytes, count: length))
    }
  }

  /// The kernel's table, to write to: copied first where another value shares it.
  mutating func uniqueKernel() -> OpaquePointer {
    if !isKnownUniquelyReferenced(&table) { table = Table(ck_interner_copy(table.kernel)) }
    return table.kernel
  }
}
