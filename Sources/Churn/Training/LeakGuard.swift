import DelimitedText
import Modeling

/// Finds columns that know the outcome, or that only name the row: a model of them looks splendid and
/// is of no use. One of these is reason enough:
/// - the column alone nearly decides the label: max(AUC, 1 − AUC) > 0.98, with at least 30 rows of
///   each class, or it separates the classes completely, and more than chance would do in one of a
///   hundred such files;
/// - it reads like an id: texts or whole numbers that are all different;
/// - it is a date after the as-of date.
struct LeakGuard {
  static let highestAUC = 0.98
  static let fewestRows = 30
  /// Rows of each class that a first look takes; a column far from the limit there needs no other.
  static let sampleSize = 5000
  /// Levels with fewer rows are taken together, so that chance makes no perfect order of them.
  static let fewestRowsOfLevel = 10

  struct Finding: Equatable {
    var column: String
    var what: String
  }

  let labels: [Bool]
  /// The latest as-of date of the rows, where the file tells.
  let asOf: Day?
  private let churned: Int
  private let stayed: Int
  private let sample: [Int]

  init(labels: [Bool], asOf: [String]) {
    self.labels = labels
    self.asOf = asOf.compactMap { Day($0) }.max()
    churned = labels.count { $0 }
    stayed = labels.count - churned
    sample = Self.sample(labels)
  }

  /// Every k-th row of each class.
  static func sample(_ labels: [Bool]) -> [Int] {
    let churned = labels.count { $0 }
    let counts = [labels.count - churned, churned]
    let steps = counts.map { max(1, $0 / sampleSize) }
    var (left, rows) = ((steps[0], steps[1]), [Int]())
    for (row, label) in labels.enumerated() {
      if label { left.1 -= 1 } else { left.0 -= 1 }
      if left.0 > 0, left.1 > 0 { continue }
      rows.append(row)
      if label { left.1 = steps[1] } else { left.0 = steps[0] }
    }
    return rows
  }

  private var judgesByAUC: Bool { min(churned, stayed) >= Self.fewestRows }

  /// In the table's order, at most one a column.
  func findings(_ table: FeatureTable, threads: Int = 1) -> [Finding] {
    let columns = table.columns.count
    return Parallel(threads: threads).map(count: columns) { place in
      let column = table.columns[place]
      return finding(column, among: columns).map { Finding(column: column.name, what: $0) }
    }.compactMap { $0 }
  }

  private func finding(_ column: FeatureTable.Column, among columns: Int) -> String? {
    switch column.values {
    case .numeric(let numbers): numeric(column.name, numbers, among: columns)
    case .categorical(let codes, let levels): categorical(codes, levels, among: columns)
    }
  }

  /// Whether labels dealt at random would be separated by one of the columns less than once in a
  /// hundred files: of the C(n, churned) deals at most 2^groups suit a column of so many groups.
  private func isBeyondChance(groups: Int, among columns: Int) -> Bool {
    let fewer = min(churned, stayed)
    var deals = 0.0
    for k in 0..<fewer {
      deals += Elementary.log(Double(labels.count - k) / Double(k + 1))
      if deals > 1e6 { break }
    }
    return Double(groups) * Elementary.log(2) + Elementary.log(100 * Double(max(columns, 1)))
      < deals
  }

  private func verdict(_ score: [Double]) -> String? {
    guard judgesByAUC, auc(score, sample) > Self.highestAUC - 0.04 else { return nil }
    let size = auc(score, Array(labels.indices))
    guard size > Self.highestAUC else { return nil }
    return "alone nearly decides the label (AUC \(Double(Int(size * 1000)) / 1000))"
  }

  /// The larger of AUC and 1 − AUC on some of the rows.
  private func auc(_ score: [Double], _ rows: [Int]) -> Double {
    let auc = RankedScores.auc(of: rows.map { score[$0] }, labels: rows.map { labels[$0] })
    return auc.map { max($0, 1 - $0) } ?? 0.5
  }

  static let separates =
    "alone separates the classes completely: is it the label under another name?"
  static let isID = "looks like an id: it is different in nearly every row"
  static let isDate = "is a date after the as-of date: it belongs to the outcome window"
}

// MARK: - Numbers

extension LeakGuard {
  private func numeric(_ name: String, _ numbers: [Double], among columns: Int) -> String? {
    let extents = ClassExtents(numbers, labels)
    if separates(extents), isBeyondChance(groups: 1, among: columns) { return Self.separates }
    if isLaterDate(numbers) { return Self.isDate }
    if IdentifierColumn(name, numbers)?.looksLikeID == true { return Self.isID }
    // A gap is a value of its own, at either end.
    guard extents.count < numbers.count else { return verdict(numbers) }
    let (lowest, highest) = (extents.lowest, extents.highest)
    return verdict(numbers.map { $0.isNaN ? lowest - 1 - abs(lowest) : $0 })
      ?? verdict(numbers.map { $0.isNaN ? highest + 1 + abs(highest) : $0 })
  }

  /// One class wholly below the other; or values in the rows of one class alone.
  private func separates(_ extents: ClassExtents) -> Bool {
    let (low, high) = (extents.stayed, extents.churned)
    if low.count == 0 || high.count == 0 { return low.count == stayed || high.count == churned }
    return low.count == stayed && high.count == churned
      && (low.highest < high.lowest || high.highest < low.lowest)
  }

