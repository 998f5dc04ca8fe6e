import DelimitedText
import Modeling
import Reporting

/// The whole job on an order file: models trained at an earlier date, judged at a later one whose
/// outcomes none of them has seen.
public struct Study: Sendable {
  /// The as-of date at which the models are judged.
  public var asOf: Day
  public var window: OutcomeWindow
  /// nil: gap + horizon days before `asOf`, so that its last label is known on `asOf`.
  public var trainingAsOf: Day?
  public var seed: UInt64 = 1
  public var threads = 1
  public var tree = TrainingRequest.TreeOptions()

  public init(asOf: Day, window: OutcomeWindow) {
    self.asOf = asOf
    self.window = window
  }

  /// The files of the folder, in the order in which they are made.
  public static let fileNames = [
    "features-train.csv", "features-holdout.csv", "logistic.json", "tree.json",
    "scored-logistic.csv", "scored-tree.csv", "comparison.json", "report.html",
  ]

  public struct Outcome: Sendable {
    /// Contents by the names of `fileNames`.
    public var files: [(name: String, bytes: [UInt8])]
    /// The customers not yet past the idle line: the ones that somebody can still do something about.
    public var early: Subset
    public var all: Subset
    public var newcomers: Subset
    public var models: [ChurnModel]
    public var warnings: [String]

    /// The summary leads with the customers not yet past the idle line.
    public var subsets: [Subset] { [early, all, newcomers] }
  }

  /// Some of the judged customers.
  public struct Subset: Sendable {
    public var key: String
    public var title: String
    public var note: String
    /// nil where there is no such customer.
    public var comparison: Comparison?
  }

  /// - Throws: `LocatedError`, `ModelingError`.
  public func run(
    _ log: OrderLog, progress: (@Sendable (String, Int, Int?) -> Void)? = nil
  ) throws -> Outcome {
    let trainingDay = try trainingDate()
    progress?("features", 0, nil)
    let training = try features(of: log, asOf: [trainingDay], outcome: window)
    let judged = try features(of: log, asOf: [asOf], outcome: window)
    let files = Self.fileNames
    let tables = [training.csv(), judged.csv()]
    let trainingFile = Input.bytes(tables[0], name: files[0])
    let judgedFile = Input.bytes(tables[1], name: files[1])
    let models = try train(trainingFile, progress)
    let judgement = try Judgement(models, on: judgedFile)
    let idle = Self.idleLine(training)
    let known = Set(training.customerIDs)
    let subsets = [
      try early(judgement, judged, idle),
      Subset(
        key: "all", title: "All customers", note: "Every customer with a purchase by \(asOf).",
        comparison: try compare(judgement)),
      try newcomers(judgement, judged, known, trainingDay),
    ]
    var outcome = Outcome(
      files: Array(zip(files, tables).map { ($0, $1) }),
      early: subsets[0], all: subsets[1], newcomers: subsets[2], models: models,
      warnings: training.warnings + models.flatMap { m in m.warnings.map { "\(m.name): \($0)" } })
    for (model, name) in zip(models, files[2...3]) {
      outcome.files.append((name, Array(ModelFile.document(of: model).pretty().utf8)))
    }
    for (model, name) in zip(models, files[4...5]) {
      progress?("scoring", 0, nil)
      outcome.files.append((name, try scored(judgedFile, by: model)))
    }
    outcome.files.append((files[6], Array(json(outcome, trainingDay, idle).pretty().utf8)))
    outcome.files.append((files[7], Array(page(outcome, trainingDay).utf8)))
    return outcome
  }

  private func trainingDate() throws(LocatedError) -> Day {
    let latest = asOf - (window.gap + window.horizon)
    let day = trainingAsOf ?? latest
    guard day <= latest else {
      throw LocatedError(
        .wrongData, "the labels of the training date \(day) are not known on \(asOf)",
        advice: "Train at \(latest) or earlier: its outcome window ends on \(asOf).")
    }
    return day
  }

