import DelimitedText
import Glibc
import Modeling
import Testing

@testable import Churn

/// Whether the command sqlite3 is there; without it these tests are left out, and say so.
private let hasSQLite = (try? SQLiteCommand.run("SELECT exp(1);"))?.status == 0

@Suite(.enabled(if: hasSQLite, "there is no sqlite3 with exp() on the PATH"))
struct SQLiteCheckTests {
  enum Case: String, CaseIterable, Sendable {
    case telcoLogistic, telcoTree, cdnowLogistic, cdnowTree
    case gaps, design, drop, surrogates, direction, regression, deep, chain, hostileTree
    case hostileLogistic
  }

  private static func model(_ name: Case) throws -> ChurnModel {
    switch name {
    case .telcoLogistic: try ExportTestModels.shipped("telco-logistic")
    case .telcoTree: try ExportTestModels.shipped("telco-tree")
    case .cdnowLogistic: try ExportTestModels.shipped("cdnow-logistic")
    case .cdnowTree: try ExportTestModels.shipped("cdnow-tree")
    case .gaps: try Kind.logistic.model
    case .design: try DesignFileTests.model
    case .drop: try TrainingRequest.logistic(missing: .drop).train(on: Kind.table.input).model
    case .surrogates: try grown { _ in }
    case .direction: try grown { $0.specification.missing = .direction }
    case .regression: try regression
    case .deep:
      try Kind.tree.model.with(
        ExportTestModels.random(depth: 16, keep: 0.55, on: Kind.tree.model))
    case .chain: try Kind.tree.model.with(ExportTestModels.chain(depth: 30, on: Kind.tree.model))
    case .hostileTree: try grown(ExportTestModels.hostileTable()) { _ in }
    case .hostileLogistic: try hostileLogistic
    }
  }

  private static func grown(
    _ table: CustomerTable = Kind.table,
    _ change: (inout TrainingRequest.TreeOptions) -> Void
  ) throws -> ChurnModel {
    var options = TrainingRequest.TreeOptions()
    ExportTestModels.deepTrees(&options)
    change(&options)
    return try ExportTestModels.trained(table) { $0.method = .tree(options) }
  }

  private static var regression: ChurnModel {
    get throws {
      var options = TrainingRequest.TreeOptions()
      ExportTestModels.deepTrees(&options)
      options.task = .regression
      return try ExportTestModels.trained(Kind.table) {
        $0.method = .tree(options)
        $0.columns.target = "recency"
      }
    }
  }

  private static var hostileLogistic: ChurnModel {
    get throws {
      var options = TrainingRequest.LogisticOptions()
      options.penalty.kind = .ridge
      options.penalty.lambda = .value(0.01)
      return try ExportTestModels.trained(ExportTestModels.hostileTable()) {
        $0.method = .logistic(options)
      }
    }
  }

  /// Verification rows and invented ones: thresholds and their neighbours, gaps, unseen levels.
  @Test(arguments: Case.allCases)
  func edges(_ name: Case) throws {
    let model = try Self.model(name)
    let result = try SQLiteCheck(model).run()
    #expect(result.isPassed, "\(result)")
    #expect(result.rows > model.verification.count + 3 * model.schema.features.count / 2)
    #expect(result.otherLeaves == (model.fitted.tree == nil ? nil : 0))
  }

  @Test(arguments: [Case.telcoLogistic, .telcoTree])
  func telco(_ name: Case) throws {
    let file = ExportTestModels.root + "/notebooks-data/telco/customers.csv"
    let text = String(decoding: try readBytes(.file(file), limit: 1 << 24), as: UTF8.self)
    try expectSame(name, CustomerTable(simple: text, every: 15))
  }

