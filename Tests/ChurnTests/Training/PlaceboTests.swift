import DelimitedText
import Modeling
import Testing

@testable import Churn

struct PlaceboTests {
  private static let file = Result { try customers(CustomerTable.seeded(240, seed: 4)) }
  private static let requests = [TrainingRequest.logistic, .tree]

  private static func customers(_ table: CustomerTable) throws -> LabelledCustomers {
    try LabelledCustomers.read(table.input, columns: TrainingRequest.tree.columns)
  }

  private static func halves() throws -> (LabelledCustomers, LabelledCustomers) {
    let file = try file.get()
    return (file.selecting(Array(0..<120)), file.selecting(Array(120..<240)))
  }

  // MARK: - The deal

  @Test func labelsAreDealtAnewInEveryRunAndApart() throws {
    let (training, judged) = try Self.halves()
    let placebo = Placebo(runs: 6, seed: 9)
    // The scores are the labels of the other rows: their numbers are the same, their places are not.
    let result = placebo.result(of: "m", training: training, judged: training) { one, other, _ in
      #expect(one.labels.count { $0 } == training.labels.count { $0 })
      #expect(one.labels != training.labels && other.labels != one.labels)
      return one.labels.map { $0 ? 1 : 0 }
    }
    #expect(Set(result.fitted).count > 3 && result.passed == true)
    let rows = placebo.result(of: "m", training: training, judged: judged) { one, other, _ in
      #expect(one.features == training.features && other.features == judged.features)
      return other.features.columns.isEmpty ? [] : other.labels.map { _ in 0.25 }
    }
    #expect(rows.fitted == Array(repeating: 0.5, count: 6))
  }

  @Test func threadsDoNotMatterAndSeedsDo() throws {
    let (training, judged) = try Self.halves()
    func result(_ threads: Int, _ seed: UInt64) -> PlaceboResult {
      var request = TrainingRequest.tree
      (request.threads, request.seed) = (threads, seed)
      return request.placebo(5, training: training, judged: judged)
    }
    #expect(result(1, 1) == result(3, 1))
    #expect(result(1, 1) != result(1, 2))
  }

  @Test func progressCountsTheRuns() throws {
    let (training, judged) = try Self.halves()
    var told: [[Int]] = []
    _ = Placebo(runs: 3, seed: 1, threads: 2).result(
      of: "m", training: training, judged: judged, progress: { told.append([$0, $1]) }
    ) { _, judged, threads in judged.labels.map { _ in Double(threads) } }
    #expect(told == [[0, 3], [2, 3]])
  }

  // MARK: - What it finds

  @Test(arguments: requests) func theWholePipelineFindsNothingInDealtLabels(
    _ request: TrainingRequest
  ) throws {
    let (training, judged) = try Self.halves()
    let result = request.placebo(12, training: training, judged: judged)
    #expect(result.passed == true && result.fitted.count == 12)
    #expect(result.churned + result.stayed == 120)
    #expect(result.model == request.method.kind)
  }

  /// A tree that learns the judged rows by heart, in place of the training rows.
  @Test func leakingRowsAreFound() throws {
    let (training, judged) = try Self.halves()
    var options = TrainingRequest.TreeOptions()
    options.folds = 0
    options.specification.complexity = 0
    options.specification.minimumLeaf = 1
    options.specification.minimumSplit = 2
    options.specification.pruning = .none
    let request = TrainingRequest.request(.tree(options))
    let leaking = Placebo(runs: 4, seed: 1).result(of: "m", training: training, judged: judged) {
      _, judged, threads in
      try request.scores(of: judged, learnedFrom: judged, threads: threads)
    }
    #expect(leaking.passed == false && (leaking.mean ?? 0) > 0.9)
    #expect(leaking.warning?.contains("cannot be trusted") == true)
    let honest = request.placebo(4, training: training, judged: judged)
    #expect(honest.passed == true && honest.warning == nil)
  }