  private func train(
    _ input: Input, _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> [ChurnModel] {
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    // A study should not end for want of one model: small shops separate easily.
    var logistic = TrainingRequest.LogisticOptions()
    logistic.penalty.takesFirthWhereSeparated = true
    return try [.logistic(logistic), .tree(tree)].map { try train($0, columns, input, progress) }
  }

  private func train(
    _ method: TrainingRequest.Method, _ columns: CustomerColumns, _ input: Input,
    _ progress: (@Sendable (String, Int, Int?) -> Void)?
  ) throws -> ChurnModel {
    var request = TrainingRequest(method, columns: columns)
    request.seed = seed
    request.threads = threads
    request.gap = window.gap
    request.horizon = window.horizon
    // Features of a snapshot cannot know its outcome, however well they tell it.
    request.checksLeaks = false
    return try request.train(on: input, progress: progress).model
  }

  private func scored(_ input: Input, by model: ChurnModel) throws -> [UInt8] {
    var options = ScoringOptions()
    options.threads = threads
    var bytes: [UInt8] = []
    _ = try Scorer(model, options: options).score(input, write: { bytes += $0 })
    return bytes
  }
}

// MARK: - Subsets of the judged customers

extension Study {
  /// Two average purchase cycles at the training date: past it, practice calls a customer lost.
  /// nil where nobody has bought twice.
  static func idleLine(_ snapshot: CustomerSnapshot) -> Double? {
    let age = snapshot.numbers("age_at_last_days").reduce(0, +)
    let gaps = snapshot.numbers("orders").reduce(0) { $0 + $1 - 1 }
    return gaps > 0 ? 2 * age / gaps : nil
  }

  private func compare(_ judgement: Judgement) throws -> Comparison {
    try Comparison(judgement.models.map { .model($0) }, judgement: judgement)
  }

  private func subset(_ judgement: Judgement, _ rows: [Int]) throws -> Comparison? {
    rows.isEmpty ? nil : try compare(judgement.selecting(rows))
  }

  private func early(
    _ judgement: Judgement, _ judged: CustomerSnapshot, _ idle: Double?
  ) throws -> Subset {
    let recency = judged.numbers("recency_days")
    let rows = recency.indices.filter { recency[$0] <= idle ?? .infinity }
    let note =
      idle.map {
        "Customers whose last purchase is at most \(NumberText.fixed($0, decimals: 1)) days back, "
          + "two average purchase cycles at the training date: those whom a contact can still "
          + "reach in time."
      } ?? "All customers: nobody had bought twice by the training date, so there is no idle line."
    return Subset(
      key: "not_past_idle_line", title: "Not yet past the idle line", note: note,
      comparison: try subset(judgement, rows))
  }

  private func newcomers(
    _ judgement: Judgement, _ judged: CustomerSnapshot, _ known: Set<String>, _ trainingDay: Day
  ) throws -> Subset {
    let rows = judged.customerIDs.indices.filter { !known.contains(judged.customerIDs[$0]) }
    return Subset(
      key: "new_since_training", title: "New since training",
      note: "Customers whose first purchase came after \(trainingDay): no model has met them.",
      comparison: try subset(judgement, rows))
  }
}

extension CustomerSnapshot {
  fileprivate func numbers(_ column: String) -> [Double] {
    guard case .numeric(let values)? = features.column(named: column)?.values else { return [] }
    return values
  }
}

extension Judgement {
  /// The same models on some of the rows.
  func selecting(_ rows: [Int]) -> Judgement {
    var result = self
    result.customers = customers.selecting(rows)
    result.leafPlaces = leafPlaces.map { p in p.isEmpty ? [] : rows.map { p[$0] } }
    result.isWhole = false
    result.probabilities = probabilities.map { all in rows.map { all[$0] } }
    return result
  }
}

// MARK: - What the study writes about itself

extension Study {
  private func json(_ outcome: Outcome, _ trainingDay: Day, _ idle: Double?) -> JSONValue {
    guard case .object(var members) = outcome.all.comparison?.json ?? .object([:]) else {
      return .null
    }
    members["study"] = [
      "as_of": .string("\(asOf)"), "training_as_of": .string("\(trainingDay)"),
      "gap": JSONValue(window.gap), "horizon": JSONValue(window.horizon),
      "idle_line_days": JSONValue(idle), "seed": JSONValue(Double(seed)),
    ]
    members["subsets"] = .array(
      outcome.subsets.map { subset in
        [
          "name": .string(subset.key), "description": .string(subset.note),
          "models": subset.comparison?.json.members["models"] ?? [],
          "pairs": subset.comparison?.json.members["pairs"] ?? [],
        ]
      })
    members["study_warnings"] = .array(outcome.warnings.map { .string($0) })
    return .object(members)
  }

  private func page(_ outcome: Outcome, _ trainingDay: Day) -> String {
    let after = window.gap > 0 ? " after a gap of \(window.gap) days" : " after it"
    var page = ComparisonPage(title: "Churn study as of \(asOf)", models: outcome.models)
    page.lead = [
      .paragraph(
        "Models trained on what was known on \(trainingDay), judged on the customers of \(asOf): "
          + "who bought nothing in the \(window.horizon) days\(after)?")
    ]
    page.contests = outcome.subsets.compactMap { subset in
      subset.comparison.map {
        ComparisonPage.Contest(title: subset.title, note: subset.note, comparison: $0)
      }
    }
    return page.html()
  }
}

extension JSONValue {
  fileprivate var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }
}
