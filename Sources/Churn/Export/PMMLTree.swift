import Modeling

/// A tree as nodes of PMML.
///
/// A child's predicate is the rule with its surrogates, which is unknown where the row has a value for
/// none of them; then the node's default child takes it. A level that the training rows of a node did
/// not have must count as missing there: such rules ask a derived field that holds the levels that the
/// node knows and is missing otherwise.
struct PMMLTree {
  private(set) var derived: [XMLElement] = []
  private(set) var root = XMLElement("Node")

  private let tree: DecisionTree
  private let schema: FeatureSchema
  private let isChurn: Bool
  private var names: PMMLNames
  private let places: [Int: Int]

  init(_ tree: DecisionTree, schema: FeatureSchema, isChurn: Bool, names: PMMLNames) {
    (self.tree, self.schema, self.isChurn, self.names) = (tree, schema, isChurn, names)
    places = Dictionary(
      zip(tree.nodes.map(\.number), tree.nodes.indices), uniquingKeysWith: { $1 })
    root = element(1, predicate: XMLElement("True"))
  }

  private mutating func element(_ number: Int, predicate: XMLElement) -> XMLElement {
    guard let place = places[number] else { return XMLElement("Node") }
    let node = tree.nodes[place]
    var attributes = [("id", "\(number)"), ("recordCount", "\(node.weight)")]
    attributes.append(("score", isChurn ? (node.value > 0.5 ? "1" : "0") : "\(node.value)"))
    guard let split = node.split else {
      return XMLElement("Node", attributes, [predicate] + distribution(node))
    }
    attributes.append(("defaultChild", "\(2 * number + (split.missingGoesLeft ? 0 : 1))"))
    let (left, right) = predicates(split, number)
    return XMLElement(
      "Node", attributes,
      [predicate] + distribution(node)
        + [
          element(2 * number, predicate: left), element(2 * number + 1, predicate: right),
        ])
  }

  private func distribution(_ node: DecisionTree.Node) -> [XMLElement] {
    guard isChurn else { return [] }
    let shares = [("0", 1 - node.value), ("1", node.value)]
    return shares.map { value, share in
      XMLElement(
        "ScoreDistribution",
        [
          ("value", value), ("recordCount", "\(share * node.weight)"),
          ("probability", "\(share)"),
        ])
    }
  }

  /// Of the left child and of the right.
  private mutating func predicates(
    _ split: DecisionTree.Split, _ number: Int
  ) -> (left: XMLElement, right: XMLElement) {
    var sides: [(left: XMLElement, right: XMLElement)] = []
    let rules =
      [(split.feature, split.rule)] + split.surrogates.map { ($0.feature, $0.rule) }
    for (feature, rule) in rules { sides.append(self.sides(rule, feature, number)) }
    return (surrogates(sides.map(\.left)), surrogates(sides.map(\.right)))
  }

  private func surrogates(_ predicates: [XMLElement]) -> XMLElement {
    predicates.count == 1
      ? predicates[0]
      : XMLElement("CompoundPredicate", [("booleanOperator", "surrogate")], predicates)
  }

  private mutating func sides(
    _ rule: DecisionTree.Split.Rule, _ feature: Int, _ number: Int
  ) -> (left: XMLElement, right: XMLElement) {
    let name = schema.features[feature].name
    switch rule {
    case .below(let threshold):
      return (
        simple(name, "lessThan", "\(threshold)"), simple(name, "greaterOrEqual", "\(threshold)")
      )
    case .atLeast(let threshold):
      return (
        simple(name, "greaterOrEqual", "\(threshold)"), simple(name, "lessThan", "\(threshold)")
      )
    case .levels(let left, let right):
      let field = knownLevels(left + right, feature, number)
      return (isOneOf(field, left), isOneOf(field, right))
    }
  }

  private func simple(_ field: String, _ operation: String, _ value: String) -> XMLElement {
    XMLElement(
      "SimplePredicate", [("field", field), ("operator", operation), ("value", value)])
  }

  private func isOneOf(_ field: String, _ levels: [String]) -> XMLElement {
    let tests = levels.map { simple(field, "equal", $0) }
    return tests.count == 1
      ? tests[0] : XMLElement("CompoundPredicate", [("booleanOperator", "or")], tests)
  }

  /// The feature where the node knows all its levels, else a field with those that it knows.
  private mutating func knownLevels(_ levels: [String], _ feature: Int, _ number: Int) -> String {
    let name = schema.features[feature].name
    guard case .categorical(let learned) = schema.features[feature].kind,
      levels.count < learned.levels.count
    else { return name }
    let field = names.new("\(name) in node \(number)")
    let formulas = PMMLFormulas(schema: schema) { _ in "" }
    derived.append(
      XMLElement(
        "DerivedField", [("name", field), ("optype", "categorical"), ("dataType", "string")],
        [formulas.restricted(name, to: levels)]))
    return field
  }
}

extension PMMLFormulas {
  /// The field's level where it is one of these, else missing.
  func restricted(_ name: String, to levels: [String]) -> XMLElement {
    let field = self.field(name)
    return apply(
      "if", apply("isNotMissing", field), apply("if", isOneOf(name, levels), field))
  }
}
