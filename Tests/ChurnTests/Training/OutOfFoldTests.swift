import DelimitedText
import Modeling
import Testing

@testable import Churn

struct OutOfFoldTests {
  private func kept(_ request: TrainingRequest) -> TrainingRequest {
    var request = request
    request.keepsOutOfFold = true
    return request
  }

  private func logistic(
    _ change: (inout TrainingRequest.LogisticOptions) -> Void
  ) -> TrainingRequest {
    var options = TrainingRequest.LogisticOptions()
    change(&options)
    return .request(.logistic(options))
  }

  private func tree(
    _ change: (inout TrainingRequest.TreeOptions) -> Void
  ) -> TrainingRequest {
    var options = TrainingRequest.TreeOptions()
    change(&options)
    return .request(.tree(options))
  }

  /// Grown until every row of its training is right.
  private var memorising: TrainingRequest {
    tree {
      ($0.specification.minimumSplit, $0.specification.minimumLeaf) = (2, 1)
      ($0.specification.complexity, $0.specification.pruning) = (0, .none)
    }
  }

  private func auc(_ scores: OutOfFoldScores) -> Double {
    RankedScores(scores: scores.repetitions[0].probabilities, labels: scores.labels).auc ?? .nan
  }

  // MARK: - Folds

  @Test func everyMethodHasTheSameFolds() throws {
    let table = CustomerTable.seeded(250, seed: 8)
    let requests = [
      kept(.logistic), kept(.tree), kept(logistic { $0.penalty.kind = .ridge }),
      kept(.tree).with(threads: 2),
    ]
    let scores = try requests.map { try #require(try $0.train(on: table.input).outOfFold) }
    let first = scores[0]
    for other in scores { #expect(other.repetitions[0].folds == first.repetitions[0].folds) }
    #expect(Set(first.repetitions[0].folds) == Set(1...10))
    #expect(first.labels == table.column("churned").map { $0 == "1" })
    #expect(first.ids.map(Array.init) == table.column("customer_id"))
    #expect(first.numbers.map(Int.init) == Array(1...250))
    let other = try #require(try kept(.tree).with(seed: 2).train(on: table.input).outOfFold)
    #expect(other.repetitions[0].folds != first.repetitions[0].folds)
  }

  /// What is changed in a row changes its own score and those of the other folds' rows, and none of
  /// its own fold: that model has not seen it. (The tree has no pruning that all rows choose.)
  @Test(arguments: Kind.allCases) func noRowIsJudgedByAModelThatSawIt(_ kind: Kind) throws {
    var table = CustomerTable.seeded(300, seed: 9).without(["plan", "as_of", "weight"])
    let request = kept(kind == .logistic ? .logistic : memorising)
    let before = try #require(try request.train(on: table.input).outOfFold)
    let isLow = (Double(table[17, "recency"]) ?? 0) < 200
    (table[17, "recency"], table[17, "spend"]) = (isLow ? "399" : "1", "4990")
    table[17, "spend_cents"] = "499000"
    let after = try #require(try request.train(on: table.input).outOfFold)
    let (old, new) = (before.repetitions[0], after.repetitions[0])
    #expect(old.folds == new.folds)
    let fold = old.folds[17]
    for row in 0..<300 where old.folds[row] == fold && row != 17 {
      #expect(old.probabilities[row] == new.probabilities[row])
    }
    let others = (0..<300).filter { old.folds[$0] != fold }
    #expect(others.contains { old.probabilities[$0] != new.probabilities[$0] })
  }

  @Test func whatATreeMemorisesIsWorthNothing() throws {
    var table = CustomerTable.seeded(400, seed: 10).without(["as_of", "weight"])
    for row in 0..<400 { table[row, "churned"] = (row * 7919) % 13 < 6 ? "1" : "0" }
    let result = try kept(memorising).train(on: table.input)
    #expect(result.model.trainingMeasures?.auc ?? 0 > 0.95)
    let scores = try #require(result.outOfFold)
    #expect(abs(auc(scores) - 0.5) < 0.1)
    #expect(result.model.churn?.crossValidated?.auc == auc(scores))
  }

  /// Rows of one customer are alike and share a label that means nothing.
  @Test func panelsGoByCustomer() throws {
    var table = CustomerTable.seeded(480, seed: 11).without(["as_of", "weight"])
    for row in 0..<480 {
      let first = row - row % 4
      let (id, label) = ("panel \(row / 4)", (row / 4 * 7919) % 13 < 6 ? "1" : "0")
      table.rows[row] = table.rows[first]
      (table[row, "customer_id"], table[row, "churned"]) = (id, label)
    }
    let scores = try #require(try kept(memorising).train(on: table.input).outOfFold)
    #expect(abs(auc(scores) - 0.5) < 0.15)
    for row in 0..<480 {
      #expect(scores.repetitions[0].folds[row] == scores.repetitions[0].folds[row - row % 4])
    }
    // The other way round: torn apart, the label is known from the customer's other rows.
    for row in 0..<480 { table[row, "customer_id"] = "row \(row)" }
    let torn = try #require(try kept(memorising).train(on: table.input).outOfFold)
    #expect(auc(torn) > 0.9)
  }

  // MARK: - Which scores choose the threshold

  @Test func theThresholdIsThatOfTheOutOfFoldScores() throws {
    for kind in Kind.allCases {
      let result = try kept(kind.request).train(on: CustomerTable.seeded(300, seed: 12).input)
      let (scores, churn) = (try #require(result.outOfFold), try #require(result.model.churn))
      let ranked = RankedScores(
        scores: scores.repetitions[0].probabilities, labels: scores.labels)
      #expect(churn.threshold == ranked.kolmogorovSmirnov?.threshold)
      #expect(churn.scoreCurve?.curve == ScoreCurve(ranked))
      #expect(churn.scoreCurve?.source == .outOfFold(folds: 10, repeats: 1))
      #expect(churn.crossValidated?.auc == ranked.auc)
      #expect(churn.crossValidated?.threshold?.value == churn.threshold)
    }
  }

  @Test func whenTheyAreMade() throws {
    let table = CustomerTable.seeded(200, seed: 13)
    func churn(_ request: TrainingRequest) throws -> ChurnAssessment {
      try #require(try request.train(on: table.input).model.churn)
    }
    let usual = try churn(.logistic)
    #expect(usual.scoreCurve?.source == .outOfFold(folds: 5, repeats: 1))
    #expect(usual.crossValidated == nil && usual.scoreCurve?.rows == 200)
    let none = try churn(logistic { $0.penalty.folds = 0 })
    #expect(none.scoreCurve?.source == .training && none.crossValidated == nil)
    let four = try churn(logistic { $0.penalty.folds = 4 })
    #expect(four.scoreCurve?.source == .outOfFold(folds: 4, repeats: 1))
    #expect(four.crossValidated?.rows == 200)
    let lasso = try churn(
      logistic { ($0.penalty.kind, $0.penalty.lambda) = (.lasso, .value(0.02)) })
    #expect(lasso.scoreCurve?.source == .outOfFold(folds: 5, repeats: 1))
    let chosen = try churn(logistic { ($0.penalty.kind, $0.penalty.folds) = (.lasso, 3) })
    #expect(chosen.scoreCurve?.source == .outOfFold(folds: 3, repeats: 1))
    #expect(chosen.crossValidated != nil)
    #expect(try churn(.tree).scoreCurve?.source == .outOfFold(folds: 10, repeats: 1))
    let whole = try churn(
      tree { ($0.folds, $0.specification.pruning) = (0, .none) })
    #expect(whole.scoreCurve?.source == .training && whole.crossValidated == nil)
  }

  /// The training scores serve where a fold cannot be fitted, unless the scores were asked for.
  @Test func aFoldThatCannotBeFitted() throws {
    // One churned customer has a flag: without that row the flag separates.
    var table = CustomerTable.seeded(150, seed: 14).selecting(["customer_id", "recency", "churned"])
    table.header.append("flag")
    let churned = table.column("churned").firstIndex(of: "1") ?? 0
    for row in 0..<150 {
      let isStaying = table[row, "churned"] == "0" && row % 4 == 0
      table.rows[row].append(isStaying || row == churned ? "1" : "0")
    }
    let model = try TrainingRequest.logistic.train(on: table.input).model
    #expect(model.churn?.scoreCurve?.source == .training)
    #expect(model.warnings.contains { $0.hasPrefix("no cross-validated scores") })
    #expect(model.threshold != nil)
    let error = #expect(throws: LocatedError.self) {
      try kept(.logistic).train(on: table.input)
    }
    #expect(error?.kind == .wrongData && error?.location?.file == "customers.csv")
    let firth = logistic { $0.penalty.kind = .firth }
    #expect(try kept(firth).train(on: table.input).outOfFold != nil)
  }

  @Test func contradictionsAreRefused() {
    var regression = TreeFileTests.regression
    regression.keepsOutOfFold = true
    let requests = [
      regression, kept(logistic { $0.penalty.folds = 0 }),
      kept(tree { ($0.folds, $0.specification.pruning) = (0, .none) }),
    ]
    for request in requests {
      let error = #expect(throws: LocatedError.self) { try request.train(on: Kind.table.input) }
      #expect(error?.kind == .usage)
    }
  }

  // MARK: - Repeats, weights, base rate

  @Test func repetitionsShareTheWeights() throws {
    let table = CustomerTable.seeded(200, seed: 15).without(["plan"])
    let request = logistic { ($0.penalty.folds, $0.penalty.repeats) = (4, 3) }
    let result = try kept(request).train(on: table.input)
    let scores = try #require(result.outOfFold)
    #expect(scores.repetitions.count == 3)
    #expect(scores.repetitions[0].folds != scores.repetitions[1].folds)
    let churn = try #require(result.model.churn)
    #expect(churn.scoreCurve?.source == .outOfFold(folds: 4, repeats: 3))
    let churned = Double(scores.labels.count { $0 })
    let total = try #require(churn.scoreCurve).curve.churned
    #expect(abs(total - churned) < 1e-9)
    let measures = try #require(churn.crossValidated)
    #expect(measures.rows == 200 && measures.churned == Int(churned) && !measures.isClustered)
    let losses = scores.repetitions.map {
      ProbabilityLoss.logLoss($0.probabilities, scores.labels).mean
    }
    let mean = losses.reduce(0, +) / 3
    #expect(abs(measures.logLoss - mean) < 1e-12)
    let once = try #require(
      try logistic { $0.penalty.folds = 4 }.train(on: table.input).model.churn?.crossValidated)
    let widths: [Double] = [measures, once].map { ($0.aucHigh ?? 0) - ($0.aucLow ?? 0) }
    #expect(abs(widths[0] / widths[1] - 1) < 0.15)
    let tree = tree { ($0.folds, $0.repeats) = (4, 3) }
    let grown = try #require(try kept(tree).train(on: table.input).outOfFold)
    #expect(grown.repetitions.map(\.folds) == scores.repetitions.map(\.folds))
  }

  @Test func totalsAreWeights() throws {
    let table = Kind.table
    let labels = table.column("churned").map { $0 == "1" }
    let weights: [Double] = table.column("weight").map { Double($0) ?? 0 }
    let all = weights.reduce(0, +)
    let churned = zip(labels, weights).filter(\.0).map(\.1).reduce(0, +)
    for kind in Kind.allCases {
      let curve = try #require(try kind.model.churn?.scoreCurve).curve
      #expect(curve.churned == churned)
      #expect(curve.stayed == all - churned)
    }
    let corrected = try logistic { $0.guards.baseRate = 0.1 }.train(on: table.input).model
    let curve = try #require(corrected.churn?.scoreCurve).curve
    let share = curve.churned / (curve.churned + curve.stayed)
    #expect(abs(share - 0.1) < 1e-12)
  }

  // MARK: - The file

  @Test func csv() throws {
    var table = CustomerTable.seeded(60, seed: 16)
    table[3, "customer_id"] = "=1+1"
    let scores = try #require(try kept(.tree).train(on: table.input).outOfFold)
    let lines = String(decoding: scores.csv(), as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == "customer_id,repeat,fold,churned,probability" && lines.count == 61)
    #expect(lines[4].hasPrefix("'=1+1,1,"))
    let cells = lines[1].split(separator: ",")
    #expect(cells[0] == "ID-1000" && cells[3] == table[0, "churned"])
    #expect(Double(cells[4]) == scores.repetitions[0].probabilities[0])
    let nameless = try #require(
      try kept(.tree).train(on: table.without(["customer_id"]).input).outOfFold)
    #expect(nameless.csv().starts(with: Array("row,repeat,fold,churned,probability\n1,1,".utf8)))
  }

