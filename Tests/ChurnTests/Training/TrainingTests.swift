import DelimitedText
import Modeling
import Testing

@testable import Churn

struct TrainingTests {
  // MARK: - Hold-out

  /// Which rows a request holds out, by the same seeded division.
  private func heldOut(_ table: CustomerTable, _ fraction: Double, groups: [Int]? = nil) -> [Bool] {
    RowDivision(labels: table.column("churned").map { $0 == "1" }, groups: groups, seed: 1)
      .holdout(fraction)
  }

  /// What may differ between models that were trained on the same rows of different files.
  private func learned(_ model: ChurnModel) -> JSONValue {
    ModelFile.document(of: model).setting("/checksum", to: nil)
      .setting("/provenance/sha256", to: nil).setting("/training/holdout_measures", to: nil)
      .setting("/warnings", to: nil).setting("/tree/held_out_leaves", to: nil)
  }

  @Test(arguments: Kind.allCases)
  func heldOutRowsTeachNothing(_ kind: Kind) throws {
    let table = CustomerTable.seeded(400, seed: 2)
    var changed = table
    for (row, isHeldOut) in heldOut(table, 0.3).enumerated() where isHeldOut {
      changed[row, "recency"] = row % 3 == 0 ? "" : "\(100_000 + row)"
      changed[row, "spend"] = "-\(row).5"
      changed[row, "plan"] = "a level of row \(row)"
      changed[row, "region"] = ""
    }
    var request = kind.request
    request.holdout = 0.3
    // The changed rows' values are all different, as an id's would be.
    request.checksLeaks = false
    let (before, after) = (
      try request.train(on: table.input).model, try request.train(on: changed.input).model
    )
    #expect(learned(before).isIdentical(to: learned(after)))
    #expect(before.provenance.sha256 != after.provenance.sha256)
    #expect(before.holdoutMeasures != after.holdoutMeasures)
    // The other way round, so that the comparison can fail.
    for (row, isHeldOut) in heldOut(table, 0.3).enumerated() where !isHeldOut {
      changed[row, "spend"] = "\(row)"
    }
    #expect(!learned(try request.train(on: changed.input).model).isIdentical(to: learned(before)))
  }

  @Test func holdoutIsStratified() throws {
    let table = CustomerTable.seeded(400, seed: 2)
    let churned = table.column("churned").count { $0 == "1" }
    var request = TrainingRequest.logistic
    request.holdout = 0.25
    let result = try request.train(on: table.input)
    let measures = try #require(result.model.holdoutMeasures)
    #expect(measures.churned == Int((Double(churned) * 0.25).rounded()))
    #expect(measures.rows - measures.churned == Int((Double(400 - churned) * 0.25).rounded()))
    #expect(result.model.provenance.rowsHeldOut == measures.rows)
    #expect(result.model.provenance.rowsTrained == 400 - measures.rows)
    #expect(result.model.schema.rowCount == 400 - measures.rows)
    #expect(result.bandTableIsHeldOut)
    #expect(result.bandTable.reduce(0) { $0 + $1.rows } == measures.rows)
  }

  @Test func holdoutKeepsCustomersTogether() throws {
    var table = CustomerTable.seeded(300, seed: 4)
    for row in 0..<300 { table[row, "customer_id"] = "panel \(row / 3)" }
    var request = TrainingRequest.tree
    request.holdout = 0.3
    let file = try LabelledCustomers.read(table.input, columns: request.columns)
    #expect(file.groups?.count == 300)
    let preparation = try Preparation(file, request: request)
    let training = Set(preparation.trainingRows.map { $0 / 3 })
    #expect(training.isDisjoint(with: preparation.heldOutRows.map { $0 / 3 }))
    #expect(!preparation.heldOutRows.isEmpty)
    let model = try request.train(on: table.input).model
    #expect(model.trainingMeasures?.isClustered == true)
    let single = try LabelledCustomers.read(
      CustomerTable.seeded(300).input, columns: request.columns)
    #expect(single.groups == nil)
  }

  // MARK: - Gaps

  @Test func imputedGapsGetIndicatorsThatAreShared() throws {
    let model = try TrainingRequest.logistic.train(on: Kind.table.input).model
    guard case .logistic(let logistic) = model.fitted else { return }
    let names = logistic.coefficients.map(\.term.name)
    #expect(names.contains("recency is missing") && names.contains("spend is missing"))
    #expect(!names.contains("spend_cents is missing"))
    #expect(names.last { $0.hasPrefix("plan=") } == "plan=(missing)")
    #expect(logistic.rows == 400)
    #expect(model.warnings.contains { $0.contains("spend_cents") && $0.contains("spend:") })
  }

