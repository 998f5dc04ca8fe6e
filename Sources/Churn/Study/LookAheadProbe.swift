import DelimitedText

/// Rebuilds features from the orders as if the file had ended on the as-of day. What comes later
/// cannot have been known, so the customer file must be the same, byte for byte, and so must the
/// scores.
///
/// What a line from before the day says of itself it still says: a refund or status without a date of
/// its own stands in both readings. Where there are such, the orders are read once more without them,
/// and the customers whom that changes are counted: their features may know what was not known.
public struct LookAheadProbe: Sendable {
  /// Reads the orders up to a day, with or without what has no date of its own.
  typealias Reading = @Sendable (_ until: Day, _ ignoringUndated: Bool) throws -> OrderLog

  /// Reading more lines than this again is not done unasked.
  public static let mostLines = 5_000_000

  let read: Reading
  /// Refunds and statuses without a date; items tell none.
  var undatedLines = 0
  var hasItems = false
  /// The builder that is probed.
  var features: @Sendable (OrderLog, Day) throws -> CustomerSnapshot = {
    try Churn.features(of: $0, asOf: $1)
  }

  init(read: @escaping Reading) { self.read = read }

  /// - Parameters:
  ///   - inputs: files that can be read again, as they were read before.
  ///   - report: of that reading.
  public init(_ inputs: [Input], _ options: OrderReadOptions, _ report: OrderReadReport) {
    let digests = report.files.map(\.sha256)
    self.init { until, ignoringUndated in
      var options = options
      options.until = until
      options.ignoresUndated = ignoringUndated
      options.listedRejects = 1
      let (log, again) = try OrderLog.read(inputs, options)
      guard again.files.map(\.sha256) == digests else {
        throw LocatedError(
          .inputOutput, "the orders have changed since they were read", advice: "")
      }
      return log
    }
    undatedLines = report.undatedRefunds
    hasItems = report.joinedItems > 0
  }

  /// - Parameters:
  ///   - snapshot: of one day, with or without labels.
  ///   - file: its name for messages.
  ///   - scores: the scored files of a customer file; none where there are no models of it.
  /// - Throws: what reading the orders again throws.
  func check(
    _ snapshot: CustomerSnapshot, file: String, scores: (Input) throws -> [[UInt8]] = { _ in [] }
  ) throws -> LookAhead.Check {
    let day = snapshot.asOf.first ?? Day(number: 0)
    let known = snapshot.unlabelled
    let cut = try features(try read(day, false), day)
    let table = cut.csv()
    var check = LookAhead.Check(
      asOf: day, file: file, customers: snapshot.rowCount, hasSameBytes: known.csv() == table)
    if !check.hasSameBytes {
      let difference = SnapshotDifference(known, cut)
      check.differing = difference.customers
      check.first = difference.first.map {
        Location(file: file, line: $0.row.map { $0 + 2 }, column: $0.column, value: $0.customer)
      }
    }
    check.hasSameScores =
      try scores(.bytes(snapshot.csv(), name: file)) == scores(.bytes(table, name: file))
    return check
  }

  /// Customers whose features would be others without undated refunds and statuses; nil where there
  /// are none of these.
  func customersKnownUndated(_ snapshot: CustomerSnapshot) throws -> Int? {
    guard undatedLines > 0 || hasItems else { return nil }
    let day = snapshot.asOf.first ?? Day(number: 0)
    let without = try features(try read(day, true), day)
    return SnapshotDifference(snapshot.unlabelled, without).customers
  }
}

extension CustomerSnapshot {
  fileprivate var unlabelled: CustomerSnapshot {
    CustomerSnapshot(
      customerIDs: customerIDs, asOf: asOf, features: features, churned: nil, unfilled: unfilled,
      warnings: warnings)
  }
}
