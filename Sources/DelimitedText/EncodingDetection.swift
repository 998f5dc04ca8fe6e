import CKernels

/// An encoding, and the bytes of the byte order mark in front.
struct DetectedEncoding: Equatable {
  var encoding: TextEncoding
  var markLength: Int
}

/// Which encoding the content has, judged by its first bytes:
/// 1. a byte order mark says it;
/// 2. zero bytes on one side of the pairs mostly, in a tenth of them or more: UTF-16;
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

/// A text of one byte a character with a stray NUL is no UTF-16: there the line breaks are pairs,
/// and all on the same side.
private func zeroBytePattern(_ prefix: [UInt8]) -> TextEncoding? {
  let pairs = min(prefix.count / 2, 4096)
  func isUTF16(low: Int, high: Int) -> Bool {
    var (lowZeros, highZeros, breaks) = (0, 0, 0)
    for pair in 0..<pairs {
      let (low, high) = (prefix[2 * pair + low], prefix[2 * pair + high])
      if low == 0 { lowZeros += 1 }
      if high == 0 { highZeros += 1 }
      if high == 0 && isLineBreak(low) { breaks += 1 }
      if low != 0 && isLineBreak(high) { return false }
    }
    return breaks > 0 && highZeros * 10 >= pairs && lowZeros * 2 <= highZeros
  }
  if isUTF16(low: 0, high: 1) { return .utf16LE }
  return isUTF16(low: 1, high: 0) ? .utf16BE : nil
}

private func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

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
