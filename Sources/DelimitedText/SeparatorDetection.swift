import CKernels

/// Which of comma, semicolon, tab and bar divides the text: the one by which most of the first
/// records have as many fields as the header; among equals the one with more fields, then the
/// first. Comma, when none divides the header.
func detectSeparator(_ text: UnsafeBufferPointer<UInt8>, isWhole: Bool, quote: UInt8) -> UInt8 {
  var best = (separator: UInt8(ascii: ","), agreement: 0.0, fields: 1)
  for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")] {
    let counts = fieldCounts(text, isWhole: isWhole, separator: separator, quote: quote)
    guard let header = counts.first, header > 1 else { continue }
    let agreement = Double(counts.count { $0 == header }) / Double(counts.count)
    if (agreement, header) > (best.agreement, best.fields) {
      best = (separator, agreement, header)
    }
  }
  return best.separator
}

/// Numbers of fields of the first complete records.
private func fieldCounts(
  _ text: UnsafeBufferPointer<UInt8>, isWhole: Bool, separator: UInt8, quote: UInt8
) -> [Int] {
  let storage = BatchStorage(capacity: text.count, fieldCapacity: text.count + 1)
  _ = UnsafeMutableBufferPointer(start: storage.bytes, count: text.count).update(from: text)
  var scan = ck_scan(storage)
  scan.separator = separator
  scan.quote = quote
  scan.final = isWhole ? 1 : 0
  scan.max_fields = UInt32(clamping: text.count + 1)
  scan.max_records = min(100, UInt32(storage.recordCapacity))
  ck_scan_records(storage.bytes, UInt32(text.count), &scan)
  return (0..<Int(scan.record_count)).map {
    Int(storage.recordFields[$0 + 1] - storage.recordFields[$0])
  }
}

extension ck_scan {
  /// A scan that writes where fields and records are into the storage.
  init(_ storage: BatchStorage) {
    self.init()
    fields = storage.fields
    field_capacity = UInt32(storage.fieldCapacity)
    record_fields = storage.recordFields
    record_lines = storage.recordLines
  }
}
