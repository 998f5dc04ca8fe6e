import DelimitedText
import Modeling

/// The rows of a customer file made ready for one model: gaps dealt with by the policy, the hold-out
/// split off, and the schema learned from the training rows alone.
struct Preparation {
  var file: LabelledCustomers
  var trainingRows: [Int]
  var heldOutRows: [Int]
  /// The training rows with every column that was read as a feature.
  let columnsRead: FeatureTable
  /// The same without columns that a logistic model cannot use.
  var training: FeatureTable
  var schema: FeatureSchema
  var rejects: Rejects
  var warnings: [String]

  /// Empty where the target is a number.
  var trainingLabels: [Bool] { file.labels.isEmpty ? [] : selected(file.labels) }
  var trainingTargets: [Double] { file.targets.isEmpty ? [] : selected(file.targets) }
  var trainingWeights: [Double]? { file.weights.map(selected) }
  var trainingGroups: [Int]? { file.groups.map(selected) }

  /// Of the training rows, which stand in the file's order.
  private func selected<Element>(_ all: [Element]) -> [Element] {
    trainingRows.count == all.count ? all : trainingRows.map { all[$0] }
  }

  init(_ file: LabelledCustomers, request: TrainingRequest) throws {
    var usable = file
    warnings = file.warnings
    var redundant: Set<String> = []
    if case .logistic(let options) = request.method {
      redundant = Self.redundant(usable, request)
      if !redundant.isEmpty {
        warnings.append("age_at_last_days is left out: it is tenure_days − recency_days")
      }
      usable = try Self.applying(options.missing, to: usable, without: redundant)
    }
    self.file = usable
    rejects = usable.rejects
    let rows = Array(0..<usable.rowCount)
    try usable.checkClasses(target: request.columns.target)
    (trainingRows, heldOutRows) = Self.split(rows, usable, request)
    if let weights = usable.weights {
      try LabelledCustomers.checkSum(
        heldOutRows.map { weights[$0] }, "all weights of the held-out rows are 0", usable.name,
        request.columns.weights)
    }
    columnsRead =
      trainingRows.count == file.rowCount
      ? usable.features : usable.features.selecting(rows: trainingRows)
    training = columnsRead.without(redundant)
    let learned = FeatureSchema.learn(from: training, threads: request.threads)
    schema = learned.schema
    if !learned.empty.isEmpty {
      warnings.append(
        "columns without any value in training are left out: "
          + learned.empty.joined(separator: ", "))
    }
    guard !schema.features.isEmpty else {
      throw LocatedError(
        .wrongData, "there is no column to learn from", at: Location(file: file.name),
        advice: "Name features with --features, or give columns besides id and label.")
    }
  }

  /// age_at_last_days = tenure_days − recency_days, so a logistic model cannot use all three.
  private static func redundant(
    _ file: LabelledCustomers, _ request: TrainingRequest
  ) -> Set<String> {
    let names = Set(file.features.columns.map(\.name))
    guard request.columns.features == nil,
      names.isSuperset(of: ["age_at_last_days", "tenure_days", "recency_days"])
    else { return [] }
    return ["age_at_last_days"]
  }

  /// The customers that the policy for gaps leaves.
  private static func applying(
    _ policy: MissingPolicy, to file: LabelledCustomers, without redundant: Set<String>
  ) throws -> LabelledCustomers {
    let columns = file.features.columns.filter { !$0.isEmpty && !redundant.contains($0.name) }
    switch policy {
    case .impute, .direction, .surrogate: return file
    case .drop: return try file.withoutGaps(in: Set(columns.map(\.name)))
    case .error:
      for row in 0..<file.rowCount {
        guard let gap = columns.first(where: { $0.isMissing(row) }) else { continue }
        throw LocatedError(
          .wrongData, "a value is missing",
          at: Location(
            file: file.name, line: Int(file.lines[row]), column: gap.name, value: ""),
          advice: "Fill it, or train with --missing impute or --missing drop.")
      }
      return file
    }
  }

  /// Seeded folds of the training rows, the customers of each class dealt out evenly; `repetition`
  /// k divides them anew.
  func folds(_ count: Int, seed: UInt64, repetition: Int = 0) -> [Int] {
    RowDivision(
      labels: trainingRows.map { file.classes[$0] }, groups: trainingGroups,
      seed: seed &+ UInt64(repetition) &* 1_000_003
    ).folds(count)
  }

  private static func split(
    _ rows: [Int], _ file: LabelledCustomers, _ request: TrainingRequest
  ) -> (training: [Int], heldOut: [Int]) {
    guard request.holdout > 0 else { return (rows, []) }
    let division = RowDivision(
      labels: file.classes, groups: file.groups, seed: request.seed)
    let isHeldOut = division.holdout(request.holdout)
    return (
      rows.indices.filter { !isHeldOut[$0] }.map { rows[$0] },
      rows.indices.filter { isHeldOut[$0] }.map { rows[$0] }
    )
  }
}

extension FeatureTable {
  fileprivate func without(_ names: Set<String>) -> FeatureTable {
    names.isEmpty
      ? self
      : FeatureTable(rowCount: rowCount, columns: columns.filter { !names.contains($0.name) })
  }
}

extension LabelledCustomers {
  /// What divisions of the rows are balanced by: the labels; where the target is a number, nothing.
  fileprivate var classes: [Bool] {
    labels.isEmpty ? Array(repeating: false, count: rowCount) : labels
  }
}
