import Churn
import Testing

struct JSONPrinterTests {
  @Test func printsSortedAndIndented() {
    let value: JSONValue = [
      "b": [1, 2.5, nil, "x/y"], "a": ["é": [:], "z": [], "Z": [[1], ["k": true]]],
      "名": "\u{1}\"\\",
    ]
    #expect(
      value.pretty() == #"""
        {
          "a": {
            "Z": [
              [1],
              {
                "k": true
              }
            ],
            "z": [],
            "é": {}
          },
          "b": [1, 2.5, null, "x/y"],
          "名": "\u0001\"\\"
        }

        """#)
    #expect(
      value.canonical()
        == #"{"a":{"Z":[[1],{"k":true}],"z":[],"é":{}},"b":[1,2.5,null,"x/y"],"名":"\u0001\"\\"}"#)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "-0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (1e15, "1000000000000000"),
    (9_007_199_254_740_992, "9007199254740992"), (-9_007_199_254_740_991, "-9007199254740991"),
    (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (1e-5, "1e-05"), (.nan, "null"),
    (.infinity, "null"),
  ])
  func printsNumbers(number: Double, expected: String) {
    #expect(JSONValue.number(number).canonical() == expected)
    #expect(JSONValue.number(number).pretty() == expected + "\n")
  }

  @Test func whatDoesNotExistIsNull() {
    #expect(JSONValue(Double?.none) == .null)
    #expect(JSONValue(Double.nan) == .null)
    #expect(JSONValue(-Double.infinity) == .null)
    #expect(JSONValue(0.5) == .number(0.5))
    #expect(JSONValue(Int?.none) == .null)
    #expect(JSONValue(String?.none) == .null)
  }

  /// `  "k": [` takes 8 columns: 90 more and `]` and a comma make 100.
  @Test(arguments: [(90, true), (91, false)])
  func breaksLongArrays(columns: Int, fits: Bool) {
    let text = String(repeating: "é", count: columns - 2 - 3)
    let lines = JSONValue.object(["k": [1, .string(text)]]).pretty().split(separator: "\n")
    #expect(lines.count == (fits ? 3 : 6))
    #expect((lines.map(\.count).max() ?? 0) <= 100)
  }

  @Test(arguments: 0..<30)
  func roundTrips(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let value = JSONValue.random(depth: 6, using: &random)
    #expect(try JSONValue.parse(text: value.pretty()).isIdentical(to: value))
    #expect(try JSONValue.parse(text: value.canonical()).isIdentical(to: value))
  }

  @Test func roundTripsNumbersOfEveryMagnitude() throws {
    var random = SplitMix(state: 1)
    let numbers = (0..<5000).map { _ in JSONValue.number(JSONValue.randomNumber(using: &random)) }
    let value = JSONValue.array(numbers)
    #expect(try JSONValue.parse(text: value.pretty()).isIdentical(to: value))
  }
}
