import CKernels

/// A model's rows from the highest score to the lowest, as the bootstrap's loops read them.
struct ContestRanking: Sendable {
  /// Four times the unit, plus 2 on the last row of a tie, plus 1 where the row churned.
  private let entries: [UInt32]
  /// In the same order; nil for 1.
  private let weights: [Double]?

  /// O(n) for n rows: their ties say where they belong.
  init(_ ranked: RankedScores, _ rows: JudgedRows, _ units: ResamplingUnits) {
    var next = Self.firstPlaces(ranked)
    var entries = [UInt32](repeating: 0, count: rows.labels.count)
    var sorted = rows.weights
    for row in rows.labels.indices {
      let tie = Int(ranked.tieOfRow[row])
      let place = Int(next[tie])
      next[tie] += 1
      entries[place] = units.ofRow[row] << 2 | (rows.labels[row] ? 1 : 0)
      if let weights = rows.weights { sorted?[place] = weights[row] }
    }
    // Every tie has a row, so its end is above 0.
    for end in next { entries[Int(end) - 1] |= 2 }
    self.entries = entries
    weights = sorted
  }

  private static func firstPlaces(_ ranked: RankedScores) -> [UInt32] {
    var places = [UInt32](repeating: 0, count: ranked.ties.count)
    var place = 0
    for tie in ranked.ties.indices.reversed() {
      places[tie] = UInt32(place)
      place += ranked.ties[tie].rows
    }
    return places
  }

  /// The churned weight among the first `targets` of weight, ascending and above 0.
  func captured(_ counts: [UInt32], _ targets: [Double]) -> [Double] {
    withKernel { ranking in
      [Double](unsafeUninitializedCapacity: targets.count) { captured, size in
        ck_bootstrap_captured(
          counts, &ranking, targets, Int64(targets.count), captured.baseAddress)
        size = targets.count
      }
    }
  }

  /// The weight contacted at the most profitable cut.
  func bestContacted(
    _ counts: [UInt32], _ economics: RetentionEconomics, tolerance: Double
  ) -> Double {
    withKernel { ranking in
      ck_bootstrap_best(
        counts, &ranking, economics.profitOfContactedChurner, economics.profitOfContactedStayer,
        tolerance)
    }
  }

  private func withKernel<Result>(_ body: (inout ck_bootstrap_ranking) -> Result) -> Result {
    entries.withUnsafeBufferPointer { entries in
      var ranking = ck_bootstrap_ranking(
        entries: entries.baseAddress, weights: nil, n: Int64(entries.count))
      guard let weights else { return body(&ranking) }
      return weights.withUnsafeBufferPointer { weights in
        ranking.weights = weights.baseAddress
        return body(&ranking)
      }
    }
  }
}
