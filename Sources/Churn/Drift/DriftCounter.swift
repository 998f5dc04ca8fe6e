import Modeling

/// Counts rows into the bins that a model keeps of its training rows. Counters of parts of a file are
/// merged: the order does not matter, so threads do not either.
public struct DriftCounter: Sendable {
  /// Rows of one column.
  struct Column: Sendable, Equatable {
    /// By bin, or by level.
    var rows: [Int]
    var missing = 0
    var unseen = 0

    init(binCount: Int) { rows = Array(repeating: 0, count: binCount) }

    mutating func add(_ values: [Double], _ bins: ValueBins) {
      let counts = bins.counts(of: values)
      for (bin, count) in counts.rows.enumerated() { rows[bin] += count }
      missing += counts.missing
    }

    mutating func add(_ codes: [Int32]) {
      for code in codes {
        switch code {
        case EncodedTable.missing: missing += 1
        case EncodedTable.unseen: unseen += 1
        default: rows[Int(code)] += 1
        }
      }
    }

    mutating func merge(_ other: Column) {
      for bin in rows.indices { rows[bin] += other.rows[bin] }
      missing += other.missing
      unseen += other.unseen
    }
  }

  let schema: FeatureSchema
  let distribution: TrainingDistribution
  private(set) var rowCount = 0
  /// By feature.
  private(set) var columns: [Column]
  private(set) var score: Column

  /// nil where the model's file keeps no distribution.
  public init?(_ model: ChurnModel) {
    guard let distribution = model.distribution else { return nil }
    schema = model.schema
    self.distribution = distribution
    columns = zip(model.schema.features, distribution.features).map { feature, numbers in
      switch feature.kind {
      case .numeric: Column(binCount: numbers?.bins.count ?? 1)
      case .categorical(let learned): Column(binCount: learned.levels.count)
      }
    }
    score = Column(binCount: distribution.score.bins.count)
  }

  /// - Parameters:
  ///   - table: rows as the model's schema reads them.
  ///   - values: their scores.
  public mutating func add(_ table: EncodedTable, values: [Double]) {
    rowCount += table.rowCount
    for (place, column) in table.columns.enumerated() {
      switch column {
      case .numeric(let numbers):
        guard let bins = distribution.features[place]?.bins else { continue }
        columns[place].add(numbers, bins)
      case .categorical(let codes): columns[place].add(codes)
      }
    }
    score.add(values, distribution.score.bins)
  }

  /// - Precondition: `other` is of the same model.
  public mutating func merge(_ other: DriftCounter) {
    rowCount += other.rowCount
    for place in columns.indices { columns[place].merge(other.columns[place]) }
    score.merge(other.score)
  }
}
