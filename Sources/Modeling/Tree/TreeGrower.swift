import CKernels

/// Grows a tree by recursive partitioning.
///
/// A split whose price is not above alpha is taken back at once, and a node is not tried where a
/// bound on the loss that splits could still save there is not above alpha: rpart's bound, which
/// passes on from a parent what it has left.
struct TreeGrower {
  let trainer: TreeTrainer
  let search: SplitSearch
  let data: TreeData
  let sides: NodeSides
  let keepsAllSurrogates: Bool
  private let counter: HistogramCounter
  private let parallel: Parallel
  private let workspaces: [Workspace]
  /// In units of loss: cp times the root's loss.
  private let alpha: Double
  private var nodes: [DecisionTree.Node] = []

  var specification: TreeSpecification { trainer.specification }

  /// - Parameter keepsAllSurrogates: false: only those of features that some row has no value in.
  static func grow(
    _ data: TreeData, _ trainer: TreeTrainer, alpha: Double, keepsAllSurrogates: Bool,
    parallel: Parallel
  ) -> DecisionTree {
    var grower = TreeGrower(
      data, trainer, alpha: alpha, keepsAllSurrogates: keepsAllSurrogates, parallel: parallel)
    _ = grower.grow(grower.root, ceiling: .infinity)
    return DecisionTree(nodes: TreePrice.relative(grower.nodes))
  }

  private init(
    _ data: TreeData, _ trainer: TreeTrainer, alpha: Double, keepsAllSurrogates: Bool,
    parallel: Parallel
  ) {
    self.data = data
    self.trainer = trainer
    self.alpha = alpha
    self.keepsAllSurrogates = keepsAllSurrogates
    self.parallel = parallel
    workspaces = (0..<parallel.threads).map { _ in Workspace() }
    sides = NodeSides(rowCount: trainer.encoded.rowCount)
    search = SplitSearch(
      trainer.specification, trainer.response, weights: trainer.weights,
      monotone: trainer.schema.features.map { trainer.specification.monotone[$0.name] })
    counter = HistogramCounter(
      columns: data.columns, response: trainer.response, weights: trainer.weights)
  }

  private var root: Branch {
    let rows = NodeRows(order: data.order, segment: 0..<data.root.rows)
    var root = Branch(node: data.root, rows: rows, bounds: -.infinity ... .infinity)
    guard isTried(root.node, .infinity) else { return root }
    if counter.isNeeded { root.rows.histogram = counter.empty() }
    let (counter, search, columns) = (counter, search, data.columns)
    root.candidates = workers(rows).map(count: columns.count) { [root] feature in
      counter.count(feature, of: root)
      return search.best(of: columns[feature], feature: feature, in: root)
    }.compactMap(\.self)
    return root
  }

  /// Appends the subtree of a node.
  /// - Parameter ceiling: what its parent's splits may still save.
  private mutating func grow(_ branch: Branch, ceiling: Double) -> TreePrice {
    let (node, place) = (branch.node, nodes.count)
    nodes.append(node)
    nodes[place].complexity = alpha
    let ceiling = min(node.loss, ceiling)
    guard isTried(node, ceiling), let split = carryOutSplit(branch, ceiling: ceiling - alpha)
    else { return .leaf(node) }
    nodes[place].split = split.split
    let (left, right) = children(of: branch, split, ceiling: ceiling - alpha)
    let leftPrice = grow(left, ceiling: ceiling - alpha)
    let saved = max(
      (node.loss - leftPrice.loss) / Double(leftPrice.splits + 1), node.loss - left.node.loss)
    let rightPlace = nodes.count
    let rightPrice = grow(right, ceiling: min(saved, ceiling) - alpha)
    let price = TreePrice.joined(
      node, left: (leftPrice, nodes[place + 1]), right: (rightPrice, nodes[rightPlace]))
    nodes[place].complexity = price.complexity(of: node)
    if nodes[place].complexity <= alpha {
      nodes[place].split = nil
      nodes.removeSubrange((place + 1)...)
      return .leaf(node)
    }
    return price
  }

