import DelimitedText
import Modeling

@testable import Churn

/// A customer file made up from a seed: gaps in numbers and levels, a column that is a multiple of
/// another, levels with commas, quotes, Chinese, an emoji, and one text in two normal forms.
struct CustomerTable {
  var header: [String]
  var rows: [[String]]

  static let composed = "\u{E9}t\u{E9}"
  static let decomposed = "e\u{301}te\u{301}"
  /// Level and its part in the log-odds.
  static let plans: [(level: String, effect: Double)] = [
    ("basic", 0), ("a, b", 0.4), ("say \"hi\"", -0.4), ("黄金会员", 0.8), ("🙂", -0.8),
    (composed, 2), (decomposed, -2),
  ]

  static let columns = [
    "customer_id", "recency", "spend", "spend_cents", "plan", "region", "weight", "as_of",
    "churned",
  ]

  /// Ids `ID-1000…`, gaps in `recency`, in `spend` and `spend_cents` together, and in `plan`.
  static func seeded(_ count: Int, seed: UInt64 = 1) -> CustomerTable {
    var random = SeededGenerator(seed: seed, stream: 500)
    let rows = (0..<count).map { row -> [String] in
      let recency = random.integer(below: 400)
      let spend = random.integer(below: 5000)
      let plan = plans[random.integer(below: plans.count)]
      let region = "region \(random.integer(below: 4))"
      let logOdds = 0.012 * Double(recency - 200) - 0.0002 * Double(spend) + plan.effect
      let churned = random.uniform() < Elementary.logistic(logOdds)
      let gaps = (0..<3).map { _ in random.uniform() < 0.1 }
      return [
        "ID-\(1000 + row)", gaps[0] ? "" : "\(recency)", gaps[1] ? "NA" : "\(spend)",
        gaps[1] ? "" : "\(spend * 100)", gaps[2] ? "null" : plan.level, region,
        "\(1 + random.integer(below: 3))", "2024-03-31", churned ? "1" : "0",
      ]
    }
    return CustomerTable(header: columns, rows: rows)
  }

  var bytes: [UInt8] {
    var writer = DelimitedWriter(isRaw: true)
    writer.appendRow(header)
    for row in rows { writer.appendRow(row) }
    return writer.take()
  }

  var input: Input { .bytes(bytes, name: "customers.csv") }

  func place(_ column: String) -> Int { header.firstIndex(of: column) ?? -1 }

  func column(_ name: String) -> [String] { rows.map { $0[place(name)] } }

  subscript(row: Int, column: String) -> String {
    get { rows[row][place(column)] }
    set { rows[row][place(column)] = newValue }
  }

  /// The columns of the given names in that order.
  func selecting(_ names: [String]) -> CustomerTable {
    let places = names.map(place)
    return CustomerTable(header: names, rows: rows.map { row in places.map { row[$0] } })
  }

  func without(_ names: Set<String>) -> CustomerTable {
    selecting(header.filter { !names.contains($0) })
  }
}

extension TrainingRequest {
  /// Target `churned`, id `customer_id`.
  static func request(_ method: Method) -> TrainingRequest {
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    return TrainingRequest(method, columns: columns)
  }

  static var logistic: TrainingRequest { request(.logistic(.init())) }
  static var tree: TrainingRequest { request(.tree(.init())) }

  /// With the column `weight` as case weights.
  var weighted: TrainingRequest {
    var request = self
    request.columns.weights = "weight"
    return request
  }

  static func logistic(missing: MissingPolicy) -> TrainingRequest {
    var options = LogisticOptions()
    options.missing = missing
    return request(.logistic(options))
  }
}

/// Which kind of model a test is about.
enum Kind: String, CaseIterable, Sendable {
  case logistic, tree

  var request: TrainingRequest { self == .logistic ? .logistic : .tree }

  /// Trained with weights on the seeded table of 400 rows; made once.
  var model: ChurnModel {
    get throws { try (self == .logistic ? Self.trainedLogistic : Self.trainedTree).get() }
  }

  static let table = CustomerTable.seeded(400)
  private static let trainedLogistic = Result {
    try TrainingRequest.logistic.weighted.train(on: table.input).model
  }
  private static let trainedTree = Result {
    try TrainingRequest.tree.weighted.train(on: table.input).model
  }
}

extension ChurnModel {
  func read(back bytes: [UInt8]) throws -> ChurnModel {
    try ModelFile.read(.bytes(bytes, name: "model.json"))
  }

  var fileBytes: [UInt8] { Array(ModelFile.document(of: self).pretty().utf8) }

  /// The rows of the table as the model's schema reads them.
  func encoded(_ table: CustomerTable) throws -> EncodedTable {
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    let customers = try LabelledCustomers.read(table.input, columns: columns)
    return try schema.encode(customers.features)
  }

  func probabilities(_ table: CustomerTable) throws -> [Double] {
    Predictor(fitted, schema: schema).values(try encoded(table))
  }
}

/// Of models of P(churned), which these tests are about.
extension ChurnModel {
  var bands: Bands { churn?.bands ?? Bands(low: .nan, high: .nan) }
  var threshold: Double? { churn?.threshold }
  var trainingMeasures: Measures? { churn?.training }
  var holdoutMeasures: Measures? { churn?.holdout }
}
