import DelimitedText
import Modeling

/// The optional part `held_out_leaves` of a tree in a model file.
enum LeafCountsCoding {
  static func members(_ counts: LeafCounts?) -> [String: JSONValue] {
    guard let counts else { return [:] }
    let leaves = counts.leaves.map { leaf -> JSONValue in
      var members: [String: JSONValue] = [
        "node": JSONValue(leaf.node), "rows": JSONValue(leaf.rows),
        "churned": JSONValue(leaf.churned),
      ]
      if counts.hasWeights {
        members["weight"] = JSONValue(leaf.weight)
        members["churned_weight"] = JSONValue(leaf.churnedWeight)
      }
      return .object(members)
    }
    return ["held_out_leaves": .array(leaves)]
  }

  /// - Parameter node: the part `tree`.
  /// - Returns: nil in a file without that part.
  static func counts(
    _ node: JSONNode, _ tree: DecisionTree, rowsHeldOut: Int
  ) throws(LocatedError) -> LeafCounts? {
    guard let part = try node.optional("held_out_leaves") else { return nil }
    let entries = try part.array(upTo: ModelLimits.nodes)
    let hasWeights = try entries.first?.optional("weight") != nil
    var known: [Int: LeafCounts.Leaf] = [:]
    for entry in entries {
      let leaf = try self.leaf(entry, hasWeights, rowsHeldOut)
      guard known.updateValue(leaf, forKey: leaf.node) == nil else {
        throw try entry["node"].error("is there twice: node \(leaf.node)")
      }
    }
    let counts = try ordered(known, entries, tree, part)
    guard counts.reduce(0, { $0 + $1.rows }) <= rowsHeldOut else {
      throw part.error("has more rows than the \(rowsHeldOut) that were held out")
    }
    return LeafCounts(leaves: counts, hasWeights: hasWeights)
  }

  private static func ordered(
    _ known: [Int: LeafCounts.Leaf], _ entries: [JSONNode], _ tree: DecisionTree, _ part: JSONNode
  ) throws(LocatedError) -> [LeafCounts.Leaf] {
    let leaves = tree.nodes.filter(\.isLeaf).map(\.number)
    let isLeaf = Set(leaves)
    for entry in entries {
      let number = try entry["node"].int(in: 1...Int(UInt32.max))
      guard isLeaf.contains(number) else {
        throw try entry["node"].error("is no leaf of the tree: node \(number)")
      }
    }
    if let lacking = leaves.first(where: { known[$0] == nil }) {
      throw part.error("lacks leaf \(lacking)")
    }
    return leaves.compactMap { known[$0] }
  }

  private static func leaf(
    _ entry: JSONNode, _ hasWeights: Bool, _ rowsHeldOut: Int
  ) throws(LocatedError) -> LeafCounts.Leaf {
    let rows = try entry["rows"].int(in: 0...rowsHeldOut)
    let churned = try entry["churned"].int(in: 0...rows)
    let node = try entry["node"].int(in: 1...Int(UInt32.max))
    guard hasWeights else {
      return LeafCounts.Leaf(
        node: node, rows: rows, churned: churned, weight: Double(rows),
        churnedWeight: Double(churned))
    }
    let weight = try entry["weight"].number(in: rows == 0 ? 0...0 : 1e-300...1e300)
    let churnedWeight = try entry["churned_weight"].number(
      in: churned == 0 ? 0...0 : 1e-300...weight)
    return LeafCounts.Leaf(
      node: node, rows: rows, churned: churned, weight: weight, churnedWeight: churnedWeight)
  }
}

extension TreeModel {
  /// With the held-out leaves of a model file.
  /// - Parameter document: the whole file.
  func readingHeldOut(_ document: JSONNode) throws(LocatedError) -> TreeModel {
    var model = self
    model.heldOutLeaves = try LeafCountsCoding.counts(
      document["tree"], tree,
      rowsHeldOut: document["provenance"]["rows_held_out"].int(in: 0...Int(Int32.max)))
    return model
  }
}
