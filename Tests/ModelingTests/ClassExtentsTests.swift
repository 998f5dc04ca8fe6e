import Modeling
import Testing

@Suite struct ClassExtentsTests {
  static func plain(_ numbers: [Double], _ labels: [Bool], of label: Bool) -> [Double] {
    zip(numbers, labels).filter { $0.1 == label && !$0.0.isNaN }.map(\.0)
  }

  /// Around the eight numbers that are looked at together; with gaps, infinities and one class only.
  @Test(arguments: [0, 1, 7, 8, 9, 16, 100, 1003], [0, 0.3, 1])
  func eachClassIsLookedAtAlone(_ count: Int, _ share: Double) {
    var generator = SeededGenerator(seed: UInt64(count))
    let special = [Double.nan, .infinity, -.infinity, 0, -0.0]
    for gaps in [0, 0.2, 1] {
      let numbers = (0..<count).map { _ in
        generator.uniform() < gaps
          ? special[generator.integer(below: gaps == 1 ? 1 : special.count)]
          : generator.standardNormal()
      }
      let labels = numbers.map { _ in generator.uniform() < share }
      let extents = ClassExtents(numbers, labels)
      for (extent, label) in [(extents.stayed, false), (extents.churned, true)] {
        let values = Self.plain(numbers, labels, of: label)
        #expect(extent.count == values.count)
        #expect(extent.lowest == values.min() ?? .infinity)
        #expect(extent.highest == values.max() ?? -.infinity)
      }
      #expect(extents.count == numbers.count { !$0.isNaN })
      #expect(extents.lowest == min(extents.stayed.lowest, extents.churned.lowest))
      #expect(extents.highest == max(extents.stayed.highest, extents.churned.highest))
    }
  }
}
