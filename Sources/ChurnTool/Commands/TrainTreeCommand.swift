import ArgumentParser
import Churn
import Modeling

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