  func isTried(_ node: DecisionTree.Node, _ ceiling: Double) -> Bool {
    node.rows >= specification.minimumSplit && min(node.loss, ceiling) > alpha
      && node.number.depth < specification.maximumDepth
  }

  /// A split that has been carried out: the children's rows have their sides.
  private struct CarriedSplit {
    var split: DecisionTree.Split
    var left: DecisionTree.Node
    var right: DecisionTree.Node
  }

  /// The best split that keeps its constraints once all rows have a side.
  /// - Parameter ceiling: what the children's splits may save at most.
  private func carryOutSplit(_ branch: Branch, ceiling: Double) -> CarriedSplit? {
    let candidates = ranked(branch)
    for (rank, candidate) in candidates.enumerated() {
      var split = candidate.split
      split.competitors = candidates.indices.filter { $0 != rank }
        .prefix(specification.competitors).map { candidates[$0].competitor }
      let (left, right) = assignSides(&split, candidate, branch, ceiling: ceiling)
      if MonotoneBounds.isKept(search.monotone, split, left.value, right.value, branch.bounds) {
        return CarriedSplit(split: split, left: left, right: right)
      }
    }
    return nil
  }

  /// The first of the columns' best splits with the greatest improvement, then the others from the
  /// best down.
  private func ranked(_ branch: Branch) -> [SplitSearch.Candidate] {
    var candidates = branch.candidates
    let margin = search.tolerance(branch.node)
    var best = 0
    for place in candidates.indices
    where candidates[place].split.improvement > candidates[best].split.improvement + margin {
      best = place
    }
    guard !candidates.isEmpty else { return [] }
    let first = candidates.remove(at: best)
    return [first]
      + candidates.sorted {
        ($1.split.improvement, $0.split.feature) < ($0.split.improvement, $1.split.feature)
      }
  }

  /// The children with their rows and the best split of each column, one pass over each column: it is
  /// partitioned and searched while it is near. Children that will not be split stay without.
  /// - Parameter ceiling: what their splits may save at most.
  private func children(
    of parent: Branch, _ split: CarriedSplit, ceiling: Double
  ) -> (left: Branch, right: Branch) {
    let (node, other, rows) = (split.left, split.right, parent.rows)
    let limits = MonotoneBounds(
      search.monotone[split.split.feature], node.value, other.value, parent.bounds)
    var left = Branch(node: node, rows: rows.prefix(node.rows), bounds: limits.left)
    var right = Branch(node: other, rows: rows.dropFirst(node.rows), bounds: limits.right)
    let wanted = (left: isTried(node, ceiling), right: isTried(other, ceiling))
    guard wanted.left || wanted.right else { return (left, right) }
    rows.order.partition(rows.segment, bits: sides.bits, in: workspaces[0])
    counter.prepare(&left, &right, wanted: wanted)
    let found = search(left, right, wanted, within: rows)
    left.candidates = found.compactMap(\.left)
    right.candidates = found.compactMap(\.right)
    return (left, right)
  }

  private typealias Pair = (left: SplitSearch.Candidate?, right: SplitSearch.Candidate?)

  private func search(
    _ left: Branch, _ right: Branch, _ wanted: (left: Bool, right: Bool), within rows: NodeRows
  ) -> [Pair] {
    let (columns, search, counter, sides) = (data.columns, search, counter, sides)
    return workers(rows).map(count: columns.count, in: workspaces) { feature, workspace in
      let column = columns[feature]
      if case .sorted(let sorted) = column {
        sorted.partition(rows.segment, bits: sides.bits, in: workspace)
      }
      counter.count(feature, of: left, right, within: rows)
      return (
        wanted.left ? search.best(of: column, feature: feature, in: left) : nil,
        wanted.right ? search.best(of: column, feature: feature, in: right) : nil
      )
    }
  }

  /// One thread where the work is less than starting another.
  func workers(_ rows: NodeRows) -> Parallel {
    rows.count * data.columns.count < 40_000 ? Parallel(threads: 1) : parallel
  }
}

extension SplitSearch.Candidate {
  fileprivate var competitor: DecisionTree.Competitor {
    DecisionTree.Competitor(
      feature: split.feature, rule: split.rule, improvement: split.improvement)
  }
}
