import DelimitedText
import Modeling

/// A model as one SELECT: the id column and `probability`, or `prediction` for a tree of numbers.
public struct SQLQuery: Sendable {
  public var dialect: SQLDialect
  /// The table of customers; points separate a schema from it.
  public var table: String
  /// The column that names a customer, where the rows are to be named.
  public var idColumn: String?
  /// Whether a tree's query also gives the number of the leaf.
  public var givesLeaf = false

  private let model: ChurnModel

  /// - Throws: `.wrongData` where a name or level of the model cannot stand in the dialect.
  public init(
    _ model: ChurnModel, dialect: SQLDialect, table: String = "customers", idColumn: String? = nil
  ) throws(LocatedError) {
    self.model = model
    self.dialect = dialect
    self.table = table
    self.idColumn = idColumn
    try ExportChecks(model).check(for: dialect, names: [table] + (idColumn.map { [$0] } ?? []))
  }

  /// The result's column.
  var valueColumn: String { ModelFile.valueKey(model.kind) }

  /// The query with a comment above it and a semicolon behind.
  public var text: String { comment + statement + ";\n" }

  private var comment: String {
    let answer = model.label.positive.map { "P(\(model.label.column) = \($0))" }
    return [
      "\(answer ?? model.label.column) by \(model.name), a \(model.kind) model",
      "made by churn \(Workbench.version) for \(dialect.rawValue)",
    ].map { "-- " + $0.onOneLine + "\n" }.joined()
  }

  /// The query alone.
  var statement: String {
    switch model.fitted {
    case .logistic(let logistic): self.logistic(LogisticFormulas(model, logistic))
    case .tree(let tree), .regressionTree(let tree): self.tree(tree.tree)
    }
  }

  /// One common table expression after another, then the answer.
  private func query(_ layers: [(name: String, columns: [String])], _ answers: [String]) -> String {
    var from = dialect.table(table) + " AS c"
    var texts: [String] = []
    for (name, columns) in layers {
      texts.append(
        "\(name) AS (\n  SELECT\n    " + columns.joined(separator: ",\n    ")
          + "\n  FROM \(from)\n)")
      from = name
    }
    let id = idColumn.map { ["id AS " + dialect.identifier($0)] } ?? []
    return "WITH " + texts.joined(separator: ", ") + "\nSELECT\n  "
      + (id + answers).joined(separator: ",\n  ") + "\nFROM \(from)"
  }

  private func cells(_ features: [Int]) -> [String] {
    let cells = features.map { place in
      let column = "c." + dialect.identifier(model.schema.features[place].name)
      switch model.schema.features[place].kind {
      case .numeric: return dialect.numericCell(column) + " AS " + SQLFormulas.cell(place)
      case .categorical: return dialect.textCell(column) + " AS " + SQLFormulas.level(place)
      }
    }
    let id = idColumn.map { ["c." + dialect.identifier($0) + " AS id"] } ?? []
    // A model without features has an answer for each row all the same.
    return id + cells + (cells.isEmpty ? ["1 AS one"] : [])
  }
}

extension String {
  /// Without line breaks and other characters that a comment cannot hold.
  fileprivate var onOneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          $0.properties.generalCategory == .control || [0x2028, 0x2029].contains($0.value)
            ? " " : $0
        }))
  }
}

// MARK: - Trees

extension SQLQuery {
  private func tree(_ tree: DecisionTree) -> String {
    var pieces = SQLTree(tree, dialect: dialect, name: "result") { dialect.number($0.value) }.pieces
    var answers = ["result AS \(valueColumn)"]
    if givesLeaf {
      pieces += SQLTree(tree, dialect: dialect, name: "leaf") { "\($0.number)" }.pieces
      answers.append("leaf")
    }
    var layers = [(name: "cells", columns: cells(tree.usedFeatures.sorted()))]
    for layer in 0...(pieces.map(\.layer).max() ?? 0) {
      let columns = pieces.filter { $0.layer == layer }.map { "\($0.expression) AS \($0.name)" }
      layers.append(("nodes\(layer + 1)", ["*"] + columns))
    }
    return query(layers, answers)
  }
}

