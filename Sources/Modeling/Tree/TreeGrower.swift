import CKernels

/// Grows a tree by recursive partitioning.
///
/// A split whose price is not above alpha is taken back at once, and a node is not tried where a
/// bound on the loss that splits could still save there is not above alpha: rpart's bound, which
/// passes on from a parent what it has left.
struct TreeGrower {
  private let trainer: TreeTrainer
  private let search: SplitSearch
  private let parallel: Parallel
  /// In units of loss: cp times the root's loss.
  private let alpha: Double
  private let data: TreeData
  private let side: UnsafeMutablePointer<UInt8>
  private let keepsAllSurrogates: Bool
  private var nodes: [DecisionTree.Node] = []

  private var specification: TreeSpecification { trainer.specification }

  /// - Parameter keepsAllSurrogates: false: only those of features that some row has no value in.
  static func grow(
    _ data: TreeData, _ trainer: TreeTrainer, alpha: Double, keepsAllSurrogates: Bool,
    parallel: Parallel
  ) -> DecisionTree {
    let capacity = max(trainer.encoded.rowCount, 1)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { side in
      side.initialize(repeating: 0)
      // The capacity is never 0, so the buffer has an address.
      var grower = TreeGrower(
        data, trainer, alpha: alpha, keepsAllSurrogates: keepsAllSurrogates, parallel: parallel,
        side: side.baseAddress.unsafelyUnwrapped)
      _ = grower.grow(
        data.root, 0..<data.root.rows, ceiling: .infinity, bounds: -.infinity ... .infinity)
      return DecisionTree(nodes: TreePrice.relative(grower.nodes))
    }
  }

  private init(
    _ data: TreeData, _ trainer: TreeTrainer, alpha: Double, keepsAllSurrogates: Bool,
    parallel: Parallel, side: UnsafeMutablePointer<UInt8>
  ) {
    self.data = data
    self.trainer = trainer
    self.alpha = alpha
    self.keepsAllSurrogates = keepsAllSurrogates
    self.parallel = parallel
    self.side = side
    search = SplitSearch(
      trainer.specification, trainer.response, weights: trainer.weights,
      monotone: trainer.schema.features.map { trainer.specification.monotone[$0.name] })
  }

