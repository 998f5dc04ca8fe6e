import DelimitedText
import Modeling
import Testing

@testable import Churn

struct DriftCheckTests {
  /// Without weights, so that the measures have intervals.
  static let unweighted = Dictionary(
    uniqueKeysWithValues: Kind.allCases.map { kind in
      (kind, Result { try kind.request.train(on: Kind.table.input).model })
    })

  static func plain(_ kind: Kind) throws -> ChurnModel {
    try #require(unweighted[kind]).get()
  }

  private func find(
    _ model: ChurnModel, _ table: CustomerTable, _ options: DriftCheck.Options = .init()
  ) throws -> DriftFinding {
    try DriftCheck(model, options: options).run(on: table.input)
  }

  private func column(_ name: String, _ finding: DriftFinding) throws -> DriftReport.Column {
    try #require(finding.report.columns.first { $0.name == name })
  }

  /// With a column changed in every row.
  private func changed(
    _ table: CustomerTable, _ column: String, _ change: (Int, String) -> String
  ) -> CustomerTable {
    var table = table
    for row in table.rows.indices { table[row, column] = change(row, table[row, column]) }
    return table
  }

  // MARK: - Columns

  @Test(arguments: Kind.allCases)
  func theTrainingRowsHaveNotDrifted(_ kind: Kind) throws {
    let finding = try find(kind.model, Kind.table)
    #expect(finding.report.rows == 400 && finding.rejects.isEmpty)
    for column in [finding.report.score] + finding.report.columns {
      #expect(column.stability?.index == 0 && column.missing == column.missingInTraining)
    }
    #expect(finding.warnings == ["this is the file that the model was trained on"])
    #expect(finding.sentences.first?.hasPrefix("Stable") == true)
  }

  @Test(arguments: Kind.allCases, [2, 3, 4])
  func otherCustomersOfTheShopHaveNotDrifted(_ kind: Kind, _ seed: Int) throws {
    let finding = try find(kind.model, CustomerTable.seeded(900, seed: UInt64(seed)))
    #expect(finding.report.alarming.isEmpty, "\(finding.report.line)")
    #expect(finding.report.columns.allSatisfy { ($0.stability?.index ?? 0) > 0 })
  }

  @Test(arguments: Kind.allCases)
  func movedColumnsAlarm(_ kind: Kind) throws {
    let later = changed(CustomerTable.seeded(900, seed: 2), "recency") { _, value in
      Int(value).map { "\($0 * 2)" } ?? value
    }.without(["churned"])
    let finding = try find(kind.model, later)
    #expect(try column("recency", finding).alarm == .strong)
    #expect(finding.report.score.alarm != .none)
    #expect(finding.report.alarming.map(\.name) == ["score", "recency"])
    #expect(finding.verdict == .inspect && finding.outcome == nil)
    #expect(finding.report.line.contains("recency") && finding.report.line.hasPrefix("drift: "))
  }

  @Test func gapsAndUnseenLevelsAlarm() throws {
    var later = changed(CustomerTable.seeded(900, seed: 2), "region") { row, value in
      row % 2 == 0 ? "region 9" : value
    }
    later = changed(later, "spend") { row, value in row % 2 == 0 ? "" : value }
    let finding = try find(Kind.logistic.model, later)
    let (region, spend) = (try column("region", finding), try column("spend", finding))
    #expect(region.unseen == 0.5 && region.alarm == .strong && region.missing == 0)
    #expect(spend.unseen == nil && spend.alarm == .strong)
    #expect((spend.missing ?? 0) > 0.5 && spend.missingInTraining < 0.2)
    #expect(region.bins.last?.name == "unseen level" && spend.bins.last?.name == "missing")
    #expect(finding.report.columns.count { $0.alarm == .none } == 3)
  }

  /// Totals alarm apart, and alone they are no reason to look.
  @Test func totalsGrow() throws {
    func table(_ factor: Int, _ seed: UInt64) -> CustomerTable {
      var table = CustomerTable.seeded(400, seed: seed).without(["as_of", "spend_cents"])
      table.header[table.place("spend")] = "tenure_days"
      return changed(table, "tenure_days") { row, _ in "\(row % 97 * factor)" }
    }
    let model = try TrainingRequest.tree.train(on: table(1, 1).input).model
    let later = try find(model, table(2, 2).without(["churned"]))
    #expect(try column("tenure_days", later).alarm == .strong)
    #expect(later.report.alarming.isEmpty && later.verdict == .stable)
    #expect(later.report.growing.map(\.name) == ["tenure_days"])
    #expect(later.report.line.contains("growing with time tenure_days"))
    #expect(later.text.contains("strong, grows with time"))
    #expect(FeatureCatalogue.growing.contains("tenure_days"))
    #expect(!FeatureCatalogue.growing.contains("recency_days"))
  }

