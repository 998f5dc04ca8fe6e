import DelimitedText
import Glibc
import Modeling
import Testing

@testable import Churn

struct ScorerTests {
  /// A scored file with its summary and rejects.
  private struct Scored {
    var bytes: [UInt8]
    var header: [String]
    var rows: [[String]]
    var summary: ScoringSummary
    var rejects: [Reject]

    func column(_ name: String) -> [String] {
      let place = header.firstIndex(of: name) ?? -1
      return rows.map { $0[place] }
    }
  }

  private func score(
    _ model: ChurnModel, _ table: CustomerTable, _ options: ScoringOptions = .init()
  ) throws -> Scored {
    var bytes: [UInt8] = []
    var rejects: [Reject] = []
    let summary = try Scorer(model, options: options).score(
      table.input, write: { bytes += $0 }, reject: { rejects.append($0) })
    guard options.format == .csv else {
      return Scored(bytes: bytes, header: [], rows: [], summary: summary, rejects: rejects)
    }
    var reader = try RecordReader(.bytes(bytes, name: "scored.csv"))
    var rows: [[String]] = []
    while let batch = try reader.next() {
      for record in 0..<batch.recordCount {
        rows.append((0..<batch.fieldCount(of: record)).map { batch.field(record, $0) })
      }
    }
    return Scored(
      bytes: bytes, header: reader.header, rows: rows, summary: summary, rejects: rejects)
  }

  // MARK: - The same scores as in training

