import CKernels

/// An encoding, and the bytes of the byte order mark in front.
struct DetectedEncoding: Equatable {
  var encoding: TextEncoding
  var markLength: Int
}

/// Which encoding the content has, judged by its first bytes:
/// 1. a byte order mark says it;
/// 2. zero bytes on one side of the pairs only, in a tenth of them or more: UTF-16;
/// 3. valid UTF-8 is UTF-8;
/// 4. what GB18030 can decode is GB18030, else nil.
func detectEncoding(_ prefix: [UInt8], isWhole: Bool) -> DetectedEncoding? {
  if let marked = byteOrderMark(prefix) { return marked }
  if let encoding = zeroBytePattern(prefix) {
    return DetectedEncoding(encoding: encoding, markLength: 0)
  }
  for encoding in [TextEncoding.utf8, .gb18030] {
    if decodes(prefix, as: encoding, isWhole: isWhole) {
      return DetectedEncoding(encoding: encoding, markLength: 0)
    }
  }
  return nil
}

func byteOrderMark(_ prefix: [UInt8]) -> DetectedEncoding? {
  let marks: [([UInt8], TextEncoding)] = [
    ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LE), ([0xFE, 0xFF], .utf16BE),
    ([0x84, 0x31, 0x95, 0x33], .gb18030),
  ]
  for (mark, encoding) in marks where prefix.starts(with: mark) {
    return DetectedEncoding(encoding: encoding, markLength: mark.count)
  }
  return nil
}

private func zeroBytePattern(_ prefix: [UInt8]) -> TextEncoding? {
  var zeros = (first: 0, second: 0)
  let pairs = min(prefix.count / 2, 4096)
  for pair in 0..<pairs {
    if prefix[2 * pair] == 0 { zeros.first += 1 }
    if prefix[2 * pair + 1] == 0 { zeros.second += 1 }
  }
  if zeros.second * 10 >= max(pairs, 1), zeros.first * 20 <= zeros.second { return .utf16LE }
  if zeros.first * 10 >= max(pairs, 1), zeros.second * 20 <= zeros.first { return .utf16BE }
  return nil
}

private func decodes(_ prefix: [UInt8], as encoding: TextEncoding, isWhole: Bool) -> Bool {
  if encoding == .utf8 {
    var invalid: Int32 = 0
    let valid = prefix.withUnsafeBufferPointer {
      ck_utf8_prefix($0.baseAddress, $0.count, &invalid)
    }
    return invalid == 0 && (valid == prefix.count || !isWhole)
  }
  guard let converter = Converter(from: encoding) else { return false }
  return converter.accepts(prefix, isWhole: isWhole)
}
