import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Simulated purchases of customers who buy at their own pace, come at any time, and leave.
private struct SimulatedShop {
  struct Customer {
    var id: String
    /// Days of purchase, ascending, distinct.
    var days: [Day]
  }

  var customers: [Customer] = []
  let start = Day("2023-01-01") ?? Day(number: 0)

  init(customers count: Int, seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 60)
    for number in 0..<count {
      let pace = 10 + 80 * random.uniform()
      let end = min(729, 200 + random.integer(below: 900))
      var day = random.integer(below: 700)
      var days: [Day] = []
      while day <= max(end, 0) || days.isEmpty {
        days.append(start + day)
        day += 1 + Int(-Elementary.log(1 - random.uniform()) * pace)
      }
      customers.append(Customer(id: "buyer \(number)", days: days))
    }
    // The file covers its last day.
    customers.append(Customer(id: "last", days: [start + 5, start + 729]))
  }

  var text: String {
    var text = "customer_id,order_date,amount,channel\n"
    for (place, customer) in customers.enumerated() {
      for (order, day) in customer.days.enumerated() {
        let amount = Double((place * 31 + order * 17) % 200) + 0.5
        text += "\(customer.id),\(day),\(amount),\(place % 3 == 0 ? "app" : "web")\n"
      }
    }
    return text
  }

  var log: OrderLog {
    get throws { try OrderLog.read(.bytes(Array(text.utf8), name: "orders.csv")).log }
  }

  /// Customers with a purchase by the day.
  func known(_ day: Day) -> [Customer] { customers.filter { $0.days[0] <= day } }
}

struct StudyTests {
  private static let shop = SimulatedShop(customers: 400, seed: 3)
  private static let asOf = Day("2024-09-30") ?? Day(number: 0)
  private static let trainingDay = asOf - 67

  private static func study() throws -> Study {
    var study = Study(asOf: asOf, window: try OutcomeWindow(gap: 7, horizon: 60))
    // Enough to be seen.
    study.placeboRuns = 2
    return study
  }

  private static let outcome = Result { try study().run(try shop.log) }

  /// For the test of the schemas.
  static func comparisonFile() throws -> [UInt8] {
    try #require(outcome.get().files.first { $0.name == "comparison.json" }?.bytes)
  }

  private func text(_ name: String) throws -> [UInt8] {
    try #require(Self.outcome.get().files.first { $0.name == name }?.bytes)
  }

  private func table(_ name: String) throws -> (header: [String], rows: [[String]]) {
    var reader = try RecordReader(.bytes(try text(name), name: name))
    var rows: [[String]] = []
    while let batch = try reader.next() {
      for record in 0..<batch.recordCount {
        rows.append((0..<batch.columnCount).map { batch.field(record, $0) })
      }
    }
    return (reader.header, rows)
  }

  /// Nothing bought on the days D+8 … D+67.
  private func churned(_ customer: SimulatedShop.Customer, after day: Day) -> Bool {
    !customer.days.contains { (8...67).contains($0 - day) }
  }

