import CKernels

/// What a bootstrap draws: rows or, where some belong together, whole clusters. Units with a churned
/// row come first; in stratified draws they are one stratum, the others the second.
struct ResamplingUnits: Sendable {
  /// The unit of each row.
  let ofRow: [UInt32]
  /// Units with a churned row.
  let churned: Int
  let count: Int

  init(_ rows: JudgedRows) {
    let clustering = rows.clusters.map(Clustering.init)
    let total = clustering?.count ?? rows.labels.count
    let groups = clustering?.ofRow ?? rows.labels.indices.map { Int32($0) }
    var hasChurned = [Bool](repeating: false, count: total)
    for (row, group) in groups.enumerated() where rows.labels[row] { hasChurned[Int(group)] = true }
    churned = hasChurned.count { $0 }
    count = total
    let places = Self.places(hasChurned, churned)
    ofRow = groups.map { places[Int($0)] }
  }

  private static func places(_ hasChurned: [Bool], _ churned: Int) -> [UInt32] {
    var next: (churned: UInt32, stayed: UInt32) = (0, UInt32(churned))
    return hasChurned.map { isChurned in
      if isChurned {
        defer { next.churned += 1 }
        return next.churned
      }
      defer { next.stayed += 1 }
      return next.stayed
    }
  }

  /// The sum of the rows' values in each unit.
  func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (row, unit) in ofRow.enumerated() { sums[Int(unit)] += values[row] }
    return sums
  }

  /// How often each unit occurs in a stratified replicate: as many of each stratum as it has. Replicate
  /// k draws from stream k of the seed.
  func stratifiedDraw(seed: UInt64, replicate: Int) -> [UInt32] {
    draw([churned, count - churned], SeededGenerator(seed: seed, stream: UInt64(replicate)))
  }

  /// How often each unit occurs in a replicate of all units together, which may lack a stratum.
  /// Replicate k draws from stream 2³² + k of the seed.
  func jointDraw(seed: UInt64, replicate: Int) -> [UInt32] {
    draw([count], SeededGenerator(seed: seed, stream: 1 << 32 + UInt64(replicate)))
  }

  /// - Parameter strata: their sizes, `count` in all.
  private func draw(_ strata: [Int], _ generator: SeededGenerator) -> [UInt32] {
    var words = generator.words
    var counts = [UInt32](repeating: 0, count: count)
    counts.withUnsafeMutableBufferPointer { counts in
      guard var first = counts.baseAddress else { return }
      for size in strata {
        ck_bootstrap_draw(&words, Int64(size), first)
        first += size
      }
    }
    return counts
  }
}
