import CKernels

/// What a cell says about a number.
public enum NumberParse: Sendable, Equatable {
  /// The nearest Double of the decimal text.
  case number(Double)
  case missing
  /// Meant as a number, but none: `1e999`, `inf`, `1,5`, `1,299.00`.
  case broken
  /// Any other text.
  case word
}

/// Reads a cell as a number, blanks around it ignored: sign, digits with a point, exponent.
/// Exact: the nearest Double (Clinger 1990, else `std::from_chars`); what is too small is 0.
public func parseNumber(
  _ bytes: UnsafeBufferPointer<UInt8>, missing: MissingTokens
) -> NumberParse {
  var value = 0.0
  let kind = missing.withKernel { ck_parse_number(bytes.baseAddress, bytes.count, $0, &value) }
  switch Int(kind) {
  case CK_NUMBER: return .number(value)
  case CK_MISSING: return .missing
  case CK_BROKEN: return .broken
  default: return .word
  }
}

/// As `parseNumber(_:missing:)`, of a string.
public func parseNumber(_ text: String, missing: MissingTokens = MissingTokens()) -> NumberParse {
  var text = text
  return text.withUTF8 { parseNumber($0, missing: missing) }
}
