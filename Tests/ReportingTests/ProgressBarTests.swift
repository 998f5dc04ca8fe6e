import Testing

@testable import Reporting

struct ProgressBarTests {
  private func line(_ done: Int, _ total: Int?, _ elapsed: Double, _ width: Int = 80) -> String {
    ProgressBar.line("features", done: done, total: total, elapsed: elapsed, width: width)
  }

  @Test func showsShareRowsRateAndTimeLeft() {
    #expect(
      line(250_000, 1_000_000, 5)
        == "features [======>                    ]  25 %  250,000 rows  50,000/s  0:15 left")
    #expect(line(1_000, 1_000, 2).hasSuffix("=]  100 %  1,000 rows  500/s"))
    #expect(line(1_234, nil, 1) == "features  1,234 rows  1,230/s")
    #expect(line(0, 10, 0).hasSuffix(" ]  0 %  0 rows"))
  }

  @Test(arguments: 0..<130)
  func fits(width: Int) {
    #expect(DisplayWidth.of(line(520_000, 1_000_000, 0.5, width)) <= width)
    #expect(DisplayWidth.of(line(.max, .max, 1e-300, width)) <= width)
  }

  @Test func dropsTheRateFirst() {
    #expect(line(520_000, 1_000_000, 0.5, 42) == "features  52 %  520,000 rows  0:01 left")
    #expect(line(520_000, 1_000_000, 0.5, 20) == "features  52 %")
  }

  private static let nonsense: [(Int, Int, Double)] = [
    (-5, 10, 1.0), (20, 10, 1), (5, 0, 1), (5, -1, 1), (5, 10, .nan), (5, 10, .infinity),
    (5, 10, -1), (.max, .min, 1), (1, .max, 5e5), (0, 10, 5),
  ]

  @Test(arguments: nonsense)
  func survivesNonsense(done: Int, total: Int, elapsed: Double) {
    let text = line(done, total, elapsed)
    #expect(text.hasPrefix("features") && DisplayWidth.of(text) <= 80)
  }

  @Test(arguments: [
    (0.0, "0:00"), (6.2, "0:07"), (750, "12:30"), (11_100, "3:05:00"), (1e300, "99:59:59"),
  ])
  func writesClocks(seconds: Double, expected: String) {
    #expect(ProgressBar.clock(seconds) == expected)
  }
}
