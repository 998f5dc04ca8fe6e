import Reporting
import Testing

struct NumberTextTests {
  /// From Python 3: `Decimal(x).quantize(…, ROUND_HALF_EVEN)`, equal to `'%.*f'`.
  private static let references: [(Double, Int, String)] = [
    (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (0.125, 2, "0.12"), (0.375, 2, "0.38"),
    (2.675, 2, "2.67"), (1.005, 2, "1.00"), (0.045, 2, "0.04"), (9.995, 2, "9.99"),
    (99.5, 0, "100"), (0.05, 1, "0.1"), (0.25, 1, "0.2"), (0.35, 1, "0.3"),
    (1e21, 2, "1000000000000000000000.00"), (123456789.98765433, 3, "123456789.988"),
    (-0.0004, 3, "0.000"), (-1.0005, 3, "-1.000"), (0.0, 2, "0.00"), (-0.0, 2, "0.00"),
    (Double.leastNonzeroMagnitude, 3, "0.000"),
    (0.3333333333333333, 20, "0.33333333333333331483"), (1e-07, 10, "0.0000001000"),
    (0.999999, 3, "1.000"), (9.313225746154785e-10, 30, "0.000000000931322574615478515625"),
    (9007199254740994.0, 1, "9007199254740994.0"), (1.7e22, 0, "17000000000000000000000"),
    (0.5000000000000001, 0, "1"), (0.49999999999999994, 0, "0"),
    (-5.6920387482221226e-05, 4, "-0.0001"), (-49543508.709194094, 7, "-49543508.7091941"),
    (0.0007887233511355132, 7, "0.0007887"), (-893317.0425576351, 6, "-893317.042558"),
    (-9.014274576114835e-07, 0, "0"), (-6.495461355254983e-07, 6, "-0.000001"),
    (-763700995.1314895, 8, "-763700995.13148952"), (9265066.23785866, 8, "9265066.23785866"),
    (-303368510.9329176, 8, "-303368510.93291759"),
  ]

  @Test(arguments: references)
  func roundsTheExactValueHalfToEven(number: Double, decimals: Int, expected: String) {
    #expect(NumberText.fixed(number, decimals: decimals) == expected)
  }

  @Test func writesEveryDigitOfTheExtremes() {
    let largest = NumberText.fixed(.greatestFiniteMagnitude, decimals: 0)
    #expect(largest.count == 309)
    #expect(largest.hasPrefix("17976931348623157081452742373170435679807056752584"))
    #expect(largest.hasSuffix("99881250404026184124858368"))
    #expect(NumberText.significant(.leastNonzeroMagnitude, digits: 5) == "4.9407e-324")
  }

  private static let significantTexts: [(Double, Int, String)] = [
    (0.12345, 3, "0.123"), (123456.0, 3, "123000"), (0.0001, 2, "0.00010"), (9.996, 3, "10.0"),
    (1e-7, 2, "1.0e-7"), (2.5e17, 1, "2e17"), (3.5e17, 1, "4e17"), (-1234.5, 4, "-1234"),
    (0, 3, "0"), (9.99e-6, 2, "0.000010"), (1e300, 3, "1.00e300"),
  ]

  @Test(arguments: significantTexts)
  func roundsToSignificantDigits(number: Double, digits: Int, expected: String) {
    #expect(NumberText.significant(number, digits: digits) == expected)
  }

  private static let shareTexts: [(Double, Int, String)] = [
    (0.1234, 1, "12.3 %"), (0.00125, 1, "0.1 %"), (1, 0, "100 %"), (-0.5, 1, "-50.0 %"),
    (0, 0, "0 %"), (0.29, 0, "29 %"), (0.145, 0, "14 %"),
  ]

  @Test(arguments: shareTexts)
  func writesShares(share: Double, decimals: Int, expected: String) {
    #expect(NumberText.percent(share, decimals: decimals) == expected)
  }

  @Test func groupsThousands() {
    #expect(NumberText.integer(0) == "0")
    #expect(NumberText.integer(-999) == "-999")
    #expect(NumberText.integer(1_234_567) == "1,234,567")
    #expect(NumberText.integer(.min) == "-9,223,372,036,854,775,808")
    #expect(NumberText.fixed(-123456.789, decimals: 1, isGrouped: true) == "-123,456.8")
  }

  @Test func namesWhatDoesNotExist() {
    #expect(NumberText.fixed(nil, decimals: 2) == "–")
    #expect(NumberText.fixed(.nan, decimals: 2) == "–")
    #expect(NumberText.percent(nil) == "–")
    #expect(NumberText.integer(nil) == "–")
    #expect(NumberText.significant(.nan, digits: 2) == "–")
    #expect(NumberText.interval(0.1, nil, decimals: 2) == "–")
    #expect(NumberText.fixed(-.infinity, decimals: 2) == "-∞")
  }

  @Test func writesPValuesAndIntervals() {
    #expect(NumberText.pValue(0.00099) == "<0.001")
    #expect(NumberText.pValue(0) == "<0.001")
    #expect(NumberText.pValue(0.001) == "0.001")
    #expect(NumberText.pValue(0.0421) == "0.042")
    #expect(NumberText.pValue(nil) == "–")
    #expect(NumberText.pValue(.nan) == "–")
    #expect(NumberText.interval(-0.123, 0.456, decimals: 2) == "-0.12 to 0.46")
  }
}
