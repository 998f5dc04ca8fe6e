import DelimitedText
import Modeling

/// What changed from one model to another.
public struct ModelDifference: Sendable {
  public let first: ChurnModel
  public let second: ChurnModel

  public init(_ first: ChurnModel, _ second: ChurnModel) {
    self.first = first
    self.second = second
  }

  // MARK: - Features

  private static func names(_ model: ChurnModel) -> [String] { model.schema.features.map(\.name) }

  /// Features that the second model has and the first has not.
  public var addedFeatures: [String] { Self.missing(Self.names(second), from: Self.names(first)) }
  public var removedFeatures: [String] { Self.missing(Self.names(first), from: Self.names(second)) }

  /// Numbers in one model and levels in the other.
  public var retypedFeatures: [String] {
    let types = Dictionary(
      first.schema.features.map { ($0.name, $0.kind.typeName) }, uniquingKeysWith: { $1 })
    return second.schema.features.filter { feature in
      types[feature.name].map { $0 != feature.kind.typeName } ?? false
    }.map(\.name)
  }

  private static func missing(_ names: [String], from others: [String]) -> [String] {
    let known = Set(others)
    return names.filter { !known.contains($0) }
  }

  // MARK: - Coefficients

  public struct CoefficientPair: Sendable, Equatable {
    public var term: String
    /// nil where the model has no such term.
    public var first: Coefficient?
    public var second: Coefficient?

    /// Second − first; nil where a model has no estimate.
    public var difference: Double? {
      guard let a = first?.estimate, let b = second?.estimate else { return nil }
      return b - a
    }

    /// From an effect to its opposite.
    public var changesSign: Bool {
      guard let a = first?.estimate, let b = second?.estimate else { return false }
      return a * b < 0
    }
  }

  /// In the first model's order, then those of the second alone; nil where one is not logistic.
  public var coefficients: [CoefficientPair]? {
    guard case .logistic(let a) = first.fitted, case .logistic(let b) = second.fitted else {
      return nil
    }
    let theirs = Dictionary(
      b.coefficients.map { ($0.term.name, $0) }, uniquingKeysWith: { $1 })
    let shared = a.coefficients.map {
      CoefficientPair(term: $0.term.name, first: $0, second: theirs[$0.term.name])
    }
    let known = Set(shared.map(\.term))
    return shared
      + b.coefficients.filter { !known.contains($0.term.name) }.map {
        CoefficientPair(term: $0.term.name, first: nil, second: $0)
      }
  }

  // MARK: - Trees

  public struct NodePair: Sendable, Equatable {
    public var node: Int
    /// The split or `leaf`; nil where the tree has no such node.
    public var first: String?
    public var second: String?
    public var firstValue: Double?
    public var secondValue: Double?

    /// Whether the same rows go the same ways here.
    public var isSame: Bool { first == second }
  }

  /// By node number; nil where one is no tree.
  public var nodes: [NodePair]? {
    guard let a = first.explainedTree, let b = second.explainedTree else { return nil }
    let numbers = Set(a.nodes.map(\.number) + b.nodes.map(\.number)).sorted()
    return numbers.map { number in
      NodePair(
        node: number, first: Self.text(a, number), second: Self.text(b, number),
        firstValue: a[number]?.value, secondValue: b[number]?.value)
    }
  }

  private static func text(_ tree: ExplainedTree, _ number: Int) -> String? {
    tree[number].map { $0.split?.text(tree.schema) ?? "leaf" }
  }

  // MARK: - All else

  /// A value of the files that is not the same.
  public struct Change: Sendable, Equatable {
    /// A JSON pointer.
    public var path: String
    public var first: JSONValue
    public var second: JSONValue
  }

  /// Of label, training data, options, bands, threshold and measures, by path.
  public var changes: [Change] {
    let (a, b) = (Self.scalars(first), Self.scalars(second))
    return Set(a.keys).union(b.keys).sorted { $0.precedesByCodePoint($1) }
      .map { Change(path: $0, first: a[$0] ?? .null, second: b[$0] ?? .null) }
      .filter { $0.first != $0.second }
  }

  private static let compared = [
    "kind", "label", "missing", "provenance", "bands", "threshold", "training",
  ]

  private static func scalars(_ model: ChurnModel) -> [String: JSONValue] {
    guard case .object(let members) = ModelFile.document(of: model) else { return [:] }
    var found: [String: JSONValue] = [:]
    for key in compared { members[key].map { collect($0, "/" + key, &found) } }
    return found
  }

  /// Lists are one value each; those of curves are left out.
  private static func collect(
    _ value: JSONValue, _ path: String, _ found: inout [String: JSONValue]
  ) {
    guard case .object(let members) = value else {
      found[path] = value
      return
    }
    for (key, member) in members where key != "gains" && key != "score_curve" {
      collect(member, path + "/" + key, &found)
    }
  }
}

extension FeatureSchema.Kind {
  var typeName: String {
    switch self {
    case .numeric: "numeric"
    case .categorical: "categorical"
    }
  }
}

// MARK: - JSON

extension ModelDifference {
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "first": ModelIdentity(first).json, "second": ModelIdentity(second).json,
      "features_added": .array(addedFeatures.map { .string($0) }),
      "features_removed": .array(removedFeatures.map { .string($0) }),
      "features_retyped": .array(retypedFeatures.map { .string($0) }),
      "changes": .array(
        changes.map { ["path": .string($0.path), "first": $0.first, "second": $0.second] }),
    ]
    members["coefficients"] = coefficients.map { .array($0.map(\.json)) } ?? .null
    members["nodes"] = nodes.map { .array($0.map(\.json)) } ?? .null
    return .object(members)
  }
}

extension ModelDifference.CoefficientPair {
  fileprivate var json: JSONValue {
    [
      "term": .string(term), "first": JSONValue(first?.estimate),
      "first_standard_error": JSONValue(first?.standardError),
      "second": JSONValue(second?.estimate),
      "second_standard_error": JSONValue(second?.standardError),
      "difference": JSONValue(difference), "sign_changes": .bool(changesSign),
    ]
  }
}

extension ModelDifference.NodePair {
  fileprivate var json: JSONValue {
    [
      "node": JSONValue(node), "first": JSONValue(first), "second": JSONValue(second),
      "first_value": JSONValue(firstValue), "second_value": JSONValue(secondValue),
      "same": .bool(isSame),
    ]
  }
}
