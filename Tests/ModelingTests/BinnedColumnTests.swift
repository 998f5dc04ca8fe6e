import CKernels
import Testing

@testable import Modeling

/// Where a column is cut, and which bin a value gets.
@Suite struct BinnedColumnTests {
  static func column(_ values: [Double], marks: [UInt8]? = nil, limit: Int = 200_000)
    -> BinnedColumn
  {
    let marks = marks ?? values.map { _ in 1 }
    return BinnedColumn(values, marks: marks, sample: BinSample(marks: marks, limit: limit))
  }

  @Test func fewValuesHaveABinEach() {
    let values = [3, .nan, -0.0, 0, -.infinity, .leastNonzeroMagnitude, .infinity, -5, .nan, 3]
    let column = Self.column(values)
    #expect(column.codes == [4, 255, 2, 2, 0, 3, 5, 1, 255, 4])
    #expect(column.lowest.prefix(6) == [-.infinity, -5, 0, .leastNonzeroMagnitude, 3, .infinity])
    #expect(column.highest.prefix(6) == column.lowest.prefix(6))
  }

  @Test func noValueAtAll() {
    #expect(Self.column([.nan, .nan]).codes == [255, 255])
    #expect(Self.column([]).codes.isEmpty)
  }

  @Test(arguments: [255, 256]) func upTo255Values(_ distinct: Int) {
    let values = (0..<1000).map { Double($0 % distinct) }
    let bounds = BinBounds(of: values)
    #expect(bounds.areDistinctValues == (distinct == 255))
    #expect(bounds.lower.count <= 255 && bounds.lower.count > 250)
  }

  /// Between a bin's first and last value lies less than a 255th of the rows.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func binsAreEvenInRows(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let zeros = Double(seed) / 8
    let values = (0..<5003).map { _ in
      generator.uniform() < zeros ? 0 : Elementary.exp(generator.bell())
    }
    let column = Self.column(values)
    for bin in 0..<255 {
      let members = values.indices.filter { column.codes[$0] == bin }.map { values[$0] }
      guard let least = members.min(), let greatest = members.max() else { continue }
      #expect(column.lowest[bin] == least && column.highest[bin] == greatest)
      #expect(members.count { $0 < greatest } * 255 <= values.count)
      #expect(bin == 0 || column.highest[bin - 1] < least)
    }
    // Codes have the order of the values.
    let sorted = values.indices.sorted { values[$0] < values[$1] }
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { column.codes[$0] <= column.codes[$1] })
  }

  /// Rows of weight 0 make no bin and move no cut.
  @Test func rowsThatDoNotCountAreNotLearnedFrom() {
    let column = Self.column([1, 2, 100, 3], marks: [1, 1, 0, 1])
    #expect(column.lowest.prefix(4) == [1, 2, 3, .infinity] && column.codes == [0, 1, 2, 2])
    #expect(column.highest[2] == 3)
  }

  /// A rare value that the sample missed has its bin all the same where values are few.
  @Test func valuesThatTheSampleMissed() {
    let values = (0..<1000).map { $0 == 617 ? 7.0 : Double($0 % 3) }
    let column = Self.column(values, limit: 10)
    #expect(column.lowest.prefix(5) == [0, 1, 2, 7, .infinity] && column.codes[617] == 3)
    // Many values in few bins of a sample are cut at its quantiles.
    let many = Self.column((0..<10_000).map { Double($0) }, limit: 1000)
    #expect(Set(many.codes).count == 255)
    let least = (0..<255).map { bin in many.codes.count { $0 == bin } }.min()
    #expect((least ?? 0) > 20)
  }

  @Test func samplesAreSpread() {
    let marks = (0..<1000).map { UInt8($0 % 2) }
    let sample = BinSample(marks: marks, limit: 50)
    #expect(sample.isPartial && sample.rows.count == 50)
    for (stretch, row) in sample.rows.enumerated() {
      #expect(row / 20 == stretch && marks[row] == 1)
    }
    #expect(BinSample(marks: marks, limit: 500).rows == marks.indices.filter { marks[$0] == 1 })
  }
}