  /// Appends the subtree of `node`, whose rows are `segment` of every column.
  /// - Parameters:
  ///   - ceiling: what its parent's splits may still save.
  ///   - bounds: where values may lie under the constraints above.
  private mutating func grow(
    _ node: DecisionTree.Node, _ segment: Range<Int>, ceiling: Double,
    bounds: ClosedRange<Double>
  ) -> TreePrice {
    let place = nodes.count
    nodes.append(node)
    nodes[place].complexity = alpha
    let ceiling = min(node.loss, ceiling)
    guard node.rows >= specification.minimumSplit, ceiling > alpha,
      node.number.depth < specification.maximumDepth,
      let (split, left, right) = carryOutSplit(node, segment, bounds)
    else { return .leaf(node) }
    nodes[place].split = split
    let boundary = partition(segment)
    let limits = MonotoneBounds(search.monotone[split.feature], left.value, right.value, bounds)
    let leftPrice = grow(
      left, segment.lowerBound..<boundary, ceiling: ceiling - alpha, bounds: limits.left)
    let saved = max(
      (node.loss - leftPrice.loss) / Double(leftPrice.splits + 1), node.loss - left.loss)
    let rightPlace = nodes.count
    let rightPrice = grow(
      right, boundary..<segment.upperBound, ceiling: min(saved, ceiling) - alpha,
      bounds: limits.right)
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

  /// The best split that keeps its constraints once all rows have a side, and its children; `side`
  /// holds the sides.
  private func carryOutSplit(
    _ node: DecisionTree.Node, _ segment: Range<Int>, _ bounds: ClosedRange<Double>
  ) -> (split: DecisionTree.Split, left: DecisionTree.Node, right: DecisionTree.Node)? {
    let candidates = rankedSplits(node, segment, bounds)
    for (rank, candidate) in candidates.enumerated() {
      var split = candidate.split
      split.competitors = candidates.indices.filter { $0 != rank }
        .prefix(specification.competitors).map { candidates[$0].competitor }
      let (left, right) = assignSides(&split, candidate, node, segment)
      if MonotoneBounds.isKept(search.monotone, split, left.value, right.value, bounds) {
        return (split, left, right)
      }
    }
    return nil
  }

  /// The best split of each column that has one: the first with the greatest improvement, then the
  /// others from the best down.
  private func rankedSplits(
    _ node: DecisionTree.Node, _ segment: Range<Int>, _ bounds: ClosedRange<Double>
  ) -> [SplitSearch.Candidate] {
    let (columns, search) = (data.columns, search)
    var candidates = workers(segment).map(count: columns.count) {
      search.best(of: columns[$0], feature: $0, in: segment, node: node, bounds: bounds)
    }.compactMap(\.self)
    let margin = search.tolerance(node)
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

  private func partition(_ segment: Range<Int>) -> Int {
    let (columns, side) = (data.columns, UncheckedPointer(side))
    let left = workers(segment).map(count: columns.count) {
      columns[$0].partition(segment, side: side.pointer)
    }
    return segment.lowerBound + (left.first ?? 0)
  }

  /// One thread where the work is less than starting another.
  private func workers(_ segment: Range<Int>) -> Parallel {
    segment.count < 20_000 ? Parallel(threads: 1) : parallel
  }
}

extension SplitSearch.Candidate {
  fileprivate var competitor: DecisionTree.Competitor {
    DecisionTree.Competitor(
      feature: split.feature, rule: split.rule, improvement: split.improvement)
  }
}

// MARK: - Sides

extension TreeGrower {
  /// Marks where each row goes: by the split, its surrogates, then the majority.
  private func assignSides(
    _ split: inout DecisionTree.Split, _ candidate: SplitSearch.Candidate,
    _ node: DecisionTree.Node, _ segment: Range<Int>
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node) {
    let learned = split.missingGoesLeft ? RowSide.left : RowSide.right
    mark(segment, candidate, missing: split.missingIsLearned ? learned : RowSide.unknown)
    let (left, right) = children(of: node, segment)
    guard !split.missingIsLearned else { return (left, right) }
    split.missingGoesLeft = left.weight >= right.weight
    split.surrogates = surrogates(split, segment, left.weight, right.weight)
    guard left.rows + right.rows < segment.count else { return (left, right) }
    routeUnknown(split, segment)
    return children(of: node, segment)
  }

  /// The nodes of the rows marked left and right.
  private func children(
    of node: DecisionTree.Node, _ segment: Range<Int>
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node) {
    let rows = data.columns[0].rows + segment.lowerBound
    func child(_ number: Int, _ wanted: UInt8) -> DecisionTree.Node {
      trainer.response.node(
        number, rows: rows, count: segment.count, weights: trainer.weights, side: side,
        wanted: wanted)
    }
    return (
      child(2 * node.number, RowSide.left), child(2 * node.number + 1, RowSide.right)
    )
  }

  private func routeUnknown(_ split: DecisionTree.Split, _ segment: Range<Int>) {
    let router = RowRouter(split, trainer.schema)
    let rows = data.columns[0].rows
    for place in segment {
      let row = Int(rows[place] >> 1)
      guard side[row] == RowSide.unknown else { continue }
      let goesLeft = router.goesLeft(row, in: trainer.encoded)
      side[row] = goesLeft ? RowSide.left : RowSide.right
    }
  }

  private func surrogates(
    _ split: DecisionTree.Split, _ segment: Range<Int>, _ left: Double, _ right: Double
  ) -> [DecisionTree.Surrogate] {
    guard specification.missing == .surrogate, specification.surrogates > 0,
      keepsAllSurrogates || trainer.needsSurrogates[split.feature]
    else { return [] }
    let (columns, side) = (data.columns, UncheckedPointer(side))
    let search = SurrogateSearch(weights: trainer.weights, left: left, right: right)
    let found = workers(segment).map(count: columns.count) { feature in
      feature == split.feature
        ? nil : search.best(of: columns[feature], feature: feature, in: segment, side: side.pointer)
    }
    let ranked = found.compactMap(\.self).sorted {
      ($1.agreement, $0.feature) < ($0.agreement, $1.feature)
    }
    return Array(ranked.prefix(specification.surrogates))
  }

  private func mark(
    _ segment: Range<Int>, _ candidate: SplitSearch.Candidate, missing: UInt8
  ) {
    let column = data.columns[candidate.split.feature]
    let rows = column.rows + segment.lowerBound
    let count = Int64(segment.count)
    let values = column.values.map { $0 + segment.lowerBound }
    switch (candidate.split.rule, column.kind) {
    case (.below(let cut), _): ck_tree_mark_cut(values, rows, count, cut, 1, missing, side)
    case (.atLeast(let cut), _): ck_tree_mark_cut(values, rows, count, cut, 0, missing, side)
    case (.levels, .categorical(let codes, let levels)):
      let sides = candidate.sides.map { $0 == RowSide.unknown ? missing : $0 }
      ck_tree_mark_levels(rows, count, codes, Int32(levels.count), sides, side)
    case (.levels, .numeric): preconditionFailure("a numeric column is split by a threshold")
    }
  }
}

/// Lets a pointer into memory that outlives the threads cross to them.
struct UncheckedPointer<Pointee>: @unchecked Sendable {
  let pointer: UnsafePointer<Pointee>
  init(_ pointer: UnsafePointer<Pointee>) { self.pointer = pointer }
  init(_ pointer: UnsafeMutablePointer<Pointee>) { self.pointer = UnsafePointer(pointer) }
}