  @Test(arguments: [Case.cdnowLogistic, .cdnowTree])
  func cdnow(_ name: Case) throws {
    let file = ExportTestModels.root + "/notebooks-data/cdnow/orders.csv"
    let lines = try readBytes(.file(file), limit: 1 << 24).split(separator: UInt8(ascii: "\n"))
    let part = Array(lines.prefix(1500).joined(separator: [UInt8(ascii: "\n")]))
    let log = try OrderLog.read(.bytes(part, name: "orders.csv")).log
    let day = try #require(Day("1998-03-31"))
    let csv = try features(of: log, asOf: day).csv()
    try expectSame(name, CustomerTable(simple: String(decoding: csv, as: UTF8.self)))
  }

  @Test(arguments: [Case.gaps, .design, .drop, .surrogates, .direction, .regression])
  func trainingRows(_ name: Case) throws {
    try expectSame(name, name == .design ? DesignFileTests.table : Kind.table)
  }

  @Test(arguments: [Case.hostileTree, .hostileLogistic])
  func hostileRows(_ name: Case) throws {
    try expectSame(name, ExportTestModels.hostileTable())
  }

  private func expectSame(_ name: Case, _ table: CustomerTable) throws {
    let model = try Self.model(name)
    let rows = model.rows(of: table)
    #expect(rows.count > 100)
    let result = try SQLiteCheck(model).run(rows)
    #expect(result.isPassed && result.rows == rows.count, "\(result)")
  }

  /// The check finds what is wrong: a value that differs, a row in another leaf, a gap.
  @Test func aDifferenceIsFound() throws {
    let model = try Kind.tree.model.with(ExportTestModels.chain(depth: 5, on: Kind.tree.model))
    let check = try SQLiteCheck(model)
    let right = VerificationRows(schema: model.schema, fitted: model.fitted)
      .run(model.verification.map(\.values))
    #expect(try check.run(expecting: right).isPassed)
    // A row that another leaf than that of gaps takes.
    let place = try #require(right.firstIndex { $0.leaf != 2 })
    var wrong = right
    wrong[place].value += 1e-11
    #expect(try !check.run(expecting: wrong).isPassed)
    wrong = right
    wrong[place].leaf = 1
    #expect(try check.run(expecting: wrong).otherLeaves == 1)
    wrong = right
    wrong[place].values = wrong[place].values.map { _ in .missing }
    #expect(try !check.run(expecting: wrong).isPassed)
  }

  /// Constants of SQLite are read as the double they stand for; the shortest text is not always.
  @Test func constantsAreReadExactly() throws {
    var random = SeededGenerator(seed: 5, stream: 1)
    let numbers = (0..<1000).map { number -> Double in
      if number % 3 == 0 { return Double(random.integer(below: 1_000_000)) / 1000 + 0.0005 }
      return (random.uniform() - 0.5)
        * Double(sign: .plus, exponent: number % 80 - 40, significand: 1)
    }
    let extremes = [
      .leastNonzeroMagnitude, .leastNonzeroMagnitude * 2000, .leastNormalMagnitude,
      -1.7976931348623157e308, 0, 1e22, 1e23, 0.1, 29.85, .pi,
      123456789012345680,
    ]
    let script = (numbers + extremes).map { value in
      "SELECT \(Self.exact(value)) = \(SQLDialect.sqlite.number(value));\n"
    }
    let run = try SQLiteCommand.run(script.joined())
    let answers = run.output.split(separator: "\n")
    #expect(run.status == 0 && answers.count == script.count)
    #expect(answers.allSatisfy { $0 == "1" })
  }

  /// m · 2^e by whole numbers that every SQLite reads exactly, in steps without rounding.
  private static func exact(_ value: Double) -> String {
    let exponent = max(Int(value.exponent == .min ? 0 : value.exponent) - 52, -1074)
    let half = Double(sign: .plus, exponent: exponent / 2, significand: 1)
    let rest = Double(sign: .plus, exponent: exponent - exponent / 2, significand: 1)
    var text = "\(Int(value / half / rest)).0"
    var left = abs(exponent)
    while left > 0 {
      text = "(\(text) \(exponent < 0 ? "/" : "*") \(1 << min(left, 30)).0)"
      left -= 30
    }
    return text
  }
}