  /// Customers with three rows each whose labels are all the same: as far from independent as can be.
  @Test(arguments: requests) func panelsStayWithinTheBound(_ request: TrainingRequest) throws {
    let table = CustomerTable.seeded(60, seed: 8)
    let panel = CustomerTable(header: table.header, rows: table.rows.flatMap { [$0, $0, $0] })
    let file = try Self.customers(panel)
    let (training, judged) = (
      file.selecting(Array(0..<90)), file.selecting(Array(90..<180))
    )
    #expect(training.groups != nil)
    #expect(request.placebo(12, training: training, judged: judged).passed == true)
  }

  // MARK: - Runs that cannot be fitted

  @Test func failedRunsAreCounted() throws {
    let (training, judged) = try Self.halves()
    let result = Placebo(runs: 8, seed: 1).result(of: "m", training: training, judged: judged) {
      training, judged, _ in
      guard training.labels[0] == training.labels[1] else {
        throw ModelingError(.separation, "the columns separate the classes", advice: "")
      }
      return judged.labels.map { _ in 0 }
    }
    let failed = result.aucs.count { $0 == nil }
    #expect((1...7).contains(failed) && result.failures.count == failed)
    #expect(result.fitted.count == 8 - failed && result.aucs.count == 8)
    #expect(result.sentences.contains { $0.contains("\(failed) of 8 runs of m could not") })
    #expect(result.json[path: "/failures/0/count"]?.double == Double(failed))
  }

  @Test func withoutAFittedRunNothingIsSaidToPass() {
    let none = PlaceboResult(
      model: "m", aucs: [nil, nil], failures: ["a", "b"], churned: 3, stayed: 4)
    #expect(none.passed == nil && none.mean == nil && none.tolerance == nil)
    #expect(none.warning?.contains("none of 2 runs") == true)
    #expect(none.json[path: "/passed"] == .null)
  }

  @Test func theBoundByHand() {
    // 3·√(10/(12·4·5))/√2 = 0.4330…
    var result = PlaceboResult(
      model: "m", aucs: [0.25, 0.5, nil], failures: ["a"], churned: 4, stayed: 5)
    #expect(abs((result.tolerance ?? 0) - 0.433_012_701_892_219_3) < 1e-15)
    #expect(result.mean == 0.375 && result.passed == true)
    #expect(abs((result.standardDeviation ?? 0) - 0.176_776_695_296_636_9) < 1e-15)
    result.aucs = [0.99, 0.99, nil]
    #expect(result.passed == false)
    result.aucs = [0.01, 0.01, nil]
    #expect(result.passed == false)
  }

  // MARK: - In training

  @Test(arguments: requests) func theModelIsTheSame(_ request: TrainingRequest) throws {
    var request = request
    let file = try Self.file.get()
    let plain = try request.train(on: file, progress: nil)
    request.placeboRuns = 3
    let checked = try request.train(on: file, progress: nil)
    #expect(
      ModelFile.document(of: plain.model).pretty() == ModelFile.document(of: checked.model).pretty()
    )
    #expect(plain.placebo == nil)
    let placebo = try #require(checked.placebo)
    #expect(placebo.splitsItself && placebo.churned + placebo.stayed == 72)
    #expect(placebo.sentences.last?.contains("set apart for it alone") == true)
    request.holdout = 0.2
    let heldOut = try #require(try request.train(on: file, progress: nil).placebo)
    #expect(!heldOut.splitsItself && heldOut.churned + heldOut.stayed == 48)
  }

  @Test func aNumberHasNoLabels() throws {
    var options = TrainingRequest.TreeOptions()
    options.task = .regression
    var request = TrainingRequest.request(.tree(options))
    request.placeboRuns = 1
    let error = #expect(throws: LocatedError.self) {
      try request.train(on: CustomerTable.seeded(40).input)
    }
    #expect(error?.kind == .usage && error?.what.contains("--placebo") == true)
  }
}
