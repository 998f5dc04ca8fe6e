/// The exact decimal digits of a finite `Double`: every one has finitely many.
///
/// |x| = m · 2^e is an integer, or for e < 0 the integer m · 5^-e with the point moved by -e.
struct DecimalExpansion {
  /// 0…9, first digit not 0; empty for zero.
  private(set) var digits: [UInt8]
  /// The value is 0.d₁d₂d₃… · 10^point.
  private(set) var point: Int

  init(_ number: Double) {
    let magnitude = number.magnitude
    guard magnitude > 0, magnitude.isFinite else {
      digits = []
      point = 0
      return
    }
    let bits = magnitude.significandBitPattern
    let raw = Int(magnitude.exponentBitPattern)
    var mantissa = raw == 0 ? bits : bits | 1 << 52
    let zeros = mantissa.trailingZeroBitCount
    mantissa >>= UInt64(zeros)
    let exponent = max(raw, 1) - 1075 + zeros
    digits = Self.digits(of: mantissa, times: exponent < 0 ? 5 : 2, power: abs(exponent))
    point = digits.count + min(exponent, 0)
  }

  /// Moves the point: `scaled(by: 2)` makes per cent of a share without rounding.
  func scaled(by places: Int) -> DecimalExpansion {
    var result = self
    if !digits.isEmpty { result.point += places }
    return result
  }

  /// Rounds to `decimals` digits behind the point, half to even; negative ones before it.
  func rounded(decimals: Int) -> DecimalExpansion {
    let kept = point + decimals
    if kept >= digits.count { return self }
    var result = self
    result.digits = kept > 0 ? Array(digits[..<kept]) : []
    if kept >= 0, roundsUp(kept) { result.increment() }
    return result
  }

  private func roundsUp(_ kept: Int) -> Bool {
    let isHalf = digits[kept] == 5 && digits[(kept + 1)...].allSatisfy { $0 == 0 }
    return isHalf ? kept > 0 && digits[kept - 1] % 2 == 1 : digits[kept] >= 5
  }

  private mutating func increment() {
    for index in digits.indices.reversed() {
      digits[index] = (digits[index] + 1) % 10
      if digits[index] != 0 { return }
    }
    digits.insert(1, at: 0)
    point += 1
  }

  /// The digits before and behind the point, the latter filled or cut to `decimals`.
  func text(decimals: Int) -> (whole: String, fraction: String) {
    func digit(_ place: Int) -> Character {
      let index = point + place
      guard digits.indices.contains(index) else { return "0" }
      return Character(Unicode.Scalar(UInt8(ascii: "0") + digits[index]))
    }
    let whole = String((-max(point, 1)..<0).map(digit))
    return (whole, String((0..<max(decimals, 0)).map(digit)))
  }

  /// Schoolbook multiplication in limbs of nine digits, lowest first.
  private static func digits(of start: UInt64, times factor: UInt64, power: Int) -> [UInt8] {
    let base: UInt64 = 1_000_000_000
    var limbs = [start % base, start / base]
    var left = power
    while left > 0 {
      let step = min(left, 9)
      let multiplier = (0..<step).reduce(UInt64(1)) { product, _ in product * factor }
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = limbs[index] * multiplier + carry
        limbs[index] = product % base
        carry = product / base
      }
      if carry > 0 { limbs.append(carry) }
      left -= step
    }
    let text = limbs.reversed().flatMap { limb in
      let digits = Array(String(limb).utf8)
      return Array(repeating: UInt8(ascii: "0"), count: 9 - digits.count) + digits
    }
    return text.drop { $0 == UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") }
  }
}
