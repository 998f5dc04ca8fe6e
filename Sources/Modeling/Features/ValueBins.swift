import CKernels

/// Where a column of numbers is cut to keep how it was distributed without keeping a row.
///
/// Bin 0 holds the values up to the first cut, bin k those above cut k − 1 and up to cut k, the last
/// those above the last cut.
public struct ValueBins: Sendable, Equatable {
  /// How many values a bin holds.
  public struct Counts: Sendable, Equatable {
    public var rows: [Int]
    /// NaN.
    public var missing: Int
  }

  /// Finite and ascending, no two equal.
  public let cuts: [Double]

  static let parts = 10
  /// Of more values than this the cuts are those of as many, evenly spaced in the column.
  static let sampleSize = 100_000

  public var count: Int { cuts.count + 1 }

  /// - Precondition: ascending, no two equal, no NaN.
  public init(cuts: [Double]) {
    self.cuts = cuts
  }

  /// Cuts at the deciles of the values: each stands between two neighbouring distinct values, at the
  /// boundary whose share of the values below is nearest to the decile, so that no cut is a
  /// customer's value; where several deciles fall on one boundary there are fewer. A column of one
  /// value has the bins below it, it, and above it.
  ///
  /// - Parameter values: NaN is missing.
  public init(decilesOf values: [Double]) {
    let sorted = Self.sorted(values)
    guard let first = sorted.first, let last = sorted.last else {
      cuts = []
      return
    }
    if first == last {
      cuts = first.nextDown.isFinite ? [first.nextDown, first] : [first]
      return
    }
    let boundaries = (1..<Self.parts).map { Self.boundary(nearest: $0, in: sorted) }
    var cuts: [Double] = []
    for place in boundaries {
      let cut = Self.between(sorted[place - 1], sorted[place])
      if cut > cuts.last ?? -.infinity { cuts.append(cut) }
    }
    self.cuts = cuts
  }

  private static func sorted(_ values: [Double]) -> [Double] {
    let step = (values.count + sampleSize - 1) / sampleSize
    let kept = step < 2 ? values : stride(from: 0, to: values.count, by: step).map { values[$0] }
    let column = SortedColumn(numbers: kept, labels: [UInt8](repeating: 0, count: kept.count))
    var sorted: [Double] = []
    sorted.reserveCapacity(kept.count)
    column.forEach { value, _, _ in if !value.isNaN { sorted.append(value) } }
    return sorted
  }

  /// The place of the first value above the boundary between distinct values that is nearest to the
  /// k-th decile; the lower of two.
  /// - Precondition: `sorted` has two distinct values.
  private static func boundary(nearest k: Int, in sorted: [Double]) -> Int {
    let value = sorted[k * sorted.count / parts]
    let low = place(sorted) { $0 < value }
    let high = place(sorted) { $0 <= value }
    if low == 0 { return high }
    if high == sorted.count { return low }
    let wanted = k * sorted.count
    return wanted - parts * low <= parts * high - wanted ? low : high
  }

  /// How many values at the front are as `isBefore` says.
  private static func place(_ sorted: [Double], _ isBefore: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Not below `a`, below `b`: the middle, or `a` where no number lies between.
  private static func between(_ a: Double, _ b: Double) -> Double {
    let middle = a / 2 + b / 2
    return middle > a && middle < b ? middle : a
  }

  public func counts(of values: [Double]) -> Counts {
    var above = [Int64](repeating: 0, count: cuts.count)
    let missing = Int(
      ck_count_above(values, Int64(values.count), cuts, Int32(cuts.count), &above))
    var rows: [Int] = []
    var before = values.count - missing
    for count in above {
      rows.append(before - Int(count))
      before = Int(count)
    }
    return Counts(rows: rows + [before], missing: missing)
  }
}
