import ArgumentParser
import Churn
import DelimitedText
import Modeling
import Reporting

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on a file of customers with a label.",
    discussion: """
      EXAMPLES
        churn train logistic customers.csv --target churned -o a.json
        churn train tree customers.csv --target churned -o b.json
      """,
    subcommands: [TrainLogisticCommand.self, TrainTreeCommand.self])
}

/// Options of the contract that this version does not carry out yet.
func refuse(_ option: String, _ isGiven: Bool) throws {
  if isGiven {
    throw ValidationError("\(option) is not available in this version (\(Workbench.version)).")
  }
}

struct TrainLogisticCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logistic",
    abstract: "Fit a logistic regression by maximum likelihood.",
    discussion: """
      EXAMPLES
        churn train logistic customers.csv --target churned -o a.json
        churn train logistic customers.csv --holdout 0.3 -o a.json
        churn train logistic telco.csv --target churn --missing drop -o a.json
        churn train logistic customers.csv --reference plan=basic -o a.json
      """)

  @OptionGroup var training: TrainingOptions

  @Option(help: "Rows with gaps: impute (median and indicator), drop or error.")
  var missing = "impute"

  @Option(help: "Coverage of the intervals.")
  var confidence = 0.95

  @Option(
    help: ArgumentHelp(
      "Reference level of a column; may be given several times.", valueName: "column=level"))
  var reference: [String] = []

  @Option(help: .hidden) var penalty = "none"
  @Option(help: .hidden) var lambda: String?
  @Option(help: .hidden) var alpha: String?
  @Option(help: .hidden) var interactions: String?
  @Option(help: .hidden) var splines: String?
  @Option(help: .hidden) var intervals = "wald"
  @Option(help: .hidden) var cv = 0

  func validate() throws {
    try refuse("--penalty \(penalty)", penalty != "none")
    try refuse("--lambda", lambda != nil)
    try refuse("--alpha", alpha != nil)
    try refuse("--interactions", interactions != nil)
    try refuse("--splines", splines != nil)
    try refuse("--intervals \(intervals)", intervals != "wald")
    try refuse("--cv \(cv) of a logistic model", cv != 0)
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence is a share between 0 and 1.")
    }
    _ = try options()
  }

  private func options() throws -> TrainingRequest.LogisticOptions {
    var options = TrainingRequest.LogisticOptions()
    guard let policy = MissingPolicy(rawValue: missing), policy != .direction else {
      throw ValidationError("--missing \(missing): use impute, drop or error.")
    }
    options.missing = policy
    options.confidence = confidence
    for pair in reference {
      guard let equals = pair.firstIndex(of: "=") else {
        throw ValidationError("--reference \(pair): give column=level.")
      }
      options.references[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    return options
  }

  func run() throws {
    try Training(training).run(.logistic(options()))
  }
}

struct TrainTreeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree",
    abstract: "Grow a classification tree (CART) and prune it by cross-validation.",
    discussion: """
      EXAMPLES
        churn train tree customers.csv --target churned -o b.json
        churn train tree customers.csv --cp 0.001 --min-leaf 50 --prune min -o b.json
        churn train tree customers.csv --criterion entropy --cv 0 -o b.json
      """)

  @OptionGroup var training: TrainingOptions

  @Option(help: "Impurity: gini or entropy.")
  var criterion: Impurity = .gini

  @Option(name: .customLong("min-split"), help: "Rows that a node must have to be split.")
  var minimumSplit = 20

  @Option(name: .customLong("min-leaf"), help: "Rows that a leaf must have.")
  var minimumLeaf = 7

  @Option(name: .customLong("max-depth"), help: "Splits on the longest path, 1 to 30.")
  var maximumDepth = 30

  @Option(help: "Share of the root's loss that a split must save.")
  var cp = 0.01

  @Option(help: "Folds of the cross-validated pruning table; 0 for none.")
  var cv = 10

  @Option(help: "Subtree to keep: none (all), min or 1se. (default: 1se; none with --cv 0)")
  var prune: TreeSpecification.Pruning?

  @Option(help: "Rows with gaps: direction (each split learns the side they go to).")
  var missing = "direction"

  @Option(help: .hidden) var surrogates: Int?
  @Option(help: .hidden) var task = "classification"
  @Option(help: .hidden) var prior: String?
  @Option(help: .hidden) var loss: String?
  @Option(help: .hidden) var growth = "exact"

  func validate() throws {
    try refuse("--missing \(missing)", missing == "surrogate")
    try refuse("--surrogates", surrogates != nil)
    try refuse("--task \(task)", task != "classification")
    try refuse("--prior", prior != nil)
    try refuse("--loss", loss != nil)
    try refuse("--growth \(growth)", growth != "exact")
    guard missing == "direction" else {
      throw ValidationError("--missing \(missing): use direction.")
    }
    guard (1...30).contains(maximumDepth), minimumSplit >= 1, minimumLeaf >= 1 else {
      throw ValidationError("--max-depth is 1 to 30, --min-split and --min-leaf at least 1.")
    }
    guard cp >= 0, cp <= 1 else { throw ValidationError("--cp is a share from 0 to 1.") }
    guard cv == 0 || (2...1000).contains(cv) else {
      throw ValidationError("--cv is 0 or a number of folds from 2 to 1000.")
    }
    if cv == 0, let prune, prune != .none {
      throw ValidationError("--prune \(prune.rawValue) needs cross-validation: --cv 10.")
    }
  }

  func run() throws {
    var options = TrainingRequest.TreeOptions()
    options.folds = cv
    options.specification.criterion = criterion
    options.specification.minimumSplit = minimumSplit
    options.specification.minimumLeaf = minimumLeaf
    options.specification.maximumDepth = maximumDepth
    options.specification.complexity = cp
    options.specification.pruning = prune ?? (cv == 0 ? .none : .oneStandardError)
    try Training(training).run(.tree(options))
  }
}

extension Impurity: ExpressibleByArgument {}
extension TreeSpecification.Pruning: ExpressibleByArgument {}

/// What both kinds of training do around the fit.
private struct Training {
  let options: TrainingOptions

  init(_ options: TrainingOptions) { self.options = options }

  func run(_ method: TrainingRequest.Method) throws {
    let console = options.talk.console
    try options.force.check(options.output, options.rows.rejects)
    let progress = Progress(console)
    let result = try options.request(method).train(on: Input(path: options.customers)) {
      progress.show($0, $1, $2)
    }
    progress.clear()
    try options.rows.write(result.rejects, force: options.force.force)
    try ModelFile.write(result.model, to: options.output, force: options.force.force)
    summarize(result, console)
    try options.rows.finish(rejected: result.rejects.count)
  }

  private func summarize(_ result: TrainingResult, _ console: Console) {
    let model = result.model
    console.report(result.rejects, of: result.rowsRead)
    for warning in model.warnings { console.warn(warning) }
    console.say(
      "\(model.name): \(model.kind) model of \(NumberText.integer(model.provenance.rowsTrained)) "
        + "customers and \(model.schema.features.count) columns")
    say("on the training customers", model.trainingMeasures, console)
    if let measures = model.holdoutMeasures { say("on held-out customers", measures, console) }
    console.say(ModelTables.bands(model.bands, result.bandTable).plain())
    if !result.bandTableIsHeldOut {
      console.say("The bands are counted on the training customers; see churn evaluate.")
    }
  }

  private func say(_ where: String, _ measures: Measures, _ console: Console) {
    console.say(
      "AUC \(`where`): \(NumberText.fixed(measures.auc, decimals: 4)) "
        + "(\(NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4)))")
  }
}
