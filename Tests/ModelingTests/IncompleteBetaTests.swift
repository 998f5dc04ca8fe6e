import Modeling
import Testing

private struct BetaReference: Decodable {
  var lower: [[Double]]
  var upper: [[Double]]
}

@Suite struct IncompleteBetaTests {
  @Test func matchesTheReference() throws {
    let reference = try TestFiles.decode(BetaReference.self, from: "beta.json")
    for row in reference.lower {
      let value = IncompleteBeta.lower(row[0], row[1], row[2])
      #expect(relativeError(value, row[3]) < 1e-12 && abs(value - row[3]) < 1e-13, "\(row)")
    }
    for row in reference.upper {
      let value = IncompleteBeta.upper(row[0], row[1], row[2])
      #expect(relativeError(value, row[3]) < 1e-12 && abs(value - row[3]) < 1e-13, "\(row)")
    }
  }

  /// Beta(1, 1) is uniform, Beta(2, 1) that of the larger of two uniform numbers.
  @Test(arguments: [1e-9, 0.2, 0.5, 0.77, 0.999]) func knownValues(_ x: Double) {
    #expect(abs(IncompleteBeta.lower(1, 1, x) - x) < 1e-14)
    #expect(abs(IncompleteBeta.lower(2, 1, x) - x * x) < 1e-14)
    #expect(abs(IncompleteBeta.upper(1, 3, x) - (1 - x) * (1 - x) * (1 - x)) < 1e-14)
  }

  /// I_x(a, b) = 1 − I_1−x(b, a), and I_x(a + 1, b) = I_x(a, b) − xᵃ(1 − x)ᵇ/(a B(a, b)) (DLMF
  /// 8.17.20), here with a = 2, b = 3 and so a B(a, b) = 1/6.
  @Test(arguments: [0.0625, 0.25, 0.5, 0.875]) func relations(_ x: Double) {
    for (a, b) in [(6.0, 14.0), (0.3, 2.5), (90, 40)] {
      #expect(abs(IncompleteBeta.lower(a, b, x) - IncompleteBeta.upper(b, a, 1 - x)) < 1e-15)
      #expect(abs(IncompleteBeta.lower(a, b, x) + IncompleteBeta.upper(a, b, x) - 1) < 1e-15)
    }
    let step = 6 * x * x * (1 - x) * (1 - x) * (1 - x)
    let drop = IncompleteBeta.lower(2, 3, x) - IncompleteBeta.lower(3, 3, x)
    #expect(abs(drop - step) < 1e-14)
  }

  @Test func endsOfTheRange() {
    for (a, b) in [(6.0, 14.0), (0.01, 0.01)] {
      #expect(IncompleteBeta.lower(a, b, 0) == 0 && IncompleteBeta.upper(a, b, -1) == 1)
      #expect(IncompleteBeta.lower(a, b, 1) == 1 && IncompleteBeta.upper(a, b, 2) == 0)
    }
  }
}