  @Test func dropLeavesRowsWithGapsOut() throws {
    let table = Kind.table
    let whole = table.rows.indices.filter { row in
      ["recency", "spend", "plan"].allSatisfy { !["", "NA", "null"].contains(table[row, $0]) }
    }
    let result = try TrainingRequest.logistic(missing: .drop).train(on: table.input)
    #expect(result.model.provenance.rowsTrained == whole.count)
    #expect(result.rejects.count == 400 - whole.count)
    #expect(result.rejects.counts.map(\.reason) == ["missing value"])
    let first = try #require(table.rows.indices.first { !whole.contains($0) })
    #expect(result.rejects.list.first?.row == first + 1)
    #expect(result.rejects.list.first?.line == first + 2)
    guard case .logistic(let logistic) = result.model.fitted else { return }
    #expect(!logistic.coefficients.contains { $0.term.name.contains("missing") })
    #expect(result.model.schema.features.allSatisfy { $0.missingCount == 0 })
    // The same as without those rows in the file.
    var clean = table
    clean.rows = whole.map { table.rows[$0] }
    guard
      case .logistic(let other) = try TrainingRequest.logistic.train(on: clean.input).model.fitted
    else { return }
    #expect(logistic.coefficients == other.coefficients)
  }

  @Test func errorNamesTheFirstGap() throws {
    var table = CustomerTable.seeded(60, seed: 3).selecting(["customer_id", "region", "churned"])
    table.header.append("visits")
    for row in 0..<60 { table.rows[row].append("\((row * 7) % 11)") }
    _ = try TrainingRequest.logistic(missing: .error).train(on: table.input)
    table[41, "visits"] = "NA"
    let error = #expect(throws: LocatedError.self) {
      try TrainingRequest.logistic(missing: .error).train(on: table.input)
    }
    #expect(error?.kind == .wrongData)
    #expect(
      error?.location == Location(file: "customers.csv", line: 43, column: "visits", value: ""))
  }

  @Test func aColumnWithoutValuesIsLeftOutWithAWarning() throws {
    var table = Kind.table
    for row in table.rows.indices { table[row, "region"] = "" }
    for request in [TrainingRequest.logistic(missing: .impute), .logistic(missing: .drop), .tree] {
      let model = try request.train(on: table.input).model
      #expect(!model.schema.features.map(\.name).contains("region"))
      #expect(model.warnings.contains { $0.contains("region") })
    }
  }

  // MARK: - Columns

  @Test func idTargetWeightsAndDatesAreNoFeatures() throws {
    let model = try Kind.logistic.model
    #expect(
      model.schema.features.map(\.name) == ["recency", "spend", "spend_cents", "plan", "region"])
    #expect(model.label.asOf == ["2024-03-31"])
    #expect(model.idColumn == "customer_id")
    var request = TrainingRequest.tree
    var table = Kind.table
    for row in table.rows.indices where row % 2 == 0 { table[row, "as_of"] = "2023-12-31" }
    request.columns.features = ["as_of", "recency"]
    let named = try request.train(on: table.input).model
    #expect(named.schema.features.map(\.name).sorted() == ["as_of", "recency"])
    #expect(named.label.asOf == ["2023-12-31", "2024-03-31"])
  }

  @Test func redundantAgeIsLeftOutOfTheLogisticModel() throws {
    var table = CustomerTable.seeded(200, seed: 6).selecting(["customer_id", "churned"])
    table.header = ["customer_id", "churned", "recency_days", "tenure_days", "age_at_last_days"]
    for row in 0..<200 {
      let (recency, age) = ((row * 37) % 101, (row * 53) % 211)
      table.rows[row] += ["\(recency)", "\(recency + age)", "\(age)"]
    }
    let model = try TrainingRequest.logistic.train(on: table.input).model
    #expect(model.schema.features.map(\.name) == ["recency_days", "tenure_days"])
    #expect(model.warnings.contains { $0.hasPrefix("age_at_last_days is left out") })
    let tree = try TrainingRequest.tree.train(on: table.input).model
    #expect(tree.schema.features.count == 3)
    var named = TrainingRequest.logistic
    named.columns.features = ["recency_days", "tenure_days", "age_at_last_days"]
    guard case .logistic(let all) = try named.train(on: table.input).model.fitted else { return }
    #expect(all.coefficients.count { $0.estimate == nil } == 1)
    let pair = table.without(["tenure_days"])
    #expect(try TrainingRequest.logistic.train(on: pair.input).model.schema.features.count == 2)
  }

  @Test func optionsAreRecorded() throws {
    var options = TrainingRequest.LogisticOptions()
    options.missing = .drop
    options.confidence = 0.9
    options.design.references = ["region": "region 2"]
    var request = TrainingRequest.request(.logistic(options)).weighted
    request.columns.exclude = ["spend_cents"]
    request.columns.categorical = ["plan"]
    request.columns.numeric = ["spend"]
    request.holdout = 0.2
    request.seed = 77
    request.gap = 7
    request.horizon = 90
    request.name = "spring"
    let model = try request.train(on: Kind.table.input).model
    let document = ModelFile.document(of: model)
    #expect(
      document[path: "/provenance/options"] == [
        "target": "churned", "holdout": 0.2, "features": nil, "exclude": ["spend_cents"],
        "categorical": ["plan"], "numeric": ["spend"], "weights": "weight", "missing": "drop",
        "penalty": "none", "confidence": 0.9, "reference": ["region": "region 2"],
        "intervals": "wald", "robust": nil, "cluster": nil,
      ])
    #expect(document[path: "/provenance/seed"] == 77)
    #expect(document[path: "/name"] == "spring")
    #expect(document[path: "/label/gap"] == 7 && document[path: "/label/horizon"] == 90)
    #expect(document[path: "/label/definition"] == "outcome_window")
    #expect(document[path: "/provenance/tool_version"] == .string(Workbench.version))
    #expect(document[path: "/provenance/sha256"] == .string(sha256Hex(Kind.table.bytes)))
    var tree = TrainingRequest.TreeOptions()
    tree.specification.criterion = .entropy
    tree.specification.pruning = .minimum
    tree.folds = 5
    let options2 = ModelFile.document(
      of: try TrainingRequest.request(.tree(tree)).train(on: Kind.table.input).model)
    #expect(options2[path: "/provenance/options/criterion"] == "entropy")
    #expect(options2[path: "/provenance/options/prune"] == "min")
    #expect(options2[path: "/provenance/options/cv"] == 5)
  }

  // MARK: - Weights, bands, threads

  @Test func weightTwoIsTheRowTwice() throws {
    var table = CustomerTable.seeded(150, seed: 12).without(["customer_id"])
    for row in 0..<150 { table[row, "weight"] = row % 2 == 0 ? "2" : "1" }
    var doubled = table
    doubled.rows = table.rows.enumerated().flatMap { $0 % 2 == 0 ? [$1, $1] : [$1] }
    let model = try TrainingRequest.logistic.weighted.train(on: table.input).model
    var plain = TrainingRequest.logistic
    plain.columns.exclude = ["weight"]
    let other = try plain.train(on: doubled.input).model
    guard case .logistic(let a) = model.fitted, case .logistic(let b) = other.fitted else { return }
    // Medians count rows, not weights, so gaps may be filled otherwise: compare what has none.
    #expect(a.rows == 150 && b.rows == 225)
    #expect(abs(a.nullDeviance - b.nullDeviance) < 1e-9 * b.nullDeviance)
  }

  @Test(
    arguments: [("-1", "a weight is negative"), ("", "a weight is missing")])
  func badWeightsAreLocated(_ cell: String, _ what: String) throws {
    var table = Kind.table
    table[9, "weight"] = cell
    let error = #expect(throws: LocatedError.self) {
      try TrainingRequest.logistic.weighted.train(on: table.input)
    }
    #expect(error?.what == what && error?.kind == .wrongData)
    #expect(error?.location?.line == 11 && error?.location?.column == "weight")
  }

  /// A file that is written can be read, or nothing is written.
  @Test(arguments: Kind.allCases, [0.0, 0.3])
  func weightsOfZeroNeverMakeAnUnreadableModel(_ kind: Kind, _ holdout: Double) throws {
    var table = Kind.table
    let isHeldOut = heldOut(table, 0.3)
    for row in table.rows.indices where holdout == 0 || isHeldOut[row] {
      table[row, "weight"] = "0"
    }
    var request = kind.request.weighted
    request.holdout = holdout
    do {
      let model = try request.train(on: table.input).model
      _ = try model.read(back: model.fileBytes)
    } catch let error as LocatedError {
      #expect(error.kind == .wrongData && !error.what.contains("/"))
    } catch let error as ModelingError {
      #expect(error.kind == .data)
    }
  }

  /// Neither do numbers of any size.
  @Test(arguments: Kind.allCases, ["1e308", "1e200", "-1e160", "5e-324"])
  func hugeNumbersNeverMakeAnUnreadableModel(_ kind: Kind, _ cell: String) throws {
    var table = Kind.table
    for row in table.rows.indices where row % 2 == 0 {
      table[row, "recency"] = cell
      if table[row, "churned"] == "1" { table[row, "spend"] = "1.5e308" }
    }
    do {
      let model = try kind.request.train(on: table.input).model
      _ = try model.read(back: model.fileBytes)
      #expect(try model.probabilities(table).allSatisfy { (0...1).contains($0) })
    } catch let error as LocatedError {
      #expect(error.kind == .wrongData && error.location?.file == "customers.csv", "\(error)")
    } catch let error as ModelingError {
      #expect(error.kind != .usage, "\(error)")
    }
  }

  /// Products that overflow to both sides have no sum.
  @Test func probabilitiesExistForEveryRow() throws {
    var table = CustomerTable.seeded(300, seed: 14).selecting(["customer_id", "churned"])
    table.header += ["a", "b"]
    var random = SeededGenerator(seed: 14, stream: 1)
    for row in 0..<300 {
      let sign = table[row, "churned"] == "1" ? 0.001 : 0
      table.rows[row] += (0..<2).map { _ in "\((random.uniform() + 300 * sign) / 1000)" }
    }
    let model = try TrainingRequest.logistic.train(on: table.input).model
    table[0, "a"] = "1.7e308"
    table[0, "b"] = "-1.7e308"
    #expect(try model.probabilities(table).allSatisfy { (0...1).contains($0) })
  }

  @Test(arguments: Kind.allCases)
  func bandsArePercentilesOfTrainingScores(_ kind: Kind) throws {
    let model = try kind.model
    let scores = try model.probabilities(Kind.table).sorted()
    func percentile(_ p: Double) -> Double {
      let place = p * Double(scores.count - 1)
      let low = Int(place)
      return scores[low] + (place - Double(low)) * (scores[low + 1] - scores[low])
    }
    #expect(abs(model.bands.low - percentile(0.5)) < 1e-15)
    #expect(abs(model.bands.high - percentile(0.8)) < 1e-15)
    #expect(model.bands.band(of: model.bands.low) == .low)
    #expect(model.bands.band(of: model.bands.high) == .medium)
    #expect(model.bands.band(of: model.bands.high.nextUp) == .high)
    var request = kind.request
    request.bands = Bands(low: 0.2, high: 0.6)
    #expect(try request.train(on: Kind.table.input).model.bands == Bands(low: 0.2, high: 0.6))
  }

  @Test(arguments: Kind.allCases)
  func threadsDoNotMatter(_ kind: Kind) throws {
    let table = CustomerTable.seeded(700, seed: 5)
    let files = try [1, 2, 2].map { threads in
      var request = kind.request
      request.threads = threads
      request.holdout = 0.2
      return try request.train(on: table.input).model.fileBytes
    }
    #expect(files[0] == files[1] && files[1] == files[2])
  }

  // MARK: - Files that cannot be used

  @Test func oneClassIsRefused() throws {
    var table = Kind.table
    for row in table.rows.indices { table[row, "churned"] = "1" }
    let error = #expect(throws: LocatedError.self) {
      try TrainingRequest.tree.train(on: table.input)
    }
    #expect(error?.kind == .wrongData && error?.location?.column == "churned")
  }

  @Test func rowsWithoutLabelOrCustomerAreRejected() throws {
    var table = Kind.table
    table[3, "churned"] = ""
    table[7, "customer_id"] = " "
    table[9, "spend"] = "1e999"
    table.rows[11].removeLast()
    let result = try TrainingRequest.tree.train(on: table.input)
    #expect(result.rejects.count == 4 && result.rowsRead == 400)
    #expect(result.model.provenance.rowsRead == 400)
    #expect(result.model.provenance.rowsRejected == 4)
    #expect(result.model.provenance.rowsTrained == 396)
    #expect(Set(result.rejects.list.map(\.line)) == [5, 9, 11, 13])
  }

  @Test(arguments: ["churned", "weight", "spend", "plan"])
  func aNamedColumnThatIsMissingIsLocated(_ column: String) throws {
    var request = TrainingRequest.logistic.weighted
    request.columns.features = ["recency", "spend", "plan"]
    let error = #expect(throws: LocatedError.self) {
      try request.train(on: Kind.table.without([column]).input)
    }
    #expect(error?.kind == .wrongData && error?.what.contains(column) == true)
  }
}
