/// Numbers as people read them: rounded half to even from the exact binary value, with a point,
/// commas between thousands, and no locale. The same number gives the same text everywhere.
/// Chinese has the same point and commas; where it differs, the language is a parameter.
public enum NumberText {
  /// What stands where a number does not exist.
  public static let missing = "–"

  /// Fixed decimals (0…30); a negative number that rounds to zero has no sign.
  public static func fixed(
    _ number: Double?, decimals: Int, isGrouped: Bool = false
  ) -> String {
    text(number, decimals: decimals, isGrouped: isGrouped) { $0 }
  }

  /// A share as per cent: 0.1234 is `12.3 %`, in Chinese `12.3%`.
  public static func percent(
    _ share: Double?, decimals: Int = 1, language: Language = .english
  ) -> String {
    let number = text(share, decimals: decimals, isGrouped: false) { $0.scaled(by: 2) }
    return number == missing ? number : number + language.text(.percentSign)
  }

  /// An amount with commas between thousands and the sign of its currency before the digits.
  public static func money(_ amount: Double?, decimals: Int = 2, symbol: String = "") -> String {
    let number = fixed(amount, decimals: decimals, isGrouped: true)
    if number == missing { return number }
    return number.hasPrefix("-") ? "-" + symbol + number.dropFirst() : symbol + number
  }

  /// A day of the calendar: `31 March 1998`, in Chinese `1998年3月31日`; missing for a month that
  /// does not exist.
  public static func date(
    year: Int, month: Int, day: Int, language: Language = .english
  ) -> String {
    guard (1...12).contains(month) else { return missing }
    switch language {
    case .english: return "\(day) \(months[month - 1]) \(year)"
    case .chinese: return "\(year)年\(month)月\(day)日"
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// A whole number with commas between thousands.
  public static func integer(_ number: Int?) -> String {
    guard let number else { return missing }
    return (number < 0 ? "-" : "") + grouped(String(number.magnitude))
  }

  /// Rounded to so many significant digits (1…17); beyond 10^15 and below 10^-5 with an exponent.
  public static func significant(
    _ number: Double?, digits: Int, isGrouped: Bool = false
  ) -> String {
    guard let number, !number.isNaN else { return missing }
    if number.isInfinite { return number < 0 ? "-∞" : "∞" }
    let digits = min(max(digits, 1), 17)
    let exact = DecimalExpansion(number)
    if exact.digits.isEmpty { return "0" }
    let rounded = exact.rounded(decimals: digits - exact.point)
    let sign = number < 0 ? "-" : ""
    if (-4...15).contains(rounded.point) {
      let decimals = max(digits - rounded.point, 0)
      return sign + joined(rounded.text(decimals: decimals), isGrouped: isGrouped)
    }
    let mantissa = rounded.scaled(by: 1 - rounded.point).text(decimals: digits - 1)
    return sign + joined(mantissa, isGrouped: false) + "e\(rounded.point - 1)"
  }

  /// The shortest digits that are read back as the same bits, for files; empty if not finite.
  static func exact(_ number: Double) -> String {
    guard number.isFinite else { return "" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Three decimals, `<0.001` below them.
  public static func pValue(_ p: Double?) -> String {
    guard let p, p < 0.001 else { return fixed(p, decimals: 3) }
    return "<0.001"
  }

  /// `0.71 to 0.83`, in Chinese `0.71 至 0.83`; missing if an end is.
  public static func interval(
    _ low: Double?, _ high: Double?, decimals: Int, language: Language = .english
  ) -> String {
    guard let low, let high, !low.isNaN, !high.isNaN else { return missing }
    return fixed(low, decimals: decimals) + language.text(.to) + fixed(high, decimals: decimals)
  }

  private static func text(
    _ number: Double?, decimals: Int, isGrouped: Bool,
    _ change: (DecimalExpansion) -> DecimalExpansion
  ) -> String {
    guard let number, !number.isNaN else { return missing }
    if number.isInfinite { return number < 0 ? "-∞" : "∞" }
    let decimals = min(max(decimals, 0), 30)
    let rounded = change(DecimalExpansion(number)).rounded(decimals: decimals)
    let sign = number < 0 && !rounded.digits.isEmpty ? "-" : ""
    return sign + joined(rounded.text(decimals: decimals), isGrouped: isGrouped)
  }

  private static func joined(
    _ parts: (whole: String, fraction: String), isGrouped: Bool
  ) -> String {
    let whole = isGrouped ? grouped(parts.whole) : parts.whole
    return parts.fraction.isEmpty ? whole : whole + "." + parts.fraction
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
