import Modeling
import Reporting

/// Learns the baselines of a training: the base rate, the shop's rules where their columns are, and the
/// column that alone tells most.
///
/// The columns are those that the training read as features: one that `--exclude` names, or `--features`
/// does not, is not looked at. Rates are weighted as the training is.
struct BaselineLearning {
  /// Levels with fewer rows have the base rate: their own would be chance.
  static let fewestRowsOfLevel = 10
  /// Columns whose look at a sample was best are compared on all rows.
  static let finalists = 3

  let table: FeatureTable
  let labels: [Bool]
  let weights: [Double]?
  let threads: Int
  private let baseRate: Double

  /// - Parameters:
  ///   - table: the training rows with every column that was read.
  ///   - weights: case weights, not all 0.
  init(_ table: FeatureTable, labels: [Bool], weights: [Double]?, threads: Int) {
    self.table = table
    self.labels = labels
    self.weights = weights
    self.threads = threads
    baseRate = Self.rate(labels.indices, labels, weights) ?? 0
  }

  /// - Parameter candidates: the columns among which the single best one is sought.
  func baselines(candidates: [String]) -> [Baseline] {
    [Baseline(name: "base rate", kind: .baseRate(baseRate)), idleRule, cycleRule, best(candidates)]
      .compactMap { $0 }
  }

  private static func rate(
    _ rows: some Sequence<Int>, _ labels: [Bool], _ weights: [Double]?
  ) -> Double? {
    var (churned, all) = (0.0, 0.0)
    for row in rows {
      let weight = weights?[row] ?? 1
      all += weight
      if labels[row] { churned += weight }
    }
    return all > 0 ? min(churned / all, 1) : nil
  }

  /// The base rate where no row has weight.
  private func rate(_ isCounted: (Int) -> Bool) -> Double {
    Self.rate(labels.indices.lazy.filter(isCounted), labels, weights) ?? baseRate
  }

  private func numbers(_ column: String) -> [Double]? {
    guard case .numeric(let values)? = table.column(named: column)?.values else { return nil }
    return values
  }
}

// MARK: - Rules of the shop

extension BaselineLearning {
  private var idleRule: Baseline? {
    guard let recency = numbers("recency_days"), let ages = numbers("age_at_last_days"),
      let orders = numbers("orders"), let line = IdleLine.days(ages: ages, orders: orders)
    else { return nil }
    return rule(
      "idle over \(NumberText.fixed(line, decimals: 1)) days", "recency_days", recency, cut: line)
  }

  private var cycleRule: Baseline? {
    numbers("recency_over_cycle").map {
      rule("over 2 own cycles", "recency_over_cycle", $0, cut: IdleLine.cycles)
    }
  }

  private func rule(
    _ name: String, _ column: String, _ values: [Double], cut: Double
  ) -> Baseline {
    Baseline(
      name: Self.short(name),
      kind: .rule(
        Baseline.Rule(
          column: column, cut: cut, above: rate { values[$0] > cut },
          notAbove: rate { values[$0] <= cut }, missing: rate { values[$0].isNaN })))
  }

  private static func short(_ text: String, _ length: Int = Baseline.longestName) -> String {
    guard text.unicodeScalars.count > length else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(length - 1))) + "…"
  }
}

// MARK: - The single best column

extension BaselineLearning {
  /// The greatest max(AUC, 1 − AUC); the first of equals. nil where none tells anything.
  private func best(_ candidates: [String]) -> Baseline? {
    let columns = candidates.compactMap { table.column(named: $0) }
    let sample = LeakGuard.sample(labels)
    let isAll = sample.count == labels.count
    let parallel = Parallel(threads: threads)
    var places = ranked(columns, Array(columns.indices), isAll ? nil : sample, parallel)
    if !isAll {
      // One after the other: to sort takes 20 bytes a row, while the model is judged beside it.
      let finalists = places.prefix(Self.finalists).map(\.place).sorted()
      places = ranked(columns, finalists, nil, Parallel(threads: 1))
    }
    guard let first = places.first, first.auc > 0.5 else { return nil }
    return alone(columns[first.place])
  }

  /// The places in order of their columns' AUC.
  /// - Parameter rows: nil for all.
  private func ranked(
    _ columns: [FeatureTable.Column], _ places: [Int], _ rows: [Int]?, _ parallel: Parallel
  ) -> [(place: Int, auc: Double)] {
    let labels = rows.map { rows in rows.map { self.labels[$0] } } ?? labels
    let weights = self.weights.map { all in rows.map { rows in rows.map { all[$0] } } ?? all }
    let found = parallel.map(count: places.count) { index in
      let values = columns[places[index]].values
      return Self.auc(rows.map(values.selecting) ?? values, labels, weights)
    }
    return zip(places, found).sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map { (place: $0.0, auc: $0.1) }
  }

