import DelimitedText
import Modeling

/// Reads the nodes of a tree that may come from a stranger: what is no tree, or could not have been
/// grown, is refused with the node's number.
struct TreeReader {
  let index: SchemaIndex
  let isRegression: Bool
  let prior: ClassPrior?
  let cost: MisclassificationCost

  /// Puts the nodes in preorder.
  func tree(_ node: JSONNode) throws(LocatedError) -> DecisionTree {
    var entries: [Int: JSONNode] = [:]
    for entry in try node.array(upTo: ModelLimits.nodes) {
      let number = try entry["node"].int(in: 1...(1 << 31) - 1)
      guard entries.updateValue(entry, forKey: number) == nil else {
        throw try entry["node"].error("is there twice: node \(number)")
      }
    }
    guard let root = entries[1] else { throw node.error("has no root, node 1") }
    let costs = try costs(root)
    var nodes: [Int: DecisionTree.Node] = [:]
    for number in entries.keys.sorted() {
      guard let entry = entries[number] else { continue }
      nodes[number] = try naming(number) { () throws(LocatedError) in
        try self.node(entry, number, costs)
      }
    }
    try checkShape(nodes, entries)
    let tree = DecisionTree(nodes: preorder(nodes))
    try checkSize(tree, node)
    try TreeReach(index.schema).check(tree, entries)
    return tree
  }

  private func costs(_ root: JSONNode) throws(LocatedError) -> ClassCosts? {
    if isRegression { return nil }
    let weight = try root["weight"].number(in: 0...1e300)
    let churned = try root["churned_weight"].number(in: 0...weight)
    if prior != nil, churned <= 0 || churned >= weight {
      throw try root["churned_weight"].error("leaves a class without weight, which has a prior")
    }
    return ClassCosts(prior: prior, cost: cost, stayed: weight - churned, churned: churned)
  }

  /// Says which node an error is about.
  private func naming<Result>(
    _ number: Int, _ body: () throws(LocatedError) -> Result
  ) throws(LocatedError) -> Result {
    do {
      return try body()
    } catch {
      var named = error
      named.what += " (node \(number))"
      throw named
    }
  }

  private func node(
    _ entry: JSONNode, _ number: Int, _ costs: ClassCosts?
  ) throws(LocatedError) -> DecisionTree.Node {
    let parent = try entry.optional("parent")?.int(in: 1...(1 << 31) - 1)
    guard parent == (number == 1 ? nil : number / 2) else {
      throw try entry["parent"].error("is not the parent of node \(number)")
    }
    let rows = try entry["rows"].int(in: 0...Int(Int32.max))
    let weight = try entry["weight"].number(in: 0...1e300)
    var node = DecisionTree.Node(
      number: number, split: try SplitCoding.split(entry, index), rows: rows,
      weight: weight, value: 0, loss: 0,
      complexity: try entry["complexity"].number(in: -1e300...1e300))
    guard let costs else {
      node.value = try entry["mean"].number()
      node.loss = try entry["loss"].number(in: 0...1e300)
      return node
    }
    node.churned = try entry["churned"].int(in: 0...rows)
    node.churnedWeight = try entry["churned_weight"].number(in: 0...weight)
    let stayed = weight - node.churnedWeight
    node.value = costs.probability(stayed: stayed, churned: node.churnedWeight)
    node.loss = costs.call(stayed: stayed, churned: node.churnedWeight).loss
    let probability = try entry["probability"]
    guard abs(try probability.number(in: 0...1) - node.value) <= 1e-9 else {
      throw probability.error(
        "does not follow from the weights of the classes, which give \(node.value)")
    }
    return node
  }

  private func checkShape(
    _ nodes: [Int: DecisionTree.Node], _ entries: [Int: JSONNode]
  ) throws(LocatedError) {
    for number in nodes.keys.sorted() {
      guard let node = nodes[number], let entry = entries[number] else { continue }
      if number > 1, nodes[number / 2]?.isLeaf ?? true {
        throw try entry["node"].error("has no inner node \(number / 2) above it")
      }
      if !node.isLeaf, nodes[2 * number] == nil || nodes[2 * number + 1] == nil {
        throw try entry["node"].error("has a split but not both children: node \(number)")
      }
    }
  }

  /// A rule of a feature keeps a side for each of its levels.
  private func checkSize(_ tree: DecisionTree, _ node: JSONNode) throws(LocatedError) {
    let features = tree.nodes.compactMap(\.split).flatMap {
      [$0.feature] + $0.surrogates.map(\.feature)
    }
    let levels = features.reduce(0) { total, feature in
      if case .categorical(let learned) = index.kind(feature) {
        total + learned.levels.count
      } else {
        total
      }
    }
    guard levels <= ModelLimits.ruleLevels else {
      throw node.error(
        "has rules on \(levels) levels; expected at most \(ModelLimits.ruleLevels)")
    }
  }

  private func preorder(_ byNumber: [Int: DecisionTree.Node]) -> [DecisionTree.Node] {
    var nodes: [DecisionTree.Node] = []
    var waiting = [1]
    while let number = waiting.popLast() {
      guard let node = byNumber[number] else { continue }
      nodes.append(node)
      if !node.isLeaf { waiting += [2 * number + 1, 2 * number] }
    }
    return nodes
  }
}

/// Whether a split can divide what comes to it: rows whose value in a feature was seen above arrive
/// only with values that the splits above let through.
private struct TreeReach {
  /// Values by feature: numbers in low ..< high, or levels; nil: all.
  private struct Limits {
    var numbers: [Int: (low: Double, high: Double)] = [:]
    var levels: [Int: LevelIndex] = [:]
  }

  let schema: FeatureSchema

  init(_ schema: FeatureSchema) { self.schema = schema }

  func check(_ tree: DecisionTree, _ entries: [Int: JSONNode]) throws(LocatedError) {
    var limits: [Int: Limits] = [1: Limits()]
    for node in tree.nodes {
      guard let split = node.split, let own = limits.removeValue(forKey: node.number),
        let entry = entries[node.number]
      else { continue }
      try check(split, own, entry, node.number)
      limits[2 * node.number] = passing(split, own, isLeft: true)
      limits[2 * node.number + 1] = passing(split, own, isLeft: false)
    }
  }

  private func check(
    _ split: DecisionTree.Split, _ limits: Limits, _ entry: JSONNode, _ number: Int
  ) throws(LocatedError) {
    switch split.rule {
    case .below(let cut), .atLeast(let cut):
      guard let (low, high) = limits.numbers[split.feature] else { return }
      guard cut > low, cut < high else {
        throw try entry["threshold"].error(
          "cannot divide what the splits above let through to node \(number)")
      }
    case .levels(let left, let right):
      guard let allowed = limits.levels[split.feature] else { return }
      guard (left + right).allSatisfy({ allowed.code(of: $0) >= 0 }) else {
        throw try entry["levels"].error(
          "has a level that the splits above do not let through to node \(number)")
      }
    }
  }

  private func passing(_ split: DecisionTree.Split, _ limits: Limits, isLeft: Bool) -> Limits {
    var result = limits
    let (low, high) = limits.numbers[split.feature] ?? (-.infinity, .infinity)
    switch split.rule {
    case .below(let cut):
      result.numbers[split.feature] = isLeft ? (low, cut) : (cut, high)
    case .atLeast(let cut):
      result.numbers[split.feature] = isLeft ? (cut, high) : (low, cut)
    case .levels(let left, let right):
      result.levels[split.feature] = LevelIndex(isLeft ? left : right)
    }
    return result
  }
}