// MARK: - Logistic models

extension SQLQuery {
  /// PostgreSQL takes a result that is too large or too small for an error that ends the query.
  private static let largest = 1e100

  private func logistic(_ model: LogisticFormulas) -> String {
    let used = Set(model.effects.flatMap(\.formula.features) + model.steps.flatMap(\.features))
      .union(model.required).sorted()
    var layers = [(name: "cells", columns: cells(used))]
    if dialect == .postgresql { layers.append(("bounded", bounded(used))) }
    let depths = Self.depths(of: model.steps)
    for depth in 0..<(depths.max().map { $0 + 1 } ?? 0) {
      let columns = model.steps.indices.filter { depths[$0] == depth }.map {
        "\(formulas.text(model.steps[$0])) AS \(SQLFormulas.step($0))"
      }
      layers.append(("steps\(depth + 1)", ["*"] + columns))
    }
    layers.append(("sums", ["*", logOdds(model) + " AS log_odds"]))
    return query(layers, ["\(Self.probability(dialect)) AS \(valueColumn)"])
  }

  private var formulas: SQLFormulas { SQLFormulas(dialect: dialect) }

  /// By step: how many layers of steps it needs below it.
  private static func depths(of steps: [ExportFormula]) -> [Int] {
    steps.reduce(into: []) { depths, step in
      depths.append((step.steps.map { depths[$0] + 1 }).max() ?? 0)
    }
  }

  private func bounded(_ features: [Int]) -> [String] {
    let (large, small) = (Self.largest, 1 / Self.largest)
    let number = dialect.number
    return (idColumn == nil ? [] : ["id"])
      + features.map { place in
        guard case .numeric = model.schema.features[place].kind else {
          return SQLFormulas.level(place)
        }
        let x = SQLFormulas.cell(place)
        return "CASE WHEN \(x) > \(number(large)) THEN \(number(large)) "
          + "WHEN \(x) < \(number(-large)) THEN \(number(-large)) "
          + "WHEN abs(\(x)) < \(number(small)) THEN \(number(0)) ELSE \(x) END AS \(x)"
      } + (features.isEmpty ? ["1 AS one"] : [])
  }

  private func logOdds(_ model: LogisticFormulas) -> String {
    let intercept = dialect.number(model.intercept)
    let sum: String
    if model.effects.count <= 100 {
      sum = ([intercept] + model.effects.map { formulas.text($0.formula) })
        .joined(separator: "\n    + ")
    } else {
      sum = intercept + " + " + formulas.text(.total(model.effects.map(\.formula)))
    }
    guard !model.required.isEmpty else { return sum }
    let gaps = model.required.flatMap { place in
      gapTexts(place, model.gap(in: place))
    }
    return "CASE WHEN \(gaps.joined(separator: " OR ")) THEN NULL ELSE " + sum + " END"
  }

  private func gapTexts(_ place: Int, _ conditions: [ExportCondition]) -> [String] {
    if case .categorical = self.model.schema.features[place].kind {
      return [SQLFormulas.level(place) + " IS NULL"]
    }
    return conditions.map(formulas.text)
  }

  /// 1 / (1 + e^−η), η within ±700, where e^η is a number.
  static func probability(_ dialect: SQLDialect) -> String {
    let (one, bound) = (dialect.number(1), 700.0)
    let clamped = SQLFormulas(dialect: dialect).cases(
      [
        ("log_odds > \(dialect.number(bound))", dialect.number(-bound)),
        ("log_odds < \(dialect.number(-bound))", dialect.number(bound)),
      ], otherwise: "-log_odds")
    return "\(one) / (\(one) + exp(\(clamped)))"
  }
}
