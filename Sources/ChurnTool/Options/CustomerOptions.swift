import ArgumentParser
import Churn

/// Two cuts `a,b`.
struct BandsArgument: ExpressibleByArgument {
  let bands: Bands

  init?(argument: String) {
    let parts = names(argument).compactMap(Double.init)
    guard parts.count == 2, parts[0] >= 0, parts[0] <= parts[1], parts[1] <= 1 else { return nil }
    bands = Bands(low: parts[0], high: parts[1])
  }
}

/// Columns of a training file, and what else both kinds of model share.
struct TrainingOptions: ParsableArguments {
  @Argument(help: "Customer file (CSV, also .gz); - is standard input.")
  var customers: String

  @Option(help: "Column of the label.")
  var target = "churned"

  @Option(help: "Label that means churned. (default: the second of 0/1, no/yes, false/true, 否/是)")
  var positive: String?

  @Option(help: "Column that names the customer. (default: customer_id, where there is one)")
  var id: String?

  @Option(help: "Columns to learn from, separated by commas. (default: all others)")
  var features: String?

  @Option(help: "Columns not to learn from, separated by commas.")
  var exclude: String?

  @Option(help: "Columns to take for categories, separated by commas.")
  var categorical: String?

  @Option(help: "Columns to take for numbers, separated by commas.")
  var numeric: String?

  @Option(help: "Column of case weights.")
  var weights: String?

  @Option(help: "Share of the customers to keep from training and judge the model on.")
  var holdout = 0.0

  @Option(
    help: ArgumentHelp(
      "Train so many times more with labels dealt at random, to see what is found where there is nothing. (default: 0)",
      valueName: "runs"))
  var placebo: Int?

  @Option(
    help: ArgumentHelp(
      "Cuts of the bands. (default: 50th and 80th percentile of the training scores)",
      valueName: "a,b"))
  var bands: BandsArgument?

  @Option(help: "Name of the model. (default: its kind)")
  var name: String?

  @Option(name: .shortAndLong, help: "Model file to write; - is standard output.")
  var output = "-"

  @Option(
    name: .customLong("out-of-fold"),
    help: ArgumentHelp(
      "Write what models of the other folds say of each training row: id, repeat, fold, churned, probability. (10 folds unless --cv says how many)",
      valueName: "file"))
  var outOfFold: String?

  @OptionGroup var leaks: LeakArguments
  @OptionGroup var force: ForceOption
  @OptionGroup var rows: RowOptions
  @OptionGroup var text: TextOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard holdout >= 0, holdout < 1 else {
      throw ValidationError("--holdout is a share from 0 to below 1.")
    }
    try checkPlacebo(placebo)
    if features != nil, exclude != nil {
      throw ValidationError("--features and --exclude contradict each other: give one of them.")
    }
  }

  var columns: CustomerColumns {
    var columns = CustomerColumns()
    columns.id = id ?? "customer_id"
    columns.idIsOptional = id == nil
    columns.target = target
    columns.weights = weights
    columns.features = features.map { names($0) }
    columns.exclude = Set(exclude.map { names($0) } ?? [])
    columns.categorical = Set(categorical.map { names($0) } ?? [])
    columns.numeric = Set(numeric.map { names($0) } ?? [])
    return columns
  }

  func request(_ method: TrainingRequest.Method) throws -> TrainingRequest {
    var request = TrainingRequest(method, columns: columns)
    request.positive = positive
    request.holdout = holdout
    request.placeboRuns = placebo ?? 0
    request.bands = bands?.bands
    request.name = name
    request.seed = compute.seedNumber
    request.threads = compute.threadCount
    request.readOptions = try text.readOptions(threads: compute.threadCount)
    request.allowLeak = leaks.columns
    request.keepsOutOfFold = outOfFold != nil
    return request
  }
}
