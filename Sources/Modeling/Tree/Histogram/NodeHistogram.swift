import CKernels

/// A node's rows counted per bin of each binned feature.
///
/// It owns its memory, so that several features can be counted by several threads; each is written by
/// one thread.
final class NodeHistogram: @unchecked Sendable {
  private let features: Int
  private let counts: UnsafeMutablePointer<UInt64>
  /// Of classes with weights and of targets.
  private let sums: UnsafeMutablePointer<Double>?

  init(features: Int, hasSums: Bool) {
    self.features = features
    let places = features * Int(CK_BINS)
    counts = .allocate(capacity: places)
    counts.initialize(repeating: 0, count: places)
    sums = hasSums ? .allocate(capacity: 2 * places) : nil
    sums?.initialize(repeating: 0, count: 2 * places)
  }

  /// Of the rows of `all` that are not in `part`.
  /// - Precondition: they have no sums, whose rounding would differ from that of counting.
  init(_ all: NodeHistogram, without part: NodeHistogram) {
    features = all.features
    let places = features * Int(CK_BINS)
    counts = .allocate(capacity: places)
    ck_bin_subtract(all.counts, part.counts, Int64(places), counts)
    sums = nil
  }

  /// Rows of each bin in the low half, churned ones in the high half.
  func counts(of feature: Int) -> UnsafeMutablePointer<UInt64> {
    counts + feature * Int(CK_BINS)
  }

  /// The pair of sums of each bin, as `SideSums` has it; nil where they are the counts.
  func sums(of feature: Int) -> UnsafeMutablePointer<Double>? {
    sums.map { $0 + 2 * feature * Int(CK_BINS) }
  }

  deinit {
    counts.deallocate()
    sums?.deallocate()
  }
}

/// Makes the histograms of nodes.
struct HistogramCounter: Sendable {
  let columns: [TreeColumn]
  let response: NodeResponse
  let weights: [Double]?

  var isNeeded: Bool {
    columns.contains { if case .binned = $0 { true } else { false } }
  }

  private var hasSums: Bool { weights != nil || response.target != nil }

  func histogram(of node: DecisionTree.Node, _ rows: NodeRows, _ parallel: Parallel)
    -> NodeHistogram
  {
    let histogram = NodeHistogram(features: columns.count, hasSums: hasSums)
    _ = parallel.map(count: columns.count) { feature in
      guard case .binned(let column) = columns[feature] else { return }
      withOptionalPointer(to: weights) { weights in
        withOptionalPointer(to: response.target) { target in
          ck_bin_count(
            rows.entries, Int64(rows.count), column.codes, weights, target, node.value,
            histogram.counts(of: feature), histogram.sums(of: feature))
        }
      }
    }
    return histogram
  }

  /// The histograms of two children, each nil where it is not wanted. Of classes without weights the
  /// smaller child is counted and the other one is what is left: whole numbers, so the same. Sums of
  /// weights or targets are counted in both: a difference of sums has rounding of its own.
  func histograms(
    of parent: NodeHistogram, _ left: Child, _ right: Child, _ parallel: Parallel
  ) -> (left: NodeHistogram?, right: NodeHistogram?) {
    func count(_ child: Child) -> NodeHistogram? {
      child.isWanted ? histogram(of: child.node, child.rows, parallel) : nil
    }
    let leftIsSmaller = left.rows.count <= right.rows.count
    let (small, large) = leftIsSmaller ? (left, right) : (right, left)
    guard !hasSums, large.isWanted else { return (count(left), count(right)) }
    let smaller = histogram(of: small.node, small.rows, parallel)
    let larger = NodeHistogram(parent, without: smaller)
    return leftIsSmaller ? (smaller, larger) : (larger, smaller)
  }

  struct Child {
    var node: DecisionTree.Node
    var rows: NodeRows
    var isWanted: Bool
  }
}
