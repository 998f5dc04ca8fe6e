import Reporting
import Testing

struct AxisTests {
  private static let rounds: [(Double, Double, [String])] = [
    (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.03, 0.31, ["0.0", "0.1", "0.2", "0.3", "0.4"]),
    (-3, 17, ["-5", "0", "5", "10", "15", "20"]),
    (0, 23_570, ["0", "5,000", "10,000", "15,000", "20,000", "25,000"]),
    (17, -3, ["-5", "0", "5", "10", "15", "20"]),
    (0, 4e9, ["0", "1,000,000,000", "2,000,000,000", "3,000,000,000", "4,000,000,000"]),
  ]

  @Test(arguments: rounds)
  func choosesRoundTicks(low: Double, high: Double, labels: [String]) {
    let ticks = Ticks(from: low, to: high)
    #expect(ticks.labels == labels)
    #expect(ticks.low <= min(low, high) && ticks.high >= max(low, high))
  }

  @Test func writesShares() {
    #expect(
      Ticks(from: 0, to: 1, format: .percent, isWidened: false).labels
        == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
    #expect(Ticks(from: 0, to: 0.02, format: .percent).labels.last == "2.0 %")
  }

  @Test func keepsAFixedRange() {
    let ticks = Ticks(from: 0.05, to: 0.95, isWidened: false)
    #expect(ticks.low == 0.05 && ticks.high == 0.95)
    #expect(ticks.labels == ["0.2", "0.4", "0.6", "0.8"])
  }

  private static let extremes: [(Double, Double)] = [
    (0.0, 0.0), (5, 5), (-1e-300, 1e-300), (-1.7e308, 1.7e308), (1e16, 1e16 + 2), (.nan, 1),
    (-.infinity, .infinity), (.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude),
    (.leastNonzeroMagnitude, 1e308), (1, 1 + 1e-15),
  ]

  @Test(arguments: extremes)
  func survivesExtremes(low: Double, high: Double) {
    for isWidened in [true, false] {
      let ticks = Ticks(from: low, to: high, isWidened: isWidened)
      #expect(ticks.low < ticks.high && (ticks.high - ticks.low).isFinite)
      #expect(ticks.values.count <= 12)
      #expect(Set(ticks.labels).count == ticks.labels.count)
      #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy(<))
    }
  }
}