  @Test func makesTheFilesOfTheContract() throws {
    let files = try Self.outcome.get().files
    #expect(
      files.map(\.name) == [
        "features-train.csv", "features-holdout.csv", "logistic.json", "tree.json",
        "scored-logistic.csv", "scored-tree.csv", "comparison.json", "report.html",
      ])
    #expect(files.map(\.name) == Study.fileNames)
    #expect(files.allSatisfy { !$0.bytes.isEmpty })
    for name in ["logistic.json", "tree.json"] {
      let model = try ModelFile.read(.bytes(try text(name), name: name))
      #expect(model.label.asOf == ["\(Self.trainingDay)"])
      #expect(model.label.gap == 7 && model.label.horizon == 60)
      #expect(model.provenance.sha256 == sha256Hex(try text("features-train.csv")))
    }
    let html = String(decoding: try text("report.html"), as: UTF8.self)
    #expect(html.contains("Churn study as of 2024-09-30") && !html.contains("<script"))
  }

  @Test(arguments: [("features-train.csv", true), ("features-holdout.csv", false)])
  func labelsAreRight(_ name: String, _ isTraining: Bool) throws {
    let day = isTraining ? Self.trainingDay : Self.asOf
    let (header, rows) = try table(name)
    #expect(header.first == "customer_id" && header[1] == "as_of" && header.last == "churned")
    let known = Self.shop.known(day)
    #expect(rows.map { $0[0] } == known.map(\.id))
    #expect(rows.map { $0.last } == known.map { churned($0, after: day) ? "1" : "0" })
    #expect(Set(rows.map { $0[1] }) == ["\(day)"])
    let recency = try #require(header.firstIndex(of: "recency_days"))
    #expect(
      rows.map { $0[recency] }
        == known.map { customer in "\(day - (customer.days.last { $0 <= day } ?? day))" })
  }

  @Test func scoresAreTheModels() throws {
    let outcome = try Self.outcome.get()
    let judgement = try Judgement(
      outcome.models, on: .bytes(try text("features-holdout.csv"), name: "h.csv"))
    for (place, name) in ["scored-logistic.csv", "scored-tree.csv"].enumerated() {
      let (header, rows) = try table(name)
      let column = try #require(header.firstIndex(of: "probability"))
      #expect(rows.map { Double($0[column]) } == judgement.probabilities[place])
      #expect(rows.map { $0[0] } == Self.shop.known(Self.asOf).map(\.id))
    }
  }

  // MARK: - Subsets

  private var early: [SimulatedShop.Customer] {
    let training = Self.shop.known(Self.trainingDay).map { customer in
      customer.days.filter { $0 <= Self.trainingDay }
    }
    let span = training.reduce(0) { $0 + (($1.last ?? Self.asOf) - $1[0]) }
    let gaps = training.reduce(0) { $0 + $1.count - 1 }
    let line = 2 * Double(span) / Double(gaps)
    return Self.shop.known(Self.asOf).filter { customer in
      let last = customer.days.last { $0 <= Self.asOf } ?? Self.asOf
      return Double(Self.asOf - last) <= line
    }
  }

  private var newcomers: [SimulatedShop.Customer] {
    Self.shop.known(Self.asOf).filter { $0.days[0] > Self.trainingDay }
  }

  @Test func subsetsAreRecomputedByHand() throws {
    let outcome = try Self.outcome.get()
    #expect(outcome.subsets.map(\.key) == ["not_past_idle_line", "all", "new_since_training"])
    let expected = [early, Self.shop.known(Self.asOf), newcomers]
    for (subset, customers) in zip(outcome.subsets, expected) {
      #expect(customers.count > 20)
      for entry in try #require(subset.comparison).entries {
        #expect(entry.report.measures.rows == customers.count, "\(subset.key)")
        let lost = customers.count { churned($0, after: Self.asOf) }
        #expect(entry.report.measures.churned == lost)
        #expect(
          abs(entry.report.measures.baseRate - Double(lost) / Double(customers.count)) < 1e-12)
        #expect(!entry.report.isInSample)
      }
    }
    #expect(early.count < Self.shop.known(Self.asOf).count)
  }

  @Test func subsetMeasuresAreOfTheSubsetsScores() throws {
    let (header, rows) = try table("scored-logistic.csv")
    let column = try #require(header.firstIndex(of: "probability"))
    let scores = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Double($0[column]) ?? -1) })
    for (subset, customers) in zip(
      try Self.outcome.get().subsets, [early, Self.shop.known(Self.asOf)])
    {
      var (wins, pairs) = (0.0, 0.0)
      for lost in customers where churned(lost, after: Self.asOf) {
        for stayed in customers where !churned(stayed, after: Self.asOf) {
          let (a, b) = (scores[lost.id] ?? -1, scores[stayed.id] ?? -1)
          pairs += 1
          wins += a > b ? 1 : (a == b ? 0.5 : 0)
        }
      }
      let auc = try #require(subset.comparison?.entries[0].report.measures.auc)
      #expect(abs(auc - wins / pairs) < 1e-12)
    }
  }

  @Test func comparisonFileTellsTheStudy() throws {
    let document = try JSONValue.parse(try text("comparison.json"), name: "comparison.json")
    #expect(document[path: "/format"] == "churn-comparison")
    #expect(document[path: "/study/as_of"] == "2024-09-30")
    #expect(document[path: "/study/training_as_of"] == .string("\(Self.trainingDay)"))
    #expect(document[path: "/study/gap"] == 7 && document[path: "/study/horizon"] == 60)
    let subsets = try #require(document[path: "/subsets"]?.elements)
    #expect(
      subsets.map { $0[path: "/name"] } == ["not_past_idle_line", "all", "new_since_training"])
    #expect(
      document[path: "/models/0/measures/rows"]?.double
        == Double(Self.shop.known(Self.asOf).count))
    #expect(document[path: "/subsets/0/models/1/measures/rows"]?.double == Double(early.count))
  }

  @Test func threadsDoNotMatter() throws {
    var study = try Self.study()
    study.threads = 2
    let other = try study.run(try Self.shop.log)
    for (a, b) in zip(try Self.outcome.get().files, other.files) {
      #expect(a.bytes == b.bytes, "\(a.name)")
    }
  }

  // MARK: - Sanity

  @Test func placeboRunsAreReported() throws {
    let outcome = try Self.outcome.get()
    #expect(outcome.sanity.placebo.map(\.model) == ["logistic", "tree"])
    for result in outcome.sanity.placebo {
      #expect(result.passed == true && result.aucs.count == 2 && !result.splitsItself)
      #expect(result.churned + result.stayed == Self.shop.known(Self.asOf).count)
    }
    let document = try JSONValue.parse(try text("comparison.json"), name: "comparison.json")
    #expect(document[path: "/sanity"] == outcome.sanity.json)
    #expect(document[path: "/sanity/placebo/1/passed"] == true)
    #expect(document[path: "/sanity/look_ahead/passed"] == .null)
    let html = String(decoding: try text("report.html"), as: UTF8.self)
    #expect(html.contains("with labels dealt at random, 2 times, logistic has the mean AUC"))
  }

  @Test func theUsualRunsDependOnTheRows() throws {
    var shop = Self.shop
    shop.customers = Array(shop.customers.suffix(130))
    var study = try Self.study()
    study.placeboRuns = nil
    let log = try shop.log
    #expect(try study.run(log).sanity.placebo.map(\.aucs.count) == [20, 20])
    study.placeboRuns = 0
    let without = try study.run(log).sanity
    #expect(without.placebo.isEmpty && without.placeboSkipped == "--placebo 0")
    #expect(Study.usualRuns(100_000) == 20 && Study.usualRuns(100_001) == 0)
  }

  @Test func theProbeReadsTheOrdersAgain() throws {
    let shop = SimulatedShop(customers: 90, seed: 3)
    let input = Input.bytes(Array(shop.text.utf8), name: "orders.csv")
    let (log, report) = try OrderLog.read(input)
    var study = try Self.study()
    study.placeboRuns = 0
    study.probing = .with(LookAheadProbe([input], .init(), report))
    let passed = try study.run(log).sanity.lookAhead
    #expect(passed.passed == true && passed.warnings.isEmpty)
    #expect(passed.checks.map(\.asOf) == [Self.trainingDay, Self.asOf])
    #expect(passed.sentences.first?.contains("byte for byte") == true)
    // A file that has changed proves nothing.
    let other = Input.bytes(Array((shop.text + "z,2023-01-01,1,app\n").utf8), name: "o.csv")
    study.probing = .with(LookAheadProbe([other], .init(), report))
    let skipped = try study.run(log).sanity.lookAhead
    #expect(skipped.passed == nil && skipped.skipped?.contains("changed") == true)
    // Orders that knew more than the file cut off tells.
    var probe = LookAheadProbe([input], .init(), report)
    probe.features = { try features(of: $0, asOf: $1).selecting(rows: Array(5..<50)) }
    study.probing = .with(probe)
    let failed = try study.run(log).sanity
    #expect(failed.lookAhead.passed == false && failed.warnings.count == 2)
    #expect(failed.json[path: "/look_ahead/snapshots/1/first/customer"] == "buyer 0")
  }

  // MARK: - Dates

  @Test func aLaterTrainingDateIsRefused() throws {
    var study = try Self.study()
    study.trainingAsOf = Self.trainingDay + 1
    let error = #expect(throws: LocatedError.self) { try study.run(try Self.shop.log) }
    #expect(error?.kind == .wrongData)
    #expect(error?.advice.contains("\(Self.trainingDay)") == true)
    study.trainingAsOf = Self.trainingDay - 30
    let earlier = try study.run(try Self.shop.log)
    #expect(earlier.models[0].label.asOf == ["\(Self.trainingDay - 30)"])
  }

  @Test func aWindowBeyondTheDataIsRefused() throws {
    var study = try Self.study()
    study.asOf = Self.shop.start + (729 - 66)
    let error = #expect(throws: LocatedError.self) { try study.run(try Self.shop.log) }
    #expect(error?.kind == .wrongData)
    #expect(error?.advice.contains("\(Self.shop.start + (729 - 67))") == true)
    study.asOf = Self.shop.start + (729 - 67)
    #expect(try study.run(try Self.shop.log).files.count == 8)
  }

  /// Nobody has bought twice by the training date: there is no idle line, and nobody is past it.
  @Test func withoutASecondPurchaseThereIsNoIdleLine() throws {
    var shop = Self.shop
    shop.customers = shop.customers.map { customer in
      var customer = customer
      let seen = customer.days.filter { $0 <= Self.trainingDay }
      customer.days.removeAll { day in day <= Self.trainingDay && day != seen.first }
      return customer
    }
    let outcome = try Self.study().run(try shop.log)
    #expect(
      outcome.early.comparison?.entries[0].report.measures.rows == shop.known(Self.asOf).count)
    #expect(!outcome.early.note.contains("—") && !outcome.early.note.contains("at most  days"))
  }

  @Test func aSubsetWithoutCustomersHasNoComparison() throws {
    var shop = Self.shop
    shop.customers.removeAll { $0.days[0] > Self.trainingDay && $0.days[0] <= Self.asOf }
    let outcome = try Self.study().run(try shop.log)
    #expect(outcome.newcomers.comparison == nil)
    let file = try #require(outcome.files.first { $0.name == "comparison.json" })
    let document = try JSONValue.parse(file.bytes, name: file.name)
    #expect(document[path: "/subsets/2/models"] == [])
  }
}
