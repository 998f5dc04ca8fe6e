import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct ValueTierModelTests {
  /// 600 customers, each with a first order of 10 to 39 (one in five comes back) or of 60 to 89
  /// (three in five) in 2023.
  private static func orders() -> String {
    var generator = SeededGenerator(seed: 21)
    var lines = ["customer_id,order_date,amount"]
    for customer in 0..<600 {
      let isDear = customer % 2 == 0
      let first = Day(number: day("2023-01-01") + Int32(generator.integer(below: 300)))
      let amount = (isDear ? 60 : 10) + generator.integer(below: 30)
      lines.append("c\(customer),\(first),\(amount)")
      if generator.uniform() < (isDear ? 0.6 : 0.2) {
        lines.append("c\(customer),\(first + 20),50")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func train(
    _ change: (inout ValueTierTraining) -> Void = { _ in }
  ) throws -> ChurnModel {
    var options = OrderReadOptions()
    options.dataUntil = iso("2023-12-31")
    let (log, report) = try OrderLog.read(
      .bytes(Array(orders().utf8), name: "orders.csv"), options)
    var training = ValueTierTraining()
    change(&training)
    return try training.train(
      on: firstOrders(of: log, horizon: 30, burnIn: 0), report: report)
  }

  /// Judged in both ways.
  static func models() throws -> [ChurnModel] {
    [try model.get(), try train { $0.specification.holdout = 0.3 }]
  }

  private static let model = Result { try train() }

  private func score(
    _ model: ChurnModel, _ csv: String, tiers: ChurnModel? = nil,
    _ change: (inout ScoringOptions) -> Void = { _ in }
  ) throws -> (lines: [String], rejects: [Reject]) {
    var options = ScoringOptions()
    options.tiers = tiers
    options.reasonCount = 0
    change(&options)
    var (bytes, rejects): ([UInt8], [Reject]) = ([], [])
    _ = try Scorer(model, options: options).score(
      .bytes(Array(csv.utf8), name: "customers.csv"), write: { bytes += $0 },
      reject: { rejects.append($0) })
    return (String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init), rejects)
  }

  @Test func twoTiersOfTheShop() throws {
    let model = try Self.model.get()
    let tiers = try #require(model.tiers)
    #expect(model.kind == "regression-tree" && model.label.column == "repurchased")
    #expect(tiers.tiers.map(\.name) == ["A", "B"])
    #expect(tiers.firstOrders?.used == 600 && tiers.firstOrders?.unobserved == 0)
    // The best tier is the dear half, and the interval holds its true rate.
    #expect(tiers.tiers[0].trainingCustomers == 300)
    let interval = try #require(tiers.tiers[0].judged.interval)
    #expect(interval.low < 0.6 && interval.high > 0.6)
  }

  @Test func theFileReadsBackAsItWas() throws {
    let named = try Self.train { $0.specification.names = ["gold", "rest"] }
    for model in try Self.models() + [named] {
      let back = try model.read(back: model.fileBytes)
      #expect(back.tiers == model.tiers && back.fileBytes == model.fileBytes)
    }
  }

  @Test(arguments: [
    ("/tiers/table/0/name", JSONValue.string("B")), ("/tiers/table/0/name", ""),
    ("/tiers/table/0/leaf", 7), ("/tiers/table/1/rate", 1.5), ("/tiers/judged_by", "faith"),
    ("/tiers/table/1/rate_low", 0.99),
  ])
  func aBrokenPartIsRefused(path: String, value: JSONValue) throws {
    let document = ModelFile.document(of: try Self.model.get()).setting(path, to: value)
    guard case .object(var members) = document else { return }
    members["checksum"] = .string(ModelFile.checksum(of: members))
    let bytes = Array(JSONValue.object(members).pretty().utf8)
    let error = #expect(throws: LocatedError.self) {
      try ModelFile.read(.bytes(bytes, name: "model.json"))
    }
    #expect(error?.kind == .wrongData && error?.what.contains("/tiers") == true)
  }

  @Test func theScoredFileHasPredictionAndTier() throws {
    let model = try Self.model.get()
    let rows = try score(model, "customer_id,first_amount\nx,12\ny,88\nz,\n").lines
    #expect(rows[0] == "customer_id,prediction,route,tier")
    #expect(rows[1].hasSuffix(",primary,B") && rows[2].hasSuffix(",primary,A"))
    #expect(rows[3].hasPrefix("z,"))
    let line = try score(model, "customer_id,first_amount\ny,88\n") { $0.format = .jsonl }.lines[0]
    #expect(line.contains("\"tier\":\"A\""))
  }

  @Test func anotherModelsScoresTakeTheTiers() throws {
    let (tiers, tree) = (try Self.model.get(), try Kind.tree.model)
    let table = CustomerTable.seeded(30, seed: 4)
    var wide = table
    wide.header.append("first_amount")
    for row in wide.rows.indices { wide.rows[row].append(row % 3 == 0 ? "88" : "12") }
    wide.rows[5][wide.rows[5].count - 1] = "1,5x"
    wide[7, "recency"] = "1e999"
    let scored = try score(tree, String(decoding: wide.bytes, as: UTF8.self), tiers: tiers) {
      $0.threads = 2
    }
    #expect(scored.lines[0] == "customer_id,probability,band,route,tier")
    // Broken numbers in either model's columns reject the row, in the order of the file.
    #expect(scored.rejects.map(\.row) == [6, 8])
    #expect(scored.rejects.map(\.column) == ["first_amount", "recency"])
    let without = try score(tree, String(decoding: table.bytes, as: UTF8.self)).lines.dropFirst()
    let plain = Dictionary(
      without.map { ($0.split(separator: ",")[0], $0) }, uniquingKeysWith: { $1 })
    #expect(scored.lines.count == 29)
    for line in scored.lines.dropFirst() {
      let id = line.split(separator: ",")[0]
      let number = try #require(Int(id.dropFirst(3)))
      #expect(line == (plain[id] ?? "") + ((number - 1000) % 3 == 0 ? ",A" : ",B"))
    }
  }

  @Test func aMissingColumnIsNamed() throws {
    let (tiers, tree) = (try Self.model.get(), try Kind.tree.model)
    let csv = String(decoding: CustomerTable.seeded(5).bytes, as: UTF8.self)
    let error = #expect(throws: LocatedError.self) { try score(tree, csv, tiers: tiers) }
    #expect(error?.kind == .wrongData && "\(error?.description ?? "")".contains("first_amount"))
    for (model, other) in [(tree, tree), (tiers, tiers)] {
      let wrong = #expect(throws: LocatedError.self) { try score(model, csv, tiers: other) }
      #expect(wrong?.kind == .usage)
    }
  }

  @Test(arguments: [
    (["first_colour"], LocatedError.Kind.usage), (["first_amount", "first_colour"], .usage),
  ])
  func columnsThatFirstOrdersLack(features: [String], kind: LocatedError.Kind) throws {
    let error = #expect(throws: LocatedError.self) {
      _ = try Self.train { $0.features = features }
    }
    #expect(error?.kind == kind)
  }

  @Test func columnsThatTheExportLacks() throws {
    let csv = "customer_id,order_date\na,2024-01-01\na,2024-01-05\nb,2024-01-02\nc,2024-03-30\n"
    let (log, report) = try OrderLog.read(.bytes(Array(csv.utf8), name: "orders.csv"))
    let first = try firstOrders(of: log, horizon: 30, burnIn: 0)
    for features in [nil, ["first_amount"]] {
      var training = ValueTierTraining()
      training.features = features
      let error = #expect(throws: LocatedError.self) {
        _ = try training.train(on: first, report: report)
      }
      #expect(error?.kind == .wrongData && error?.what.contains("first_amount") == true)
    }
  }

  @Test func theTablesSayWhatTheyAre() throws {
    let text = try #require(TierTables(try Self.model.get())).plain()
    #expect(text.contains("first_amount >= ") && text.contains("A to B"))
    #expect(text.contains("600 first orders") && text.contains("Judged out of fold"))
    #expect(TierTables(try Kind.tree.model) == nil)
  }
}
