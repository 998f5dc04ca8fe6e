import CKernels

/// Where the bins of a numeric feature begin.
struct BinBounds: Equatable {
  /// Bins at most; the last code of a byte stands for a missing value.
  static let limit = Int(CK_BIN_MISSING)

  /// The least value of each bin, ascending; empty without any value.
  let lower: [Double]
  /// Whether each distinct value has a bin of its own.
  let areDistinctValues: Bool

  /// Of n values the bin of v is ⌊255 × (number of values below v) / n⌋, and bins that none falls
  /// into are left out. So less than a 255th of the values lies between a bin's first value and its
  /// last, and no cut between two values is further than that from one between two bins.
  ///
  /// - Parameter values: NaN is missing.
  init(of values: [Double], in workspace: Workspace = Workspace()) {
    let column = SortedColumn(
      numbers: values, labels: [UInt8](repeating: 0, count: values.count), in: workspace)
    let known = Int(ck_tree_known(values, column.rows, Int64(values.count)))
    let firsts = (0..<known).lazy.filter { column.isStep(at: $0) }
    areDistinctValues = firsts.prefix(Self.limit + 1).count <= Self.limit
    var (lower, last): ([Double], Int) = ([], -1)
    for place in firsts {
      let bin = areDistinctValues ? last + 1 : place * Self.limit / known
      if bin > last { lower.append(values[column.row(at: place)]) }
      last = bin
    }
    self.lower = lower
  }
}

/// The rows that bins are learned from: all, or of more than 200,000 one drawn at random from each of
/// 200,000 equal stretches, the same ones for every seed of a training.
struct BinSample: Sendable {
  static let limit = 200_000

  let rows: [Int]
  let isPartial: Bool

  /// - Parameter marks: 1 for the rows to draw from.
  init(marks: [UInt8], limit: Int = limit) {
    let kept = marks.indices.filter { marks[$0] == 1 }
    isPartial = kept.count > limit
    guard isPartial else {
      rows = kept
      return
    }
    var generator = SeededGenerator(seed: 1)
    rows = (0..<limit).map { stretch in
      let (from, to) = (stretch * kept.count / limit, (stretch + 1) * kept.count / limit)
      return kept[from + generator.integer(below: to - from)]
    }
  }
}
