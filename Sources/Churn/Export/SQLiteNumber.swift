/// Constants for SQLite, which until version 3.43 read a decimal number by one rounded operation on
/// 64-bit significands and a second rounding: about one text in a thousand gives a neighbour of the
/// nearest double, and a row on a threshold would take another leaf.
enum SQLiteNumber {
  /// The shortest text where each reader that errs by less than 2⁻⁶² gets this double from it, else a
  /// quotient or product of whole numbers, which is exact.
  static func text(_ value: Double) -> String {
    isSafe(value) ? value.exponentText : exact(value)
  }

  /// Digits of the shortest text and the power of ten that they are times.
  private static func decimal(_ value: Double) -> (digits: [UInt8], exponent: Int) {
    let text = value.magnitude.description
    let parts = text.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    var digits = mantissa.flatMap { $0.utf8.map { $0 } }
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    exponent -= mantissa.count > 1 ? mantissa[1].utf8.count : 0
    digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
    while digits.count > 1, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    return (digits, exponent)
  }

  /// Powers of ten up to this are exact in a 64-bit significand.
  private static let largestPower = 27
  private static let places = 19

  private static func isSafe(_ value: Double) -> Bool {
    if value == 0 { return true }
    let (digits, exponent) = decimal(value)
    guard abs(exponent) <= largestPower, digits.count < places,
      let padded = UInt64(
        String(decoding: digits, as: UTF8.self)
          + String(repeating: "0", count: places - digits.count))
    else { return false }
    // Three units of the 19th digit are between 2⁻⁶² and 2⁻⁵⁸ of the number.
    let scale = exponent - (places - digits.count)
    return [padded - 3, padded + 3].allSatisfy { Double("\($0)e\(scale)") == value.magnitude }
  }

  /// m · 2^e by steps that lose nothing; only the last may be below the normal numbers.
  private static func exact(_ value: Double) -> String {
    let magnitude = value.magnitude
    var exponent = Int(magnitude.exponent) - 52
    // Below the normal numbers the significand is shorter.
    exponent = max(exponent, -1074)
    let mantissa = UInt64((magnitude / Double(sign: .plus, exponent: exponent, significand: 1)))
    let sign = value.sign == .minus ? "-" : ""
    var text = "\(sign)\(mantissa).0"
    let operation = exponent < 0 ? " / " : " * "
    var left = abs(exponent)
    while left > 0 {
      let step = min(left, 59)
      text += operation + "\(UInt64(1) << UInt64(step)).0"
      left -= step
    }
    return "(" + text + ")"
  }
}
