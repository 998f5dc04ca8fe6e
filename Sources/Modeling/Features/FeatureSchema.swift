import CKernels

/// What training learned about the columns: the only thing by which later rows are read, so that a
/// scorer cannot treat a column otherwise than the training did.
public struct FeatureSchema: Sendable, Equatable {
  /// A column of numbers.
  public struct Numeric: Sendable, Equatable {
    /// Takes the place of a missing value; in the column's unit, as the two after it.
    public var median: Double
    /// Mean of the training rows with the median in the gaps.
    public var mean: Double
    /// Of the same rows, divisor n.
    public var standardDeviation: Double
    public var missingCount: Int

    public init(median: Double, mean: Double, standardDeviation: Double, missingCount: Int) {
      self.median = median
      self.mean = mean
      self.standardDeviation = standardDeviation
      self.missingCount = missingCount
    }
  }

  /// A column of levels.
  public struct Categorical: Sendable, Equatable {
    /// In code-point order.
    public var levels: [String]
    /// Training rows of each level.
    public var counts: [Int]
    public var missingCount: Int

    public init(levels: [String], counts: [Int], missingCount: Int) {
      self.levels = levels
      self.counts = counts
      self.missingCount = missingCount
    }
  }

  public enum Kind: Sendable, Equatable {
    case numeric(Numeric)
    case categorical(Categorical)
  }

  public struct Feature: Sendable, Equatable {
    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }

    public var missingCount: Int {
      switch kind {
      case .numeric(let numeric): numeric.missingCount
      case .categorical(let categorical): categorical.missingCount
      }
    }
  }

  public var rowCount: Int
  public var features: [Feature]

  public init(rowCount: Int, features: [Feature]) {
    self.rowCount = rowCount
    self.features = features
  }
}

extension FeatureSchema {
  /// Learns levels, medians and gaps from the rows of `table`, which must be training rows alone.
  /// Columns without any value cannot be learned from: they come back by name in `empty`.
  public static func learn(
    from table: FeatureTable, threads: Int = 1
  ) -> (schema: FeatureSchema, empty: [String]) {
    var features: [Feature] = []
    var empty: [String] = []
    let learned = Parallel(threads: threads).map(count: table.columns.count) {
      learn(table.columns[$0].values)
    }
    for (column, kind) in zip(table.columns, learned) {
      if let kind {
        features.append(Feature(name: column.name, kind: kind))
      } else {
        empty.append(column.name)
      }
    }
    return (FeatureSchema(rowCount: table.rowCount, features: features), empty)
  }

  private static func learn(_ values: FeatureTable.Values) -> Kind? {
    switch values {
    case .numeric(let numbers): learn(numbers: numbers).map(Kind.numeric)
    case .categorical(let codes, let levels):
      learn(codes: codes, levels: levels).map(Kind.categorical)
    }
  }

  private static func learn(numbers: [Double]) -> Numeric? {
    let extent = ColumnExtent(numbers)
    let present = extent.isFinite ? numbers : numbers.filter { !$0.isNaN }
    guard let median = Quantiles.median(present) else { return nil }
    // Around the median, where a gap adds nothing, and in units of the largest value, so that
    // nothing leaves the range of Double.
    let unit = extent.reach(from: 0)
    var (offset, square) = (0.0, 0.0)
    if unit > 0 {
      ck_scaled_sums(
        numbers, Int64(numbers.count), unit, median / unit, Double(numbers.count), &offset,
        &square)
    }
    return Numeric(
      median: median, mean: median + offset * unit,
      standardDeviation: max(0, square - offset * offset).squareRoot() * unit,
      missingCount: numbers.count - present.count)
  }

  private static func learn(codes: [Int32], levels: [String]) -> Categorical? {
    var counts = [Int](repeating: 0, count: levels.count)
    var missing = 0
    for code in codes {
      if code < 0 { missing += 1 } else { counts[Int(code)] += 1 }
    }
    let present = levels.indices.filter { counts[$0] > 0 }
      .sorted { levels[$0].precedesByCodePoint(levels[$1]) }
    guard !present.isEmpty else { return nil }
    return Categorical(
      levels: present.map { levels[$0] }, counts: present.map { counts[$0] },
      missingCount: missing)
  }
}

extension String {
  /// The order of the code points, as R sorts with LC_COLLATE=C.
  public func precedesByCodePoint(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