  /// Gaps of numbers count as the lowest or the highest value, whichever tells more; levels by their
  /// own churn rates.
  private static func auc(
    _ values: FeatureTable.Values, _ labels: [Bool], _ weights: [Double]?
  ) -> Double {
    func auc(_ scores: [Double]) -> Double {
      RankedScores.auc(of: scores, labels: labels, weights: weights).map { max($0, 1 - $0) } ?? 0.5
    }
    switch values {
    case .numeric(let numbers):
      guard numbers.contains(where: \.isNaN) else { return auc(numbers) }
      return [-Double.infinity, .infinity].map { end in auc(numbers.map { $0.isNaN ? end : $0 }) }
        .max() ?? 0.5
    case .categorical(let codes, let levels):
      let rates = LevelRates(codes, levels.count, labels, weights)
      return auc(codes.map { rates.probability(of: $0) })
    }
  }

  private func alone(_ column: FeatureTable.Column) -> Baseline? {
    let suffix = " alone"
    let name = Self.short(column.name, Baseline.longestName - suffix.count)
    return kind(column).map { Baseline(name: name + suffix, kind: $0) }
  }

  private func kind(_ column: FeatureTable.Column) -> Baseline.Kind? {
    switch column.values {
    case .numeric(let numbers): return curve(column.name, numbers).map { .number($0) }
    case .categorical(let codes, let levels):
      let rates = LevelRates(codes, levels.count, labels, weights)
      let kept = levels.indices.filter { rates.rows[$0] >= Self.fewestRowsOfLevel }
        .sorted { levels[$0].precedesByCodePoint(levels[$1]) }
      return .levels(
        Baseline.Levels(
          column: column.name, levels: kept.map { levels[$0] },
          probabilities: kept.map { rates.probability(of: Int32($0)) },
          missing: rates.probability(of: -1), other: baseRate))
    }
  }

  /// By maximum likelihood; with Firth's penalty where the column separates the classes.
  private func curve(_ column: String, _ numbers: [Double]) -> Baseline.Curve? {
    let hasGaps = numbers.contains(where: \.isNaN)
    let present = hasGaps ? numbers.indices.filter { !numbers[$0].isNaN } : []
    func selected<Element>(_ all: [Element]) -> [Element] {
      hasGaps ? present.map { all[$0] } : all
    }
    let values = selected(numbers)
    let design = DesignMatrix(
      rowCount: values.count, terms: [.intercept, .numeric(feature: column)], columns: [values])
    for estimator in [LogisticEstimator.maximumLikelihood, .firth] {
      var regression = LogisticRegression()
      regression.threads = threads
      regression.estimator = estimator
      let fit = try? regression.fit(
        design, labels: selected(labels), weights: weights.map(selected))
      guard let fit, let intercept = fit.coefficients[0].estimate,
        let slope = fit.coefficients[1].estimate, intercept.isFinite, slope.isFinite
      else { continue }
      return Baseline.Curve(
        column: column, intercept: intercept, slope: slope, missing: rate { numbers[$0].isNaN })
    }
    return nil
  }
}

/// Churn rates of the rows by level.
private struct LevelRates {
  /// By code, with those without a value last.
  private(set) var rows: [Int]
  private var weight: [Double]
  private var churned: [Double]

  init(_ codes: [Int32], _ levelCount: Int, _ labels: [Bool], _ weights: [Double]?) {
    rows = Array(repeating: 0, count: levelCount + 1)
    weight = Array(repeating: 0, count: levelCount + 1)
    churned = weight
    for (row, code) in codes.enumerated() {
      let (place, one) = (code < 0 ? levelCount : Int(code), weights?[row] ?? 1)
      guard one > 0 else { continue }
      rows[place] += 1
      weight[place] += one
      if labels[row] { churned[place] += one }
    }
  }

  /// Of a level, or of the rows without a value (−1); of all rows where there are few.
  func probability(of code: Int32) -> Double {
    let place = code < 0 ? rows.count - 1 : Int(code)
    guard rows[place] >= BaselineLearning.fewestRowsOfLevel else {
      return min(churned.reduce(0, +) / weight.reduce(0, +), 1)
    }
    return min(churned[place] / weight[place], 1)
  }
}

extension FeatureTable.Values {
  fileprivate func selecting(_ rows: [Int]) -> FeatureTable.Values {
    switch self {
    case .numeric(let values): .numeric(rows.map { values[$0] })
    case .categorical(let codes, let levels):
      .categorical(codes: rows.map { codes[$0] }, levels: levels)
    }
  }
}
