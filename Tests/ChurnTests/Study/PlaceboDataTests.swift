import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Real customers with labels dealt at random: some of the rows and two runs, for a debug build. All
/// rows and 20 runs, of Online Retail too, were within the bound as well.
@Suite struct PlaceboDataTests {
  private static let telco =
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    + "/notebooks-data/telco/customers.csv"

  private func methods(_ missing: MissingPolicy) -> [TrainingRequest.Method] {
    var logistic = TrainingRequest.LogisticOptions()
    logistic.missing = missing
    logistic.penalty.takesFirthWhereSeparated = true
    // Not pruned, so that there is something to judge.
    var tree = TrainingRequest.TreeOptions()
    tree.folds = 0
    tree.specification.pruning = .none
    tree.specification.complexity = 0.001
    var pruned = TrainingRequest.TreeOptions()
    pruned.folds = 3
    return [.logistic(logistic), .tree(tree), .tree(pruned)]
  }

  private func check(
    _ training: LabelledCustomers, _ judged: LabelledCustomers, _ columns: CustomerColumns,
    missing: MissingPolicy = .impute
  ) throws {
    for method in methods(missing) {
      let request = TrainingRequest(method, columns: columns)
      let result = request.placebo(2, training: training, judged: judged)
      #expect(result.passed == true && result.fitted.count == 2, "\(result)")
    }
  }

  private func every(_ step: Int, _ file: LabelledCustomers) -> LabelledCustomers {
    file.selecting(Array(stride(from: 0, to: file.rowCount, by: step)))
  }

  private func checkShop(_ log: OrderLog, _ days: [Day], _ horizon: Int, step: Int) throws {
    let columns = TrainingRequest.tree.columns
    let files = try days.map { day in
      let snapshot = try features(
        of: log, asOf: day, outcome: try OutcomeWindow(horizon: horizon))
      return every(
        step, try LabelledCustomers.read(.bytes(snapshot.csv(), name: "f.csv"), columns: columns))
    }
    try check(files[0], files[1], columns)
  }

  @Test func telcoCustomers() throws {
    var columns = CustomerColumns()
    columns.target = "churn"
    let file = every(6, try LabelledCustomers.read(.file(Self.telco), columns: columns))
    let half = file.rowCount / 2
    try check(
      file.selecting(Array(0..<half)), file.selecting(Array(half..<file.rowCount)), columns,
      missing: .drop)
  }

  @Test(.enabled(if: SharedData.cdnow != nil, "needs notebooks-data/cdnow"))
  func cdnowCustomersAndLookAhead() throws {
    let input = Input.file(SharedData.cdnow ?? "")
    let (log, report) = try OrderLog.read(input)
    try checkShop(log, [iso("1997-12-30"), iso("1998-03-31")], 91, step: 60)
    let probe = LookAheadProbe([input], .init(), report)
    let check = try probe.check(try features(of: log, asOf: iso("1997-09-30")), file: "f.csv")
    #expect(check.passed && check.customers == 23_570)
  }
}
