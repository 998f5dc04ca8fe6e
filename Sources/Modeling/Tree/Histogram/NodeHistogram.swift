import CKernels

/// A node's rows counted per bin of each binned feature.
///
/// It owns its memory, so that several features can be counted by several threads; each is written by
/// one thread.
final class NodeHistogram: @unchecked Sendable {
  private let counts: UnsafeMutablePointer<UInt64>
  /// Of classes with weights and of targets.
  private let sums: UnsafeMutablePointer<Double>?

  init(features: Int, hasSums: Bool) {
    let places = features * Int(CK_BINS)
    counts = .allocate(capacity: places)
    sums = hasSums ? .allocate(capacity: 2 * places) : nil
  }

  /// Rows of each bin in the low half, churned ones in the high half.
  func counts(of feature: Int) -> UnsafeMutablePointer<UInt64> {
    counts + feature * Int(CK_BINS)
  }

  /// The pair of sums of each bin, as `SideSums` has it; nil where they are the counts.
  func sums(of feature: Int) -> UnsafeMutablePointer<Double>? {
    sums.map { $0 + 2 * feature * Int(CK_BINS) }
  }

  fileprivate func clear(_ feature: Int) {
    counts(of: feature).initialize(repeating: 0, count: Int(CK_BINS))
    sums(of: feature)?.initialize(repeating: 0, count: 2 * Int(CK_BINS))
  }

  deinit {
    counts.deallocate()
    sums?.deallocate()
  }
}

/// Makes the histograms of nodes, feature by feature, so that a feature can be counted and searched by
/// one thread.
struct HistogramCounter: Sendable {
  let columns: [TreeColumn]
  let response: NodeResponse
  let weights: [Double]?

  var isNeeded: Bool {
    columns.contains { if case .binned = $0 { true } else { false } }
  }

  private var hasSums: Bool { weights != nil || response.target != nil }

  /// With nothing counted yet.
  func empty() -> NodeHistogram { NodeHistogram(features: columns.count, hasSums: hasSums) }

  /// Counts a feature of a node into its histogram.
  func count(_ feature: Int, of branch: Branch) {
    guard case .binned(let column) = columns[feature], let histogram = branch.rows.histogram
    else { return }
    histogram.clear(feature)
    withOptionalPointer(to: weights) { weights in
      withOptionalPointer(to: response.target) { target in
        ck_bin_count(
          branch.rows.entries, Int64(branch.rows.count), column.codes, weights, target,
          branch.node.value, histogram.counts(of: feature), histogram.sums(of: feature))
      }
    }
  }

  /// Gives the children of a node the histograms that `count` fills: those that are wanted, and that of
  /// the smaller one where the other's is made from it.
  func prepare(_ left: inout Branch, _ right: inout Branch, wanted: (left: Bool, right: Bool)) {
    guard isNeeded else { return }
    let leftIsSmaller = left.rows.count <= right.rows.count
    if wanted.left || (leftIsSmaller && !hasSums) { left.rows.histogram = empty() }
    if wanted.right || (!leftIsSmaller && !hasSums) { right.rows.histogram = empty() }
  }

  /// Counts a feature of two children. Of classes without weights the smaller child is counted and the
  /// other one is what is left: whole numbers, so the same. Sums of weights or targets are counted in
  /// both: a difference of sums has rounding of its own.
  func count(_ feature: Int, of left: Branch, _ right: Branch, within parent: NodeRows) {
    guard case .binned = columns[feature], let all = parent.histogram else { return }
    let leftIsSmaller = left.rows.count <= right.rows.count
    let (small, large) = leftIsSmaller ? (left, right) : (right, left)
    count(feature, of: small)
    guard !hasSums, let rest = large.rows.histogram, let part = small.rows.histogram else {
      return count(feature, of: large)
    }
    ck_bin_subtract(
      all.counts(of: feature), part.counts(of: feature), Int64(CK_BINS), rest.counts(of: feature))
  }
}