  @Test(arguments: Kind.allCases, [1, 10])
  func fewRows(_ kind: Kind, _ count: Int) throws {
    var table = CustomerTable.seeded(count, seed: 9)
    let labelled = try find(kind.model, table)
    #expect(labelled.report.rows == count && labelled.report.alarming.isEmpty)
    table = changed(table, "plan") { _, _ in "never seen" }
    table = changed(table, "recency") { _, _ in "" }
    let finding = try find(kind.model, table.without(["churned"]))
    // Levels of which ten rows hold one or two each tell nothing; gaps do.
    #expect(try column("recency", finding).alarm == (count == 1 ? .none : .strong))
    #expect(try column("plan", finding).unseen == 1)
    #expect(!finding.text.isEmpty && finding.json[path: "/verdict"] != nil)
  }

  /// A column that was constant in training, and one that has no value any more.
  @Test func constantAndEmptyColumns() throws {
    let model = try TrainingRequest.tree.train(
      on: changed(Kind.table, "spend") { _, _ in "7" }.input
    ).model
    let later = CustomerTable.seeded(300, seed: 2)
    let same = try find(model, changed(later, "spend") { _, _ in "7" })
    #expect(try column("spend", same).stability?.index == 0)
    #expect(try column("spend", same).stability?.criticalValue == nil)
    for value in ["8", "6", ""] {
      let other = try find(model, changed(later, "spend") { _, _ in value })
      #expect(try column("spend", other).alarm == .strong, "\(value)")
    }
  }

  @Test func badRowsAndBadFiles() throws {
    var table = CustomerTable.seeded(50, seed: 2)
    table[5, "spend"] = "x"
    table[7, "customer_id"] = ""
    var rejects: [Reject] = []
    let finding = try DriftCheck(Kind.tree.model).run(
      on: table.input, reject: { rejects.append($0) })
    #expect(finding.report.rows == 48 && finding.rejects.count == 2 && finding.rowsRead == 50)
    #expect(rejects.map(\.row) == [6, 8])
    for bad in [table.without(["region"]), CustomerTable(header: table.header, rows: [])] {
      let error = #expect(throws: LocatedError.self) { try find(Kind.tree.model, bad) }
      #expect(error?.kind == .wrongData)
    }
    var earlier = try Kind.tree.model
    earlier.distribution = nil
    let error = #expect(throws: LocatedError.self) { try DriftCheck(earlier) }
    #expect(error?.kind == .wrongData && error?.advice.contains("train it again") == true)
    #expect(DriftCounter(earlier) == nil)
  }

  @Test(arguments: Kind.allCases)
  func threadsAndChunksDoNotMatter(_ kind: Kind) throws {
    let table = CustomerTable.seeded(700, seed: 5)
    let whole = try find(kind.model, table).json
    for (threads, chunk) in [(1, 900), (4, 900), (3, 5000)] {
      var options = DriftCheck.Options()
      options.threads = threads
      options.readOptions.chunkSize = chunk
      #expect(try find(kind.model, table, options).json == whole)
    }
  }

  @Test(arguments: Kind.allCases)
  func countersOfPartsAreMerged(_ kind: Kind) throws {
    let model = try kind.model
    let values = try model.probabilities(Kind.table)
    var whole = try #require(DriftCounter(model))
    whole.add(try model.encoded(Kind.table), values: values)
    let parts = try [0..<150, 150..<400].map { rows in
      var part = try #require(DriftCounter(model))
      let table = CustomerTable(header: Kind.table.header, rows: Array(Kind.table.rows[rows]))
      part.add(try model.encoded(table), values: Array(values[rows]))
      return part
    }
    var (merged, turned) = (parts[0], parts[1])
    merged.merge(parts[1])
    turned.merge(parts[0])
    #expect(merged.report() == whole.report() && turned.report() == whole.report())
    #expect(whole.report().line == "drift: 5 columns stable (churn drift says more)")
  }

  // MARK: - Outcomes

  /// The table with other labels.
  private func labelled(_ label: (Int, Bool) -> Bool) -> CustomerTable {
    changed(CustomerTable.seeded(800, seed: 12), "churned") { row, value in
      label(row, value == "1") ? "1" : "0"
    }
  }

  @Test func outcomesDecideTheVerdict() throws {
    let model = try Self.plain(.logistic)
    let same = try find(model, labelled { $1 })
    #expect(same.verdict == .stable, "\(same.text)")
    // Half of the churners are not there: the level is wrong, the order is not.
    var fewer = labelled { $1 }
    fewer.rows = fewer.rows.enumerated().filter { $0.offset % 2 == 0 || $0.element.last == "0" }
      .map(\.element)
    let milder = try find(model, fewer)
    #expect(milder.verdict == .recalibrate && (milder.outcome?.intercept?.value ?? 0) < -0.5)
    // What happens has nothing to do with the score.
    let random = try find(model, labelled { row, _ in (row * 7919) % 101 < 50 })
    #expect(random.verdict == .retrain && random.ranksWorse == true)
    #expect((random.outcome?.slope?.interval?.high ?? 9) < 1)
    #expect(random.sentences.last?.contains("is below") == true)
    #expect(random.reference?.source == .training)
  }

