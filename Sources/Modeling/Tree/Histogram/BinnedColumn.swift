import CKernels

/// A numeric feature cut once into at most 255 bins, one byte a row, for histogram growth.
///
/// A column of at most 255 distinct values has a bin for each; of others a bin holds about a 255th of
/// the rows. A split separates two bins that a node has rows in, at the midpoint between the greatest
/// training value of the one and the least of the other: where bins are single values, that is the
/// exact tree's midpoint.
struct BinnedColumn: Sendable {
  /// By row; `CK_BIN_MISSING` without a value.
  let codes: [UInt8]
  /// The least and greatest value of each bin among the rows learned from; `CK_BINS` places.
  let lowest: [Double]
  let highest: [Double]

  /// - Parameters:
  ///   - marks: 1 for the rows to learn from.
  ///   - sample: places of those that the bins are learned from.
  init(
    _ values: [Double], marks: [UInt8], sample: BinSample, in workspace: Workspace = Workspace()
  ) {
    let bounds = BinBounds(of: sample.rows.map { values[$0] }, in: workspace)
    let first = BinnedColumn(values, marks, bounds)
    // The sample may have missed values of a column that has few.
    if bounds.areDistinctValues, sample.isPartial, !first.hasSingleValues {
      let kept = values.indices.lazy.filter { marks[$0] == 1 }.map { values[$0] }
      self = BinnedColumn(values, marks, BinBounds(of: Array(kept), in: workspace))
    } else {
      self = first
    }
  }

  private init(_ values: [Double], _ marks: [UInt8], _ bounds: BinBounds) {
    var (lowest, highest) = (Self.places, Self.places)
    let lower = bounds.lower + Self.places.dropFirst(bounds.lower.count)
    codes = [UInt8](unsafeUninitializedCapacity: values.count) { codes, count in
      ck_bin_assign(
        values, marks, Int64(values.count), lower, Int32(max(bounds.lower.count, 1)),
        codes.baseAddress, &lowest, &highest)
      count = values.count
    }
    (self.lowest, self.highest) = (lowest, highest)
  }

  private static let places = [Double](repeating: .infinity, count: Int(CK_BINS))

  private var hasSingleValues: Bool {
    zip(lowest, highest).allSatisfy { $0 >= $1 }
  }

  /// Where a cut between bins sends each; `CK_BINS` places.
  /// - Parameter missing: the side of rows without a value.
  func sides(of rule: DecisionTree.Split.Rule, missing: UInt8) -> [UInt8] {
    guard let (cut, lowIsLeft) = rule.cut else { return [] }
    var sides = highest.map { ($0 < cut) == lowIsLeft ? RowSide.left : RowSide.right }
    sides[Int(CK_BIN_MISSING)] = missing
    return sides
  }
}
