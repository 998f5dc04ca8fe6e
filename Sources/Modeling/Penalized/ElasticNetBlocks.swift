import CKernels

/// Rows of an elastic net, standardised once and laid out in blocks as `ck_net_rows` has them, so that
/// a pass reads memory from front to back, and once for the models of several folds. A fold's rows
/// begin a block of their own.
///
/// It owns its memory, which no one writes to once it is made.
final class ElasticNetBlocks: @unchecked Sendable {
  static let size = Int(CK_NET_BLOCK)

  /// Places in the design of the columns that vary; those are the blocks' columns.
  let varying: [Int]
  /// What they were standardised by.
  let center: [Double]
  let scale: [Double]
  /// Of all columns of the design.
  let deviations: [Double]
  /// The blocks of each fold.
  let folds: [Range<Int>]
  private let storage: UnsafeMutablePointer<Double>

  var columnCount: Int { varying.count }
  var blockCount: Int { folds.last?.upperBound ?? 0 }
  private var stride: Int { (columnCount + 2) * Self.size }

  /// - Parameter folds: the rows of each, each row in one.
  init(_ rows: ElasticNetRows, folds: [[Int]], _ parallel: Parallel) {
    let total = rows.totalWeight
    let shares = rows.weights.map { weights in weights.map { $0 / total } }
    let moments = parallel.map(count: rows.columns.count) {
      Standardization.moments(rows.columns[$0], shares)
    }
    deviations = moments.map(\.deviation)
    varying = moments.indices.filter {
      moments[$0].deviation > 0 && (1 / moments[$0].deviation).isFinite
    }
    center = varying.map { moments[$0].mean }
    scale = varying.map { 1 / moments[$0].deviation }
    var (ranges, end): ([Range<Int>], Int) = ([], 0)
    for fold in folds {
      let next = end + (fold.count + Self.size - 1) / Self.size
      ranges.append(end..<next)
      end = next
    }
    self.folds = ranges
    let count = max(end * (varying.count + 2) * Self.size, 1)
    storage =
      UnsafeMutableRawPointer
      .allocate(byteCount: count * MemoryLayout<Double>.stride, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
    storage.initialize(repeating: 0, count: count)
    fill(rows, folds, parallel)
  }

  private func fill(_ rows: ElasticNetRows, _ folds: [[Int]], _ parallel: Parallel) {
    _ = parallel.map(count: columnCount) { place in
      let (column, center, scale) = (rows.columns[varying[place]], center[place], scale[place])
      write(place, folds) { (column[$0] - center) * scale }
    }
    write(columnCount, folds) { rows.labels[$0] == 1 ? 1 : -1 }
    write(columnCount + 1, folds) { rows.weights?[$0] ?? 1 }
  }

  private func write(_ column: Int, _ folds: [[Int]], _ value: (Int) -> Double) {
    for (fold, blocks) in zip(folds, self.folds) {
      for (place, row) in fold.enumerated() {
        let block = blocks.lowerBound + place / Self.size
        storage[block * stride + column * Self.size + place % Self.size] = value(row)
      }
    }
  }

  deinit { storage.deallocate() }

  func withKernelRows<R>(_ body: (inout ck_net_rows) -> R) -> R {
    var rows = ck_net_rows(blocks: storage, p: Int64(columnCount))
    return body(&rows)
  }

  /// All blocks in 32 ranges, whatever the number of threads.
  var ranges: [Range<Int>] {
    let parts = min(LogisticLikelihood.mostRanges, max(blockCount, 1))
    return (0..<parts).map { (blockCount * $0 / parts)..<(blockCount * ($0 + 1) / parts) }
  }

  /// What `body` adds up over each range, added in their order.
  func sums(
    of size: Int, over ranges: [Range<Int>], _ parallel: Parallel,
    _ body: @Sendable (inout ck_net_rows, Int64, Int64, inout [Double]) -> Void
  ) -> [Double] {
    // One thread where the work is less than starting another.
    let parallel = blockCount * Self.size < 20_000 ? Parallel(threads: 1) : parallel
    let parts = parallel.map(count: ranges.count) { place in
      var part = Array(repeating: 0.0, count: size)
      withKernelRows {
        body(&$0, Int64(ranges[place].lowerBound), Int64(ranges[place].upperBound), &part)
      }
      return part
    }
    return parts.dropFirst().reduce(parts[0]) { sum, part in zip(sum, part).map { $0 + $1 } }
  }

  /// Calls `body` with the value of a column, the side and the weight of each row of some blocks; rows
  /// that fill up a block have weight 0.
  private func forEach(
    _ column: Int, of blocks: [Range<Int>], _ body: (Double, Double, Double) -> Void
  ) {
    for block in blocks.joined() {
      let start = storage + block * stride
      for i in 0..<Self.size {
        body(
          start[column * Self.size + i], start[columnCount * Self.size + i],
          start[(columnCount + 1) * Self.size + i])
      }
    }
  }

  /// Weight of the rows, and of those with label 1.
  func weights(of blocks: [Range<Int>]) -> (all: Double, churned: Double) {
    var (all, churned) = (0.0, 0.0)
    forEach(columnCount, of: blocks) { _, side, weight in
      all += weight
      if side > 0 { churned += weight }
    }
    return (all, churned)
  }

  /// Mean and standard deviation, exactly 0 for a column that is constant there.
  func moments(
    _ column: Int, of blocks: [Range<Int>], weight total: Double
  ) -> (mean: Double, deviation: Double) {
    var origin: Double?
    var (shift, square) = (0.0, 0.0)
    forEach(column, of: blocks) { value, _, weight in
      guard weight > 0 else { return }
      let first = origin ?? value
      origin = first
      shift += weight / total * (value - first)
    }
    let mean = (origin ?? 0) + shift
    forEach(column, of: blocks) { value, _, weight in
      if weight > 0 { square += weight / total * (value - mean) * (value - mean) }
    }
    return (mean, square.squareRoot())
  }
}