  @Test(arguments: Kind.allCases)
  func scoresEqualThoseInMemory(_ kind: Kind) throws {
    let model = try kind.model
    let scored = try score(model, Kind.table)
    let expected = try model.probabilities(Kind.table)
    #expect(
      scored.header == [
        "customer_id", "probability", "band", "reason_1", "reason_2", "reason_3", "route",
      ])
    #expect(
      scored.column("probability").map { Double($0)?.bitPattern } == expected.map(\.bitPattern))
    #expect(scored.column("customer_id") == Kind.table.column("customer_id"))
    #expect(scored.column("band") == expected.map { model.bands.band(of: $0).rawValue })
    #expect(scored.summary.rowsScored == 400 && scored.summary.rowsRead == 400)
    #expect(scored.summary.meanValue == expected.reduce(0, +) / 400)
    #expect(scored.summary.missingCells[0] == Kind.table.column("recency").count { $0.isEmpty })
    #expect(scored.summary.ignoredColumns == ["weight", "as_of", "churned"])
  }

  @Test(arguments: Kind.allCases)
  func columnOrderIsFree(_ kind: Kind) throws {
    let model = try kind.model
    let turned = Kind.table.selecting(Kind.table.header.reversed())
    #expect(try score(model, turned).bytes == score(model, Kind.table).bytes)
    let bare = Kind.table.without(["churned", "weight", "as_of"])
    #expect(try score(model, bare).bytes == score(model, Kind.table).bytes)
  }

  @Test(arguments: Kind.allCases, [(1, 700), (4, 700), (4, 4 << 20), (2, 97)])
  func chunksAndThreadsDoNotMatter(_ kind: Kind, _ way: (threads: Int, chunk: Int)) throws {
    let model = try kind.model
    var table = Kind.table
    table[5, "spend"] = "x"
    table[399, "customer_id"] = ""
    let whole = try score(model, table)
    var options = ScoringOptions()
    options.threads = way.threads
    options.readOptions.chunkSize = way.chunk
    let parts = try score(model, table, options)
    #expect(parts.bytes == whole.bytes)
    #expect(parts.rejects == whole.rejects && whole.rejects.map(\.row) == [6, 400])
    #expect(parts.summary.valueSum == whole.summary.valueSum)
  }

  // MARK: - Reasons

  @Test func logisticContributionsAddUp() throws {
    let model = try Kind.logistic.model
    guard case .logistic(let logistic) = model.fitted else { return }
    let known = logistic.coefficients.compactMap { line in line.estimate.map { (line.term, $0) } }
    let predictor = LogisticPredictor(schema: model.schema, coefficients: known)
    let table = try model.encoded(Kind.table)
    let contributions = predictor.contributions(table)
    let predictions = Predictor(model.fitted, schema: model.schema).predict(table, reasonCount: 9)
    for row in 0..<table.rowCount {
      let parts = model.schema.features.indices.map {
        contributions[$0][row] - predictor.meanContributions[$0]
      }
      let logOdds = predictor.baseLogOdds + parts.reduce(0, +)
      let probability = predictions.values[row]
      #expect(abs(Elementary.logit(probability) - logOdds) < 1e-10)
      let told = predictions.reasons[row].reduce(0) { $0 + $1.effect }
      #expect(abs(predictor.baseLogOdds + told - logOdds) < 1e-10)
      let sizes = predictions.reasons[row].map { abs($0.effect) }
      #expect(sizes == sizes.sorted(by: >))
    }
    #expect(Predictor(model.fitted, schema: model.schema).baseValue == predictor.baseLogOdds)
  }

  /// The training rows' mean log-odds is the base value, so that effects are against the average.
  @Test func baseValueIsTheMeanOfTraining() throws {
    let model = try Kind.logistic.model
    let logOdds = try model.probabilities(Kind.table).map(Elementary.logit)
    let base = Predictor(model.fitted, schema: model.schema).baseValue
    #expect(abs(logOdds.reduce(0, +) / 400 - base) < 1e-10)
  }

  @Test func treeEffectsAddUp() throws {
    let model = try Kind.tree.model
    guard case .tree(let tree) = model.fitted else { return }
    let predictor = Predictor(model.fitted, schema: model.schema)
    let predictions = predictor.predict(try model.encoded(Kind.table), reasonCount: 9)
    #expect(predictor.baseValue == tree.tree.nodes[0].probability)
    for (row, reasons) in predictions.reasons.enumerated() {
      let sum = reasons.reduce(predictor.baseValue) { $0 + $1.effect }
      #expect(abs(sum - predictions.values[row]) < 1e-12)
      let leaf = tree.tree.nodes.first { $0.number == predictions.leaves[row] }
      #expect(leaf?.isLeaf == true && leaf?.probability == predictions.values[row])
    }
  }

  @Test func reasonsAreTexts() throws {
    var options = ScoringOptions()
    options.reasonCount = 5
    let scored = try score(try Kind.logistic.model, Kind.table, options)
    #expect(scored.header.contains("reason_5"))
    let row = try #require(Kind.table.rows.indices.first { Kind.table[$0, "recency"] == "" })
    let reasons = scored.rows[row][3...7]
    #expect(reasons.contains { $0.hasPrefix("recency is missing (") })
    let other = try #require(
      Kind.table.rows.indices.first { Kind.table[$0, "plan"] == CustomerTable.composed })
    #expect(
      scored.rows[other][3...7].contains {
        $0.hasPrefix("plan = \(CustomerTable.composed) (+") && $0.hasSuffix(")")
      })
    options.reasonCount = 0
    let without = try score(try Kind.logistic.model, Kind.table, options)
    #expect(without.header == ["customer_id", "probability", "band", "route"])
  }

  // MARK: - Gaps and strangers

  /// A file of one customer for the shared models.
  private func customer(_ cells: [String: String]) -> CustomerTable {
    let header = ["customer_id", "recency", "spend", "spend_cents", "plan", "region"]
    let usual = [
      "customer_id": "x", "recency": "200", "spend": "2000", "spend_cents": "200000",
      "plan": "basic", "region": "region 1",
    ]
    return CustomerTable(
      header: header, rows: [header.map { cells[$0] ?? usual[$0] ?? "" }])
  }

  @Test(
    arguments: [
      ([:], "primary"), (["recency": ""], "imputed"), (["plan": ""], "imputed"),
      (["plan": "new"], "unseen"), (["recency": "NA", "region": "sea"], "imputed+unseen"),
    ])
  func logisticRoutes(_ cells: [String: String], _ route: String) throws {
    // Gaps of `plan` have a level of their own, which was learned: nothing is imputed.
    let expected = cells == ["plan": ""] ? "primary" : route
    #expect(try score(Kind.logistic.model, customer(cells)).column("route") == [expected])
  }

  @Test func unseenLevelTakesTheWeightedMeanEffect() throws {
    let model = try Kind.logistic.model
    guard case .logistic(let logistic) = model.fitted else { return }
    let place = try #require(model.schema.features.firstIndex { $0.name == "plan" })
    guard case .categorical(let plan) = model.schema.features[place].kind else { return }
    func effect(_ level: String) -> Double {
      let term = Term.level(feature: "plan", level: level)
      return logistic.coefficients.first { $0.term == term }?.estimate ?? 0
    }
    let total = zip(plan.levels, plan.counts).reduce(
      Double(plan.missingCount) * effect(Term.missingLevel)
    ) { $0 + effect($1.0) * Double($1.1) }
    let logOdds = try [customer([:]), customer(["plan": "new"])].map { table in
      let text = try score(model, table).column("probability")[0]
      return Elementary.logit(try #require(Double(text)))
    }
    #expect(abs(logOdds[1] - logOdds[0] - (total / 400 - effect("basic"))) < 1e-9)
  }

  @Test func missingWithoutTrainingGapsIsImputed() throws {
    var whole = Kind.table
    for row in whole.rows.indices {
      if whole[row, "recency"] == "" { whole[row, "recency"] = "\(row % 300)" }
      if whole[row, "plan"] == "null" { whole[row, "plan"] = "basic" }
    }
    let model = try TrainingRequest.logistic.weighted.train(on: whole.input).model
    guard case .numeric(let recency) = model.schema.features[0].kind else { return }
    #expect(recency.missingCount == 0)
    let gap = try score(model, customer(["recency": ""]))
    let median = try score(model, customer(["recency": "\(recency.median)"]))
    #expect(gap.column("probability") == median.column("probability"))
    #expect(gap.column("route") == ["imputed"] && median.column("route") == ["primary"])
    #expect(gap.summary.missingCells[0] == 1)
    let level = try score(model, customer(["plan": ""]))
    let unseen = try score(model, customer(["plan": "new"]))
    #expect(level.column("probability") == unseen.column("probability"))
    #expect(level.column("route") == ["imputed"] && unseen.column("route") == ["unseen"])
    #expect(unseen.summary.unseenCells[3] == 1)
  }

  @Test(arguments: Kind.allCases)
  func aRowWithoutAnyValueIsScored(_ kind: Kind) throws {
    let cells = ["recency": "", "spend": "", "spend_cents": "", "plan": "", "region": ""]
    let scored = try score(kind.model, customer(cells))
    #expect(scored.summary.rowsScored == 1)
    #expect(Double(scored.column("probability")[0]).map { (0...1).contains($0) } == true)
    #expect(scored.column("route") != ["primary"])
  }

  @Test func treeRoutes() throws {
    var learning = TrainingRequest.TreeOptions()
    learning.specification.missing = .direction
    let model = try TrainingRequest.request(.tree(learning)).weighted.train(on: Kind.table.input)
      .model
    guard case .tree(let tree) = model.fitted, let split = tree.tree.nodes[0].split else { return }
    let name = model.schema.features[split.feature].name
    #expect(try score(model, customer([:])).column("route") == ["primary"])
    let gap = try score(model, customer([name: ""])).column("route")[0]
    #expect(gap.contains("direction"))
    // No gaps of `region` in training: a node that splits on it sends gaps with the majority.
    var request = TrainingRequest.tree
    request.columns.features = ["region"]
    var options = TrainingRequest.TreeOptions()
    options.specification.pruning = .none
    options.specification.complexity = 0
    request.method = .tree(options)
    var table = Kind.table
    for row in table.rows.indices {
      table[row, "churned"] = table[row, "region"] < "region 2" ? "1" : (row % 3 == 0 ? "1" : "0")
    }
    let regions = try request.train(on: table.input).model
    #expect(try score(regions, customer(["region": ""])).column("route") == ["majority"])
    #expect(try score(regions, customer(["region": "sea"])).column("route") == ["majority+unseen"])
  }

  // MARK: - Rejects, ids, kept columns

  @Test func badRowsAreRejectedWithTheirPlace() throws {
    var table = Kind.table
    table[1, "recency"] = "many"
    table[2, "spend"] = "inf"
    table[4, "customer_id"] = ""
    table.rows[6].removeLast()
    table.rows[8].append("more")
    let scored = try score(try Kind.logistic.model, table)
    #expect(
      scored.rejects == [
        Reject(row: 2, line: 3, column: "recency", value: "many", reason: Reject.noNumber),
        Reject(row: 3, line: 4, column: "spend", value: "inf", reason: Reject.noNumber),
        Reject(row: 5, line: 6, column: "customer_id", value: "", reason: "no customer"),
        Reject(row: 7, line: 8, reason: Reject.tooFewFields),
        Reject(row: 9, line: 10, reason: Reject.tooManyFields),
      ])
    #expect(scored.summary.rowsScored == 395 && scored.summary.rejects.count == 5)
    #expect(scored.rows.count == 395)
  }

  @Test func moreThanHalfRejectedIsAWrongFile() throws {
    var table = CustomerTable.seeded(10)
    for row in 0..<6 { table[row, "spend"] = "x" }
    let error = #expect(throws: LocatedError.self) { try score(try Kind.tree.model, table) }
    #expect(error?.kind == .wrongData)
    table.rows = []
    #expect(throws: LocatedError.self) { try score(try Kind.tree.model, table) }
  }

  @Test func aModelTrainedWithoutGapsRejectsThem() throws {
    let model = try TrainingRequest.logistic(missing: .drop).train(on: Kind.table.input).model
    let scored = try score(model, Kind.table)
    #expect(scored.summary.rowsScored == model.provenance.rowsTrained)
    #expect(scored.summary.rejects.counts.map(\.reason) == ["missing value"])
  }

  @Test func aMissingColumnIsNamed() throws {
    let error = #expect(throws: LocatedError.self) {
      try score(try Kind.logistic.model, Kind.table.without(["region"]))
    }
    #expect(error?.kind == .wrongData && error?.what.contains("region") == true)
  }

  @Test func duplicatesAreScoredAndCounted() throws {
    var table = Kind.table
    for row in 0..<400 { table[row, "customer_id"] = " ID\(row % 250) " }
    for threads in [1, 4] {
      var options = ScoringOptions()
      options.threads = threads
      options.readOptions.chunkSize = 900
      let scored = try score(try Kind.tree.model, table, options)
      #expect(scored.summary.duplicateIDs == 150 && scored.summary.rowsScored == 400)
      #expect(scored.summary.warnings == ["150 ids occur more than once: each row is scored"])
    }
  }

  @Test func rowsAreNumberedWithoutAnID() throws {
    let table = Kind.table.without(["customer_id"])
    var model = try Kind.tree.model
    model.idColumn = nil
    let scored = try score(model, table)
    #expect(scored.column("row") == (1...400).map { "\($0)" })
    #expect(scored.summary.warnings.count == 1)
  }

  @Test func columnsAreKeptAndMadeSafe() throws {
    var table = Kind.table
    table[0, "region"] = "=1+1"
    table[1, "region"] = "a \"b\", c"
    var options = ScoringOptions()
    options.keep = ["region", "spend"]
    let scored = try score(try Kind.tree.model, table, options)
    #expect(scored.header.suffix(2) == ["region", "spend"])
    #expect(scored.column("region")[0] == "'=1+1" && scored.column("region")[1] == "a \"b\", c")
    #expect(scored.column("spend") == table.column("spend"))
    options.isRaw = true
    #expect(try score(try Kind.tree.model, table, options).column("region")[0] == "=1+1")
    options.keep = ["nothing"]
    #expect(throws: LocatedError.self) { try score(try Kind.tree.model, table, options) }
  }

  /// Neither a column of the scored file nor a member of its JSON lines may be there twice.
  @Test(arguments: ["probability", "band", "reason_1", "route", "customer_id"])
  func aKeptColumnMustNotTakeAnOutputsName(_ name: String) throws {
    var table = Kind.table
    if let place = table.header.firstIndex(of: "weight"), name != "customer_id" {
      table.header[place] = name
    }
    for format in ScoringOptions.Format.allCases {
      var options = ScoringOptions()
      options.keep = [name]
      options.format = format
      let error = #expect(throws: LocatedError.self) {
        try score(try Kind.tree.model, table, options)
      }
      #expect(error?.kind == .usage && error?.what.contains(name) == true)
    }
  }

  @Test func jsonLinesParse() throws {
    var options = ScoringOptions()
    options.format = .jsonl
    options.keep = ["plan"]
    let scored = try score(try Kind.logistic.model, Kind.table, options)
    let csv = try score(try Kind.logistic.model, Kind.table)
    let lines = scored.bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 400)
    for (row, line) in lines.enumerated() {
      let value = try JSONValue.parse(Array(line), name: "line \(row + 1)")
      #expect(value[path: "/customer_id"]?.text == csv.column("customer_id")[row])
      #expect(value[path: "/probability"]?.double == Double(csv.column("probability")[row]))
      #expect(value[path: "/band"]?.text == csv.column("band")[row])
      #expect(value[path: "/route"]?.text == csv.column("route")[row])
      #expect(value[path: "/reason_1"]?.text == csv.column("reason_1")[row])
      #expect(value[path: "/plan"]?.text == Kind.table[row, "plan"])
    }
  }

  /// Numbers at the ends of the range must neither crash nor make a cell that is no probability.
  @Test(arguments: Kind.allCases, ["1e308", "-1e308", "5e-324", "-0", "1e15"])
  func numbersAtTheEndsOfTheRange(_ kind: Kind, _ cell: String) throws {
    for other in ["1e308", "-1e308", "0"] {
      let table = customer(["recency": cell, "spend": other])
      for format in ScoringOptions.Format.allCases {
        var options = ScoringOptions()
        options.format = format
        let scored = try score(kind.model, table, options)
        #expect(scored.summary.rowsScored == 1)
        #expect(scored.summary.meanValue.map { (0...1).contains($0) } == true)
      }
    }
  }

  // MARK: - Memory

  /// The peak of the process would tell of other tests too. What is held at a time is told by the
  /// pieces: they come while the input is read, and none is larger for a ten times longer file.
  @Test func piecesDoNotGrowWithTheFile() throws {
    let model = try Kind.tree.model
    try withScratchFolder { folder in
      var largest: [Int] = []
      for count in [20_000, 200_000] {
        let path = folder + "/\(count).csv"
        try Self.write(rows: count, to: path)
        var options = ScoringOptions()
        options.readOptions.chunkSize = 128 << 10
        options.reasonCount = 1
        var (pieces, readAtFirstPiece) = ([0], 0)
        let summary = try Scorer(model, options: options).score(
          .file(path), write: { pieces.append($0.count) },
          progress: { _, _, read, all in
            if readAtFirstPiece == 0 { readAtFirstPiece = read * 100 / (all ?? read) }
          })
        #expect(summary.rowsScored == count && summary.rejects.list.isEmpty)
        if count == 200_000 { #expect(readAtFirstPiece < 40) }
        largest.append(pieces.max() ?? 0)
      }
      #expect(Double(largest[1]) < 1.2 * Double(largest[0]))
    }
  }

  private static func write(rows: Int, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    let block = Kind.table.without(["weight", "as_of", "churned"])
    let cells = block.rows.map { row in
      row.dropFirst().map { $0.contains("\"") || $0.contains(",") ? "basic" : $0 }
        .joined(separator: ",")
    }
    fputs(block.header.joined(separator: ",") + "\n", file)
    for row in 0..<rows { fputs("C\(row)," + cells[row % cells.count] + "\n", file) }
  }
}
