import DelimitedText
import Glibc
import Testing

@Suite struct NumberParseTests {
  static let exact: [(String, Double)] = [
    ("0", 0), ("-0", -0.0), ("5", 5), ("+5", 5), ("5.", 5), (".5", 0.5), ("-.5", -0.5),
    ("1e3", 1000), ("1E+3", 1000), ("1e-3", 0.001), ("007", 7), ("  12\t", 12),
    ("0e999", 0), ("1e-999", 0), ("-1e-999", -0.0), ("0.1", 0.1), ("1e22", 1e22), ("1e23", 1e23),
    ("9007199254740993", 9_007_199_254_740_992), ("9007199254740995", 9_007_199_254_740_996),
    ("123456789012345678901234567890", 123456789012345678901234567890.0),
    ("5e-324", .leastNonzeroMagnitude), ("2.4703282292062327e-324", 0),
    ("2.4703282292062328e-324", .leastNonzeroMagnitude),
    ("1.7976931348623158e308", .greatestFiniteMagnitude),
    ("1.00000000000000011102230246251565404236316680908203125", 1),
    ("1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002),
    ("6929495644600919.5", 6929495644600920), ("35153131473293579", 35_153_131_473_293_580),
    ("2.2250738585072011e-308", Double(bitPattern: 0x000F_FFFF_FFFF_FFFF)),
    (
      "0." + String(repeating: "0", count: 400) + "1e401", 1
    ), ("1" + String(repeating: "0", count: 400) + "e-400", 1),
  ]

  @Test(arguments: exact) func isExact(text: String, value: Double) {
    guard case .number(let parsed) = parseNumber(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(parsed.bitPattern == value.bitPattern)
  }

  @Test(arguments: [
    "1e999", "-1e999", "1.7976931348623159e308", "inf", "-Infinity", "+INF", "nan", "1,5", "-1,5",
    "1,299.00", "1.299,00", "1,299,000", ",5", "1" + String(repeating: "0", count: 400),
  ]) func broken(text: String) { #expect(parseNumber(text) == .broken) }

  @Test(arguments: [
    "abc", "1a", "a1", "1e", "1e+", "1e5x", "--5", "+-5", "1..2", "1.2.3", "e5", ".", "-", "+", ",",
    "0x10", "2011-03-31", "12:30", "10.0.0.1", "$5", "5%", "0元", "1 000", "infinite", "5-", "é",
  ]) func words(text: String) { #expect(parseNumber(text) == .word) }

  @Test func missing() {
    for text in ["", " ", "\t ", "NA", " NA ", "NaN", "NULL", "null", "N/A"] {
      #expect(parseNumber(text) == .missing)
    }
    #expect(parseNumber("na") == .word && parseNumber("NAN") == .broken)
    let own = MissingTokens(["-999", "?", " - "])
    #expect(parseNumber("-999", missing: own) == .missing)
    #expect(
      parseNumber("-", missing: own) == .missing && parseNumber("?", missing: own) == .missing)
    #expect(parseNumber("NA", missing: own) == .word && parseNumber("", missing: own) == .missing)
    #expect(parseNumber("-998", missing: own) == .number(-998))
  }

  /// Decimal texts of all lengths and sizes, against the C library.
  @Test func agreesWithTheCLibrary() {
    var generator = SeededGenerator(seed: 7)
    for round in 0..<30_000 {
      let text = round.isMultiple(of: 3) ? randomBits(&generator) : randomDigits(&generator)
      let expected = strtod(text, nil)
      switch parseNumber(text) {
      case .number(let value): #expect(value.bitPattern == expected.bitPattern, "\(text)")
      case .broken: #expect(expected.isInfinite, "\(text)")
      case .missing, .word: Issue.record("\(text)")
      }
    }
  }

  private func randomBits(_ generator: inout SeededGenerator) -> String {
    let value = Double(bitPattern: .random(in: .min ... .max, using: &generator))
    return value.isFinite ? value.description : "1"
  }

  private func randomDigits(_ generator: inout SeededGenerator) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: range, using: &generator)).map { _ in
          "0123456789".randomElement(using: &generator) ?? "0"
        })
    }
    var text = Bool.random(using: &generator) ? "-" : ""
    text += digits(1...24)
    if Bool.random(using: &generator) { text += "." + digits(0...24) }
    if Bool.random(using: &generator) {
      text += "e\(Int.random(in: -360...340, using: &generator))"
    }
    return text
  }
}
