import Reporting
import Testing

struct BarsTests {
  @Test(
    arguments: [
      (0.37, 10, "███▊      "), (0, 4, "    "), (1, 4, "████"), (0.5, 1, "▌"), (0.125, 1, "▏"),
      (1e-9, 3, "▏  "), (7, 2, "██"), (-1, 2, "  "), (.infinity, 2, "██"), (.nan, 3, "–  "),
      (0.5, 0, "▌"),
    ] as [(Double, Int, String)])
  func drawsEighths(share: Double, width: Int, expected: String) {
    #expect(Bars.text(share, width: width) == expected)
  }
}
