import CKernels

/// Cuts between bins.
extension SplitSearch {
  func bestBin(
    _ column: BinnedColumn, _ feature: Int, _ histogram: NodeHistogram?, _ node: DecisionTree.Node,
    _ options: ck_tree_options
  ) -> Candidate? {
    guard let histogram else { return nil }
    var options = options
    let cut = ck_bin_best_cut(
      histogram.counts(of: feature), histogram.sums(of: feature), column.lowest, column.highest,
      node.value, &options)
    return candidate(cut, feature, options)
  }
}

extension SurrogateSearch {
  func bestBin(
    _ column: BinnedColumn, _ feature: Int, _ rows: NodeRows, _ side: UnsafePointer<UInt8>
  ) -> DecisionTree.Surrogate? {
    guard let histogram = rows.histogram else { return nil }
    let found = withOptionalPointer(to: weights) {
      ck_bin_best_surrogate(
        rows.entries, Int64(rows.count), column.codes, $0, side, histogram.counts(of: feature),
        column.lowest, column.highest, tolerance)
    }
    return surrogate(feature, found)
  }
}
