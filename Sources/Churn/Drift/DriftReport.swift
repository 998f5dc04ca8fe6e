import Modeling
import Reporting

/// How rows differ from a model's training rows, a column at a time.
public struct DriftReport: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case numeric, categorical, score
  }

  /// A bin, a level, or the rows without either.
  public struct Bin: Sendable, Equatable {
    public var name: String
    public var trainingRows: Int
    public var rows: Int
  }

  public struct Column: Sendable, Equatable {
    public var name: String
    public var kind: Kind
    /// Whether the passing of time alone moves it; see `FeatureDefinition.growsWithTime`.
    public var growsWithTime: Bool
    /// nil without rows.
    public var stability: PopulationStability?
    /// Shares of the rows.
    public var missingInTraining: Double
    public var missing: Double?
    /// Levels that training had not seen; nil where there are no levels.
    public var unseen: Double?
    /// In order, those that are no value last; without any row on both sides they are left out.
    public var bins: [Bin]

    public var alarm: PopulationStability.Alarm { stability?.alarm ?? .none }
  }

  public var trainingRows: Int
  public var rows: Int
  /// In the schema's order.
  public var columns: [Column]
  public var score: Column

  /// Columns whose alarm needs an explanation: those that grow with time have one.
  public var alarming: [Column] {
    ([score] + columns).filter { $0.alarm != .none && !$0.growsWithTime }
  }

  /// Alarms that the passing of time explains.
  public var growing: [Column] { columns.filter { $0.alarm != .none && $0.growsWithTime } }
}

extension DriftCounter {
  /// Of the rows so far.
  public func report() -> DriftReport {
    DriftReport(
      trainingRows: schema.rowCount, rows: rowCount,
      columns: schema.features.indices.map(column), score: scoreColumn)
  }

  private func column(_ place: Int) -> DriftReport.Column {
    let feature = schema.features[place]
    var (names, training): ([String], [Int])
    switch feature.kind {
    case .numeric:
      let numbers = distribution.features[place]
      names = Self.names(numbers?.bins ?? ValueBins(cuts: []))
      training = numbers?.rows ?? [schema.rowCount - feature.missingCount]
    case .categorical(let learned): (names, training) = (learned.levels, learned.counts)
    }
    return column(
      feature.name, feature.kind.isNumeric ? .numeric : .categorical, columns[place],
      zip(names, training).map { ($0, $1) }, missing: feature.missingCount)
  }

  private var scoreColumn: DriftReport.Column {
    let numbers = distribution.score
    return column(
      "score", .score, score, zip(Self.names(numbers.bins), numbers.rows).map { ($0, $1) },
      missing: 0)
  }

  private func column(
    _ name: String, _ kind: DriftReport.Kind, _ counted: Column,
    _ training: [(name: String, rows: Int)], missing: Int
  ) -> DriftReport.Column {
    func share(_ count: Int) -> Double? {
      rowCount > 0 ? Double(count) / Double(rowCount) : nil
    }
    let bins = zip(training, counted.rows).map {
      DriftReport.Bin(name: $0.name, trainingRows: $0.rows, rows: $1)
    }
    let others: [DriftReport.Bin] = [
      .init(name: "unseen level", trainingRows: 0, rows: counted.unseen),
      .init(name: "missing", trainingRows: missing, rows: counted.missing),
    ]
    let rows = bins.map { PopulationStability.Rows($0.trainingRows, $0.rows) }
    let gaps = PopulationStability.Rows(missing, counted.missing)
    return DriftReport.Column(
      name: name, kind: kind,
      growsWithTime: kind == .numeric && FeatureCatalogue.growing.contains(name),
      stability: kind == .categorical
        ? PopulationStability(levels: rows, unseen: counted.unseen, missing: gaps)
        : PopulationStability(bins: rows, missing: gaps),
      missingInTraining: Double(missing) / Double(schema.rowCount),
      missing: share(counted.missing),
      unseen: kind == .categorical ? share(counted.unseen) : nil,
      bins: (bins + others).filter { $0.trainingRows + $0.rows > 0 })
  }

  /// `up to 26.5`, `26.5 to 133.5`, `above 133.5`.
  private static func names(_ bins: ValueBins) -> [String] {
    let cuts = bins.cuts.map { shortText($0) }
    guard let first = cuts.first, let last = cuts.last else { return ["any value"] }
    return ["up to \(first)"] + zip(cuts, cuts.dropFirst()).map { "\($0) to \($1)" }
      + ["above \(last)"]
  }
}

extension FeatureSchema.Kind {
  fileprivate var isNumeric: Bool { if case .numeric = self { true } else { false } }
}

// MARK: - In a line

extension DriftReport {
  private static let mostNamed = 5

  /// For a summary: `drift: recency_days 0.31 strong; 18 columns stable (churn drift says more)`.
  public var line: String {
    let stable = columns.count { $0.alarm == .none }
    var parts: [String] = []
    if !alarming.isEmpty { parts.append(Self.list(alarming)) }
    if !growing.isEmpty { parts.append("growing with time " + Self.list(growing)) }
    parts.append("\(NumberText.integer(stable)) columns stable (churn drift says more)")
    return "drift: " + parts.joined(separator: "; ")
  }

  /// The strongest first.
  static func list(_ columns: [Column]) -> String {
    let sorted = columns.sorted { $0.stability?.index ?? 0 > $1.stability?.index ?? 0 }
    let named = sorted.prefix(mostNamed).map {
      "\($0.name) \(NumberText.fixed($0.stability?.index, decimals: 2)) \($0.alarm.rawValue)"
    }
    let rest = sorted.count - named.count
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
