import DelimitedText
import Modeling
import Testing

@testable import Churn

struct SQLTextTests {
  static let identifiers: [(SQLDialect, String, String)] = [
    (.sqlite, "a \"b\"", "\"a \"\"b\"\"\""), (.postgresql, "sel`ect", "\"sel`ect\""),
    (.duckdb, "消费 -- ;", "\"消费 -- ;\""), (.spark, "a`b\"c", "`a``b\"c`"),
    (.sqlite, "\"\u{301}x", "\"\"\"\u{301}x\""),
  ]

  @Test(arguments: identifiers)
  func identifiersAreQuoted(_ dialect: SQLDialect, _ name: String, _ expected: String) {
    #expect(dialect.identifier(name) == expected)
  }

  static let literals: [(SQLDialect, String, String)] = [
    (.sqlite, "it's \\ \"x\"", "'it''s \\ \"x\"'"), (.duckdb, "'", "''''"),
    (.postgresql, "it's", "'it''s'"), (.postgresql, "a\\b'c", "E'a\\\\b''c'"),
    (.spark, "it's \\n", "'it\\'s \\\\n'"), (.spark, "two\nlines", "'two\\nlines'"),
    (.sqlite, "'\u{301}", "'''\u{301}'"),
  ]

  @Test(arguments: literals)
  func textsAreQuoted(_ dialect: SQLDialect, _ text: String, _ expected: String) {
    #expect(dialect.literal(text) == expected)
  }

  static let numbers: [(SQLDialect, Double, String)] = [
    (.sqlite, 1.5, "1.5e0"), (.sqlite, -1.5, "(-1.5e0)"), (.sqlite, 0, "0e0"),
    (.sqlite, 1e22, "1e+22"), (.sqlite, 1e23, "(5960464477539062.0 * 16777216.0)"),
    (.postgresql, -0.1, "'-0.1'::float8"), (.duckdb, 3, "3e0"),
    (.duckdb, 1e-7, "1e-07"), (.spark, 0.1, "0.1D"), (.spark, -1e300, "(-1e+300D)"),
    (.sqlite, .leastNonzeroMagnitude, "(1.0 / 576460752303423488.0"),
  ]

  @Test(arguments: numbers)
  func constantsAreDoubles(_ dialect: SQLDialect, _ value: Double, _ expected: String) {
    #expect(dialect.number(value).hasPrefix(expected))
  }

  @Test func schemasAreApartFromTables() throws {
    let query = try SQLQuery(Kind.tree.model, dialect: .postgresql, table: "shop.my customers")
    #expect(query.text.contains("FROM \"shop\".\"my customers\" AS c"))
  }

  /// Each dialect has the same structure; no line break can end the comment.
  @Test(arguments: SQLDialect.allCases)
  func oneSelectWithAComment(_ dialect: SQLDialect) throws {
    var model = try Kind.logistic.model
    model.name = "evil\nDROP TABLE customers; \u{2028}\r--"
    let text = try SQLQuery(model, dialect: dialect, idColumn: "customer_id").text
    let lines = text.split(separator: "\n")
    #expect(lines.prefix(2).allSatisfy { $0.hasPrefix("-- ") } && lines[2].hasPrefix("WITH "))
    #expect(lines.last == "FROM sums;" && text.hasSuffix(";\n"))
    #expect(text.contains("AS probability"))
  }

  /// Each column is asked of the table by its alias: SQLite takes a quoted name that no table has
  /// for a text.
  @Test func columnsAreQualified() throws {
    let text = try SQLQuery(Kind.logistic.model, dialect: .sqlite, idColumn: "customer_id").text
    for name in ["recency", "plan", "customer_id"] { #expect(text.contains("c.\"\(name)\"")) }
  }

  @Test func namesThatCannotStandThere() throws {
    var model = try Kind.tree.model
    model.schema.features[0].name = "Spend"
    model.schema.features[1].name = "spend"
    for dialect in SQLDialect.allCases where dialect != .postgresql {
      let error = #expect(throws: LocatedError.self) { try SQLQuery(model, dialect: dialect) }
      #expect(error?.what.contains("Spend and spend") == true)
    }
    #expect(throws: Never.self) { try SQLQuery(model, dialect: .postgresql) }
    model.schema.features[1].name = "a\u{0}b"
    #expect(throws: LocatedError.self) { try SQLQuery(model, dialect: .postgresql) }
    #expect(throws: LocatedError.self) { try PMMLDocument(model) }
  }

  /// Nested no deeper than SQLite's parser can take.
  @Test func deepTreesAreCutForSQLite() throws {
    let model = try Kind.tree.model.with(ExportTestModels.chain(depth: 30, on: Kind.tree.model))
    let text = try SQLQuery(model, dialect: .sqlite).text
    #expect(text.contains("nodes3 AS (") && !text.contains("nodes4 AS ("))
    #expect(try !SQLQuery(model, dialect: .duckdb).text.contains("nodes2"))
  }

  @Test func edgeRowsCoverWhatDecides() throws {
    let model = try Kind.tree.model
    let rows = EdgeRows(schema: model.schema, fitted: model.fitted)
      .make(from: model.verification.map(\.values))
    let tree = try #require(model.fitted.tree?.tree)
    for split in tree.nodes.compactMap(\.split) {
      guard let cut = split.rule.threshold else { continue }
      for value in [cut.nextDown, cut, cut.nextUp] {
        #expect(rows.contains { $0[split.feature] == .number(value) })
      }
    }
    for place in model.schema.features.indices {
      #expect(rows.contains { $0[place] == .missing })
    }
    let leaves = Set(
      VerificationRows(schema: model.schema, fitted: model.fitted).run(rows).compactMap(\.leaf))
    #expect(leaves.count == tree.leafCount)
  }
}
