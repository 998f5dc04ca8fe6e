import DelimitedText
import Testing

@testable import Churn

/// Numbers and ids as exports write them.
@Suite struct OrdersTextTests {
  private func money(_ text: String, commaGroups: Bool = false) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { MoneyText.number(in: $0, commaGroups: commaGroups) }
  }

  @Test(arguments: [
    ("$1,299.00", 1299.0), ("-$5.00", -5), ("0元", 0), ("¥ 12", 12), ("€45,50", 45.5),
    ("45,5 €", 45.5),
    ("1,299.5", 1299.5), ("1,234,567", 1_234_567), ("'7", 7), ("£0.99", 0.99), (" $3 ", 3),
    ("'-2.5", -2.5),
  ])
  func readsMoney(text: String, number: Double) { #expect(money(text) == number) }

  @Test(arguments: [
    "", "$", "元", "abc", "1,299", "1,5", "12,34.5", "1,23,456", "$1,2345", "€1,299,5", "1.299,00",
    "1,299.5.0", "--1", "$-", "1e5,000", "nan", "inf元", String(repeating: "1", count: 50) + "元",
  ])
  func doesNotGuess(text: String) { #expect(money(text) == nil) }

  @Test func groupsAreANumberWhereTheFormatSaysSo() {
    #expect(money("1,299", commaGroups: true) == 1299)
    #expect(money("1,29", commaGroups: true) == nil)
  }

  private func scientific(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { IdentifierText.isScientific($0) }
  }

  @Test(arguments: [
    ("1.23E+17", true), ("9E+18", true), ("1.5e17", true), ("1.E+1", true), ("1e17", false),
    ("12E+17", false), ("1.23E", false), ("1.23", false), ("E+17", false), ("1.23E+", false),
    ("1.2.3E+17", false), ("1E-5", false), ("a1E+17", false), ("1.23E+1x", false), ("", false),
  ])
  func scientificNotation(text: String, isScientific: Bool) {
    #expect(scientific(text) == isScientific)
  }

  @Test(arguments: [
    ("138****0000", true), ("张*", true), ("##密文", true), ("$$密文", true), ("a*b", false),
    ("密文学", false), ("", false), ("*", true), ("abc", false),
  ])
  func masks(text: String, isMasked: Bool) {
    #expect(
      Array(text.utf8).withUnsafeBufferPointer { IdentifierText.isMasked($0) } == isMasked)
  }
}
