import Modeling

/// A tree as nested CASE expressions.
///
/// A node asks `COALESCE(rule, first surrogate, …, side of gaps)`: each of these is NULL where the row
/// has no value for it, or a level that the node does not know.
struct SQLTree {
  /// A subtree that is a column of its own, which the tree above refers to.
  struct Piece {
    var name: String
    var expression: String
    /// It refers to pieces of lower layers only.
    var layer: Int
  }

  /// An expression, the levels of nesting in it, and the layer above the pieces that it refers to.
  private typealias Nested = (text: String, height: Int, layer: Int)

  /// The last is the tree.
  private(set) var pieces: [Piece] = []

  private let formulas: SQLFormulas
  private let tree: DecisionTree
  private let places: [Int: Int]
  private let leaf: (DecisionTree.Node) -> String
  private let name: String

  /// SQLite's parser has room for a hundred open symbols in builds before 3.46, and a level of
  /// nesting takes five.
  private static let deepest = 10

  /// - Parameters:
  ///   - name: of the result's column; those of subtrees begin with it.
  ///   - leaf: the expression that a leaf stands for.
  init(
    _ tree: DecisionTree, dialect: SQLDialect, name: String,
    leaf: @escaping (DecisionTree.Node) -> String
  ) {
    self.tree = tree
    self.name = name
    self.leaf = leaf
    formulas = SQLFormulas(dialect: dialect)
    places = Dictionary(
      zip(tree.nodes.map(\.number), tree.nodes.indices), uniquingKeysWith: { $1 })
    let root = expression(1, indentation: 2)
    pieces.append(Piece(name: name, expression: root.text, layer: root.layer))
  }

  /// The node's subtree, without those below that are too deep to be written in one.
  private mutating func expression(_ number: Int, indentation: Int) -> Nested {
    guard let place = places[number] else { return ("NULL", 0, 0) }
    let node = tree.nodes[place]
    guard let split = node.split else { return (leaf(node), 0, 0) }
    let left = expression(2 * number, indentation: indentation + 1)
    let right = expression(2 * number + 1, indentation: indentation + 1)
    let margin = "\n" + String(repeating: " ", count: 2 * indentation)
    let nested: Nested = (
      "CASE WHEN \(side(split))" + margin + "THEN \(left.text)" + margin + "ELSE \(right.text) END",
      max(left.height, right.height) + 1, max(left.layer, right.layer)
    )
    let isTooDeep = formulas.dialect == .sqlite && nested.height == Self.deepest
    return isTooDeep && number > 1 ? cutOff(nested, number) : nested
  }

  private mutating func cutOff(_ nested: Nested, _ number: Int) -> Nested {
    let piece = Piece(name: "\(name)_\(number)", expression: nested.text, layer: nested.layer)
    pieces.append(piece)
    return (piece.name, 0, nested.layer + 1)
  }

  /// Whether a row goes to the left child.
  private func side(_ split: DecisionTree.Split) -> String {
    let rules =
      [rule(split.rule, split.feature)] + split.surrogates.map { rule($0.rule, $0.feature) }
    return firstKnown(rules + [split.missingGoesLeft ? "TRUE" : "FALSE"])
  }

  /// In groups, since the arguments of a function may be limited to a hundred.
  private func firstKnown(_ arguments: [String]) -> String {
    let size = 90
    guard arguments.count > size else { return "COALESCE(\(arguments.joined(separator: ", ")))" }
    return firstKnown(
      stride(from: 0, to: arguments.count, by: size).map {
        let group = Array(arguments[$0..<min($0 + size, arguments.count)])
        return group.count == 1 ? group[0] : firstKnown(group)
      })
  }

  private func rule(_ rule: DecisionTree.Split.Rule, _ feature: Int) -> String {
    switch rule {
    case .below(let threshold):
      return "\(SQLFormulas.cell(feature)) < \(formulas.dialect.number(threshold))"
    case .atLeast(let threshold):
      return "\(SQLFormulas.cell(feature)) >= \(formulas.dialect.number(threshold))"
    case .levels(let left, let right):
      let column = SQLFormulas.level(feature)
      let sides = [(left, "TRUE"), (right, "FALSE")].filter { !$0.0.isEmpty }
      return sides.isEmpty
        ? "NULL"
        : formulas.cases(
          sides.map { (formulas.isOneOf(column, $0.0), $0.1) }, otherwise: nil)
    }
  }
}

extension DecisionTree {
  /// The features that any row's way may depend on.
  var usedFeatures: Set<Int> {
    nodes.reduce(into: []) { used, node in
      guard let split = node.split else { return }
      used.insert(split.feature)
      used.formUnion(split.surrogates.map(\.feature))
    }
  }
}