  /// Held-out customers come before cross-validated ones, a report before both.
  @Test func theReferenceIsTheBestThereIs() throws {
    #expect(
      try find(Self.plain(.tree), Kind.table).reference?.source == .crossValidated)
    // Weights leave no interval, and so no reference.
    let weighted = try find(Kind.tree.model, Kind.table)
    #expect(weighted.reference == nil)
    #expect(weighted.sentences.last?.contains("give a report") == true)
    var request = TrainingRequest.tree
    request.holdout = 0.3
    let model = try request.train(on: Kind.table.input).model
    #expect(try find(model, Kind.table).reference?.source == .holdout)
    var options = DriftCheck.Options()
    options.reference = try Judgement([model], on: CustomerTable.seeded(300, seed: 4).input)
      .report(0)
    let finding = try find(model, CustomerTable.seeded(300, seed: 5), options)
    #expect(finding.reference?.source == .report)
    #expect(finding.reference?.low == options.reference?.measures.aucLow)
    #expect(finding.warnings == [])
    let other = try find(Kind.tree.model, CustomerTable.seeded(300, seed: 5), options)
    #expect(other.warnings == ["the reference report is about another model, tree"])
  }

  /// The numbers are those of the judgement.
  @Test(arguments: Kind.allCases)
  func measuresAreThoseOfEvaluate(_ kind: Kind) throws {
    let table = CustomerTable.seeded(500, seed: 6)
    let outcome = try #require(try find(kind.model, table).outcome)
    let measures = try Judgement([kind.model], on: table.input).report(0).measures
    #expect(outcome.auc == measures.auc && outcome.aucLow == measures.aucLow)
    #expect(outcome.intercept?.value == measures.calibrationIntercept)
    #expect(outcome.slope?.value == measures.calibrationSlope)
    #expect(outcome.rows == measures.rows && outcome.churned == measures.churned)
  }

  /// Customers in several rows: intervals by customer, as in the judgement.
  @Test func repeatedCustomers() throws {
    let table = CustomerTable.seeded(500, seed: 6)
    let once = try #require(try find(Kind.logistic.model, table).outcome)
    var twice = table
    twice.rows += table.rows
    let outcome = try #require(try find(Kind.logistic.model, twice).outcome)
    #expect(outcome.isClustered && !once.isClustered && outcome.rows == 1000)
    #expect(abs((outcome.slope?.value ?? 0) - (once.slope?.value ?? 1)) < 1e-9)
    // Twice the same rows say no more than once.
    let ratio = (outcome.slope?.standardError ?? 0) / (once.slope?.standardError ?? 1)
    #expect((0.8...1.25).contains(ratio), "\(ratio)")
    let measures = try Judgement([Kind.logistic.model], on: twice.input).report(0).measures
    #expect(outcome.aucLow == measures.aucLow && measures.isClustered)
  }

  @Test func labelsOfOneClassOrNone() throws {
    let model = try Kind.logistic.model
    let one = try find(model, labelled { _, _ in true })
    #expect(one.outcome?.auc == nil && one.outcome?.churned == 800)
    #expect(one.warnings == ["all rows have the same label: no AUC"])
    #expect(one.verdict == .stable && one.text.contains("–"))
    let some = try find(
      model, changed(Kind.table, "churned") { row, value in row % 4 == 0 ? "" : value })
    #expect(some.outcome?.rows == 300)
    #expect(some.warnings.contains("100 rows have no label: only their columns count"))
    let none = try find(model, changed(Kind.table, "churned") { _, _ in "NA" })
    #expect(none.outcome == nil && none.sentences.last?.hasPrefix("Without outcomes") == true)
  }

  @Test(arguments: [
    ("maybe", "0", nil, false), ("1", "0", "yes", false), ("Yes", "no", "yes", true),
    ("gone", "here", "gone", true), ("gone", "here", nil, false),
  ])
  func labels(_ churned: String, _ stayed: String, _ positive: String?, _ isRead: Bool) throws {
    let table = changed(Kind.table, "churned") { _, value in value == "1" ? churned : stayed }
    var options = DriftCheck.Options()
    options.positive = positive
    if isRead {
      let finding = try find(Kind.tree.model, table, options)
      #expect(finding.outcome == (try find(Kind.tree.model, Kind.table)).outcome)
    } else {
      let error = #expect(throws: LocatedError.self) { try find(Kind.tree.model, table, options) }
      #expect(error?.kind == .wrongData && error?.location?.column == "churned")
    }
  }

  @Test func aTargetThatIsNamedMustBeThere() throws {
    var options = DriftCheck.Options()
    options.target = "gone"
    let error = #expect(throws: LocatedError.self) {
      try find(Kind.tree.model, Kind.table, options)
    }
    #expect(error?.kind == .wrongData)
  }

  /// A regression tree has predictions in place of probabilities, and no calibration.
  @Test func numbersToPredict() throws {
    let model = try TreeFileTests.model(TreeFileTests.regression)
    let finding = try find(model, TreeFileTests.table)
    #expect(finding.outcome == nil && finding.report.score.stability != nil)
    let back = try model.read(back: model.fileBytes)
    #expect(back.distribution == model.distribution && model.distribution != nil)
    var options = DriftCheck.Options()
    options.target = "amount"
    let error = #expect(throws: LocatedError.self) { try DriftCheck(model, options: options) }
    #expect(error?.kind == .usage)
  }
}