  /// 20240131 and the like.
  private func isLaterDate(_ numbers: [Double]) -> Bool {
    guard let asOf else { return false }
    var latest: Day?
    for number in numbers where !number.isNaN {
      guard number >= 19_000_101, number < 22_000_101, number == number.rounded(),
        let day = Day("\(Int(number))")
      else { return false }
      latest = max(latest ?? day, day)
    }
    return latest.map { $0 > asOf } ?? false
  }
}

// MARK: - Levels

extension LeakGuard {
  private func categorical(
    _ codes: [Int32], _ levels: [String], among columns: Int
  ) -> String? {
    var counts = [(stayed: Int, churned: Int)](repeating: (0, 0), count: levels.count + 1)
    for (label, code) in zip(labels, codes) {
      let place = code < 0 ? levels.count : Int(code)
      if label { counts[place].churned += 1 } else { counts[place].stayed += 1 }
    }
    let used = counts.indices.filter { counts[$0].churned + counts[$0].stayed > 0 }
    let present = codes.count { $0 >= 0 }
    if used.allSatisfy({ counts[$0].churned == 0 || counts[$0].stayed == 0 }),
      isBeyondChance(groups: used.count, among: columns)
    {
      return Self.separates
    }
    if isLaterDate(used.filter { $0 < levels.count }.map { levels[$0] }) { return Self.isDate }
    let distinct = used.count { $0 < levels.count }
    if present >= IdentifierColumn.fewestRows, Double(distinct) >= 0.95 * Double(present) {
      return Self.isID
    }
    return verdict(shares(codes, counts))
  }

  /// The churn share of each row's level.
  private func shares(
    _ codes: [Int32], _ counts: [(stayed: Int, churned: Int)]
  ) -> [Double] {
    let rare = counts.filter { $0.stayed + $0.churned < Self.fewestRowsOfLevel }
      .reduce((stayed: 0, churned: 0)) { ($0.stayed + $1.stayed, $0.churned + $1.churned) }
    func share(_ count: (stayed: Int, churned: Int)) -> Double {
      Double(count.churned) / Double(max(count.churned + count.stayed, 1))
    }
    let byLevel = counts.map {
      share($0.stayed + $0.churned < Self.fewestRowsOfLevel ? rare : $0)
    }
    return codes.map { byLevel[$0 < 0 ? counts.count - 1 : Int($0)] }
  }

  private func isLaterDate(_ levels: [String]) -> Bool {
    guard let asOf, !levels.isEmpty else { return false }
    var latest: Day?
    for level in levels {
      guard let day = Day(level) else { return false }
      latest = max(latest ?? day, day)
    }
    return latest.map { $0 > asOf } ?? false
  }
}

// MARK: - Ids

/// A column of whole numbers, all different.
struct IdentifierColumn {
  static let fewestRows = 30

  let looksLikeID: Bool

  /// Recognised by its name, by numbering the rows in their order without gaps to speak of, or by
  /// numbers of one length of six digits or more. Amounts and ages repeat, or are none of these.
  init?(_ name: String, _ numbers: [Double]) {
    // Repetitions only grow more frequent with the rows: a first look spares most columns the rest.
    let first = numbers.lazy.filter { !$0.isNaN }.prefix(10_000)
    guard first.allSatisfy(Self.isWhole), Self.hardlyRepeats(first.sorted()) else { return nil }
    let present = numbers.filter { !$0.isNaN }
    guard present.count >= Self.fewestRows, present.allSatisfy(Self.isWhole) else { return nil }
    let sorted = present.sorted()
    guard Self.hardlyRepeats(sorted) else { return nil }
    let (lowest, highest) = (sorted[0], sorted[sorted.count - 1])
    let isNumbering =
      present.count >= 50 && highest - lowest < 1.5 * Double(present.count)
      && (present == sorted || present == sorted.reversed())
    let isOneLength = lowest >= 100_000 && "\(Int(lowest))".count == "\(Int(highest))".count
    looksLikeID = isNumbering || isOneLength || Self.namesAnID(name)
  }

  private static func isWhole(_ number: Double) -> Bool {
    number == number.rounded() && abs(number) < 1e18
  }

  private static func hardlyRepeats(_ sorted: [Double]) -> Bool {
    100 * zip(sorted, sorted.dropFirst()).count { $0 == $1 } <= sorted.count
  }

  private static func namesAnID(_ name: String) -> Bool {
    let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
    return parts.contains {
      ["id", "ids", "uuid", "guid", "key", "no", "nr", "number"].contains($0)
    }
  }
}

// MARK: - The refusal

extension TrainingRequest {
  /// - Throws: `.wrongData` naming every column that the guard stops at, but for the allowed ones.
  func checkLeaks(_ preparation: Preparation) throws(LocatedError) {
    let known = Set(preparation.file.features.columns.map(\.name))
    if let strange = allowLeak.sorted().first(where: { !known.contains($0) }) {
      throw LocatedError(
        .wrongData, "--allow-leak \(strange): there is no such feature",
        at: Location(file: preparation.file.name), advice: "Name a column of the features.")
    }
    // The guard knows labels only.
    guard checksLeaks, preparation.file.targets.isEmpty else { return }
    let found = LeakGuard(labels: preparation.trainingLabels, asOf: preparation.file.asOf)
      .findings(preparation.training, threads: threads)
      .filter { !allowLeak.contains($0.column) }
    guard let first = found.first else { return }
    let names = found.map(\.column).joined(separator: ",")
    throw LocatedError(
      .wrongData,
      found.map { "the column \($0.column) \($0.what)" }.joined(separator: "; "),
      at: Location(file: preparation.file.name, column: first.column),
      advice: "Leave it out with --exclude \(names); if it is known before the outcome, "
        + "say so with --allow-leak \(names).")
  }
}
