import Churn
import DelimitedText

/// A small seeded generator for test data (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension JSONValue {
  static func parse(
    text: String, limits: JSONLimits = .default
  ) throws(LocatedError) -> JSONValue {
    try parse(Array(text.utf8), name: "model.json", limits: limits)
  }

  /// A random document with numbers of every bit pattern and keys and strings of every plane.
  static func random(depth: Int, using random: inout SplitMix) -> JSONValue {
    // The three upper levels are containers: most documents would be a single scalar otherwise.
    let kinds = depth > 3 ? 5..<7 : depth > 0 ? 0..<7 : 0..<5
    switch Int.random(in: kinds, using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(randomNumber(using: &random))
    case 3: return .number(Double(Int.random(in: -1000...1000, using: &random)))
    case 4: return .string(randomText(using: &random))
    case 5:
      let count = Int.random(in: 0...8, using: &random)
      return .array((0..<count).map { _ in Self.random(depth: depth - 1, using: &random) })
    default:
      var members: [String: JSONValue] = [:]
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        members[randomText(using: &random)] = Self.random(depth: depth - 1, using: &random)
      }
      return .object(members)
    }
  }

  static func randomNumber(using random: inout SplitMix) -> Double {
    while true {
      let number = Double(bitPattern: random.next())
      if number.isFinite { return number }
    }
  }

  private static func randomText(using random: inout SplitMix) -> String {
    let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0...0x2FFF, 0xE000...0x10FFFF]
    let range = ranges[Int.random(in: 0..<3, using: &random)]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let code = UInt32.random(in: range, using: &random)
      if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  /// Equal to the last bit: -0 is not 0, and strings have the same code points.
  func isIdentical(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isIdentical(to: $1) }
    case (.object(let a), .object(let b)):
      a.count == b.count && a.allSatisfy { key, value in b[key]?.isIdentical(to: value) ?? false }
    default: self == other
    }
  }
}