  // MARK: - Model files

  static let tamperings: [(String, JSONValue?)] = [
    ("source", "guess"), ("folds", 1), ("folds", nil), ("repeats", 0), ("rows", 0),
    ("churned_total", -1), ("stayed_total", 1), ("stayed_total", nil), ("thresholds", []),
    ("thresholds/0", 1.5), ("thresholds/1", 1), ("thresholds/1", "x"), ("churned/0", -1),
    ("churned/1", 1e9), ("churned/0", 1e4), ("stayed/2", nil), ("stayed", []), ("churned", 1),
    ("thresholds", .array((0..<1001).map { .number(1 - Double($0) / 2000) })),
  ]

  @Test(arguments: Kind.allCases) func hostileCurves(_ kind: Kind) throws {
    let model = try kind.model
    let document = ModelFile.document(of: model)
    for (key, new) in Self.tamperings {
      let changed = document.setting("/training/score_curve/" + key, to: new)
      let error = #expect(throws: LocatedError.self, "\(key)") {
        try model.read(back: changed.sealed.fileBytes)
      }
      #expect(error?.kind == .wrongData)
      #expect(error?.what.hasPrefix("/training/score_curve/") == true, "\(error?.what ?? "")")
    }
  }

  @Test(arguments: Kind.allCases) func filesRoundTripWithAndWithoutCurve(_ kind: Kind) throws {
    let model = try kind.model
    let back = try model.read(back: model.fileBytes)
    #expect(back.churn?.scoreCurve == model.churn?.scoreCurve && back.churn?.scoreCurve != nil)
    #expect(back.baselines == model.baselines && !back.baselines.isEmpty)
    let old = ModelFile.document(of: model).setting("/training/score_curve", to: nil)
      .setting("/baselines", to: nil)
    let read = try model.read(back: old.sealed.fileBytes)
    #expect(read.churn?.scoreCurve == nil && read.baselines.isEmpty)
    #expect(ModelFile.document(of: read)[path: "/baselines"] == nil)
  }
}

extension TrainingRequest {
  fileprivate func with(seed: UInt64 = 1, threads: Int = 1) -> TrainingRequest {
    var request = self
    (request.seed, request.threads) = (seed, threads)
    return request
  }
}
