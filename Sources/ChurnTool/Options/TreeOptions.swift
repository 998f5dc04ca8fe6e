import ArgumentParser
import Churn
import Modeling

/// How to grow and prune a tree.
struct TreeOptions: ParsableArguments {
  @Option(help: "classification (a label) or regression (a number).")
  var task: TrainingRequest.TreeOptions.Task = .classification

  @Option(help: "Impurity of a classification tree: gini or entropy. (default: gini)")
  var criterion: Impurity?

  @Option(name: .customLong("min-split"), help: "Rows that a node must have to be split.")
  var minimumSplit = 20

  @Option(name: .customLong("min-leaf"), help: "Rows that a leaf must have.")
  var minimumLeaf = 7

  @Option(name: .customLong("max-depth"), help: "Splits on the longest path, 1 to 30.")
  var maximumDepth = 30

  @Option(help: "Share of the root's loss that a split must save.")
  var cp = 0.01

  @Option(help: "Folds of the cross-validated pruning table; 0 for none. (default: 10)")
  var cv: Int?

  @Option(
    name: .customLong("cv-repeats"),
    help: "How often to divide the customers into folds anew; errors are averaged.")
  var repeats = 1

  @Option(
    name: .customLong("fold-column"),
    help: ArgumentHelp("Column that names the fold of each row.", valueName: "column"))
  var foldColumn: String?

  @Option(help: "Subtree to keep: none (all), min or 1se. (default: 1se; none with --cv 0)")
  var prune: TreeSpecification.Pruning?

  @Option(
    help: ArgumentHelp(
      "Rows without a value: surrogate (the best imitation of the split by another column) or direction (each split learns the side they go to).",
      valueName: "policy"))
  var missing: TreeSpecification.MissingValues = .surrogate

  @Option(help: "Surrogate splits to keep for a split. (default: 5)")
  var surrogates: Int?

  @Option(help: "Runners-up to keep for a split, for churn show.")
  var competitors = 0

  @Option(
    help: ArgumentHelp(
      "Probabilities of the classes in place of their shares: stayed, churned.",
      valueName: "no,yes"))
  var prior: PriorArgument?

  @Option(
    help: ArgumentHelp(
      "Cost of calling a staying customer lost, and a lost one staying.", valueName: "fp=1,fn=5"))
  var loss: LossArgument?

  @Option(
    help: ArgumentHelp(
      "Columns along which the churn rate may only rise (+) or fall (-).",
      valueName: "col:+,col:-"))
  var monotone: MonotoneArgument?

  @Option(
    help:
      "exact (every cut is tried) or histogram (cuts at 255 quantiles of each column, learned once: faster on large files)."
  )
  var growth: TreeSpecification.Growth = .exact

  func validate() throws {
    guard (1...30).contains(maximumDepth), minimumSplit >= 1, minimumLeaf >= 1 else {
      throw ValidationError("--max-depth is 1 to 30, --min-split and --min-leaf at least 1.")
    }
    guard cp >= 0, cp <= 1 else { throw ValidationError("--cp is a share from 0 to 1.") }
    guard (0...1000).contains(surrogates ?? 0), (0...1000).contains(competitors) else {
      throw ValidationError("--surrogates and --competitors are numbers from 0 to 1000.")
    }
    if missing == .direction, (surrogates ?? 0) > 0 {
      throw ValidationError("--surrogates belong to --missing surrogate.")
    }
    if task == .regression, criterion != nil {
      throw ValidationError("--criterion is for classification; regression has squared errors.")
    }
    try validateFolds()
  }

  private func validateFolds() throws {
    guard folds == 0 || (2...1000).contains(folds) else {
      throw ValidationError("--cv is 0 or a number of folds from 2 to 1000.")
    }
    guard (1...100).contains(repeats) else {
      throw ValidationError("--cv-repeats is a number from 1 to 100.")
    }
    if foldColumn != nil, cv != nil || repeats > 1 {
      throw ValidationError("--fold-column gives the folds: leave --cv and --cv-repeats out.")
    }
    if !isValidated, let prune, prune != .none {
      throw ValidationError("--prune \(prune.rawValue) needs cross-validation: --cv 10.")
    }
    if !isValidated, repeats > 1 {
      throw ValidationError("--cv-repeats needs cross-validation: --cv 10.")
    }
  }

  private var folds: Int { cv ?? 10 }
  private var isValidated: Bool { folds > 0 || foldColumn != nil }

  var method: TrainingRequest.TreeOptions {
    var options = TrainingRequest.TreeOptions()
    options.task = task
    options.folds = foldColumn == nil ? folds : 0
    options.repeats = repeats
    options.specification = specification
    return options
  }

  private var specification: TreeSpecification {
    var specification = TreeSpecification()
    specification.criterion = criterion ?? .gini
    specification.minimumSplit = minimumSplit
    specification.minimumLeaf = minimumLeaf
    specification.maximumDepth = maximumDepth
    specification.complexity = cp
    specification.pruning = prune ?? (isValidated ? .oneStandardError : .none)
    specification.missing = missing
    specification.surrogates = surrogates ?? 5
    specification.competitors = competitors
    specification.prior = prior?.prior
    specification.misclassification = loss?.cost ?? MisclassificationCost()
    specification.monotone = monotone?.directions ?? [:]
    specification.growth = growth
    return specification
  }
}

/// `0.5,0.5`.
struct PriorArgument: ExpressibleByArgument {
  let prior: ClassPrior

  init?(argument: String) {
    let parts = names(argument).compactMap(Double.init)
    guard parts.count == 2, parts[0] > 0, parts[1] > 0, abs(parts[0] + parts[1] - 1) <= 1e-9 else {
      return nil
    }
    prior = ClassPrior(stayed: parts[0], churned: parts[1])
  }
}

/// `fp=1,fn=5`; what is left out costs 1.
struct LossArgument: ExpressibleByArgument {
  let cost: MisclassificationCost

  init?(argument: String) {
    var cost = MisclassificationCost()
    let parts = names(argument)
    for part in parts {
      let pieces = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pieces.count == 2, let value = Double(pieces[1]), value > 0, value < 1e100,
        value > 1e-100
      else { return nil }
      switch pieces[0] {
      case "fp": cost.falsePositive = value
      case "fn": cost.falseNegative = value
      default: return nil
      }
    }
    guard !parts.isEmpty, Set(parts.map { $0.prefix(2) }).count == parts.count else { return nil }
    self.cost = cost
  }
}

/// `recency_days:+,orders:-`.
struct MonotoneArgument: ExpressibleByArgument {
  let directions: [String: TreeSpecification.Monotonicity]

  init?(argument: String) {
    var directions: [String: TreeSpecification.Monotonicity] = [:]
    for part in names(argument) {
      guard let colon = part.lastIndex(of: ":"),
        let direction = TreeSpecification.Monotonicity(
          rawValue: String(part[part.index(after: colon)...])),
        directions.updateValue(direction, forKey: String(part[..<colon])) == nil
      else { return nil }
    }
    guard !directions.isEmpty else { return nil }
    self.directions = directions
  }
}

extension Impurity: ExpressibleByArgument {}
extension TreeSpecification.Pruning: ExpressibleByArgument {}
extension TreeSpecification.MissingValues: ExpressibleByArgument {}
extension TreeSpecification.Growth: ExpressibleByArgument {}
extension TrainingRequest.TreeOptions.Task: ExpressibleByArgument {}
