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
  /// How often to train with labels dealt at random; nil: 20 times where that is quick.
  public var placeboRuns: Int?
  /// How the models are judged, and what contacting customers brings.
  public var judging = JudgingOptions()
  /// Of the page.
  public var language = Language.english
  public var probing = Probing.skipped("there is no file to read again")

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
    public var sanity: SanityReport
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
    let requests = requests
    let models = try requests.map { try $0.train(on: trainingFile, progress: progress).model }
    let judgement = try Judgement(models, on: judgedFile, options: judgementOptions)
    let sanity = try Sanity(study: self, progress: progress).report(
      requests, training: (training, trainingFile), judged: judged, judgement)
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
      early: subsets[0], all: subsets[1], newcomers: subsets[2], models: models, sanity: sanity,
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

  private var judgementOptions: Judgement.Options {
    var options = Judgement.Options()
    options.judging = judging
    return options
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

  /// One a model.
  private var requests: [TrainingRequest] {
    // A study should not end for want of one model: small shops separate easily.
    var logistic = TrainingRequest.LogisticOptions()
    logistic.penalty.takesFirthWhereSeparated = true
    return [.logistic(logistic), .tree(tree)].map(request)
  }

  private func request(_ method: TrainingRequest.Method) -> TrainingRequest {
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    var request = TrainingRequest(method, columns: columns)
    request.seed = seed
    request.threads = threads
    request.gap = window.gap
    request.horizon = window.horizon
    // Features of a snapshot cannot know its outcome, however well they tell it.
    request.checksLeaks = false
    return request
  }

  func scored(_ input: Input, by model: ChurnModel) throws -> [UInt8] {
    var options = ScoringOptions()
    options.threads = threads
    var bytes: [UInt8] = []
    _ = try Scorer(model, options: options).score(input, write: { bytes += $0 })
    return bytes
  }
}
