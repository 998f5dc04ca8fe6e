import CKernels

/// Grows a tree by recursive partitioning.
///
/// A split whose price is not above alpha is taken back at once, and a node is not tried where a
/// bound on the loss that splits could still save there is not above alpha: rpart's bound, which
/// passes on from a parent what it has left.
struct TreeGrower {
  private let trainer: TreeTrainer
  private let search: SplitSearch
  private let counter: HistogramCounter
  private let parallel: Parallel
  /// In units of loss: cp times the root's loss.
  private let alpha: Double
  private let data: TreeData
  private let side: UnsafeMutablePointer<UInt8>
  private let keepsAllSurrogates: Bool
  private var nodes: [DecisionTree.Node] = []

  private var specification: TreeSpecification { trainer.specification }
  /// What is partitioned with the nodes.
  private let orders: [SortedColumn]

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
        data.root, grower.rootRows, ceiling: .infinity, bounds: -.infinity ... .infinity)
      return DecisionTree(nodes: TreePrice.relative(grower.nodes))
    }
  }

  private init(
    _ data: TreeData, _ trainer: TreeTrainer, alpha: Double, keepsAllSurrogates: Bool,
    parallel: Parallel, side: UnsafeMutablePointer<UInt8>
  ) {
    self.data = data
    orders =
      [data.order]
      + data.columns.compactMap { if case .sorted(let column) = $0 { column } else { nil } }
    self.trainer = trainer
    self.alpha = alpha
    self.keepsAllSurrogates = keepsAllSurrogates
    self.parallel = parallel
    self.side = side
    search = SplitSearch(
      trainer.specification, trainer.response, weights: trainer.weights,
      monotone: trainer.schema.features.map { trainer.specification.monotone[$0.name] })
    counter = HistogramCounter(
      columns: data.columns, response: trainer.response, weights: trainer.weights)
  }

  private var rootRows: NodeRows {
    var rows = NodeRows(order: data.order, segment: 0..<data.root.rows)
    if counter.isNeeded {
      rows.histogram = counter.histogram(of: data.root, rows, workers(rows))
    }
    return rows
  }

  /// Appends the subtree of `node`.
  /// - Parameters:
  ///   - ceiling: what its parent's splits may still save.
  ///   - bounds: where values may lie under the constraints above.
  private mutating func grow(
    _ node: DecisionTree.Node, _ rows: NodeRows, ceiling: Double, bounds: ClosedRange<Double>
  ) -> TreePrice {
    let place = nodes.count
    nodes.append(node)
    nodes[place].complexity = alpha
    let ceiling = min(node.loss, ceiling)
    guard isTried(node, ceiling), let (split, left, right) = carryOutSplit(node, rows, bounds)
    else { return .leaf(node) }
    nodes[place].split = split
    let (leftRows, rightRows) = partition(rows, left, right, ceiling: ceiling - alpha)
    let limits = MonotoneBounds(search.monotone[split.feature], left.value, right.value, bounds)
    let leftPrice = grow(left, leftRows, ceiling: ceiling - alpha, bounds: limits.left)
    let saved = max(
      (node.loss - leftPrice.loss) / Double(leftPrice.splits + 1), node.loss - left.loss)
    let rightPlace = nodes.count
    let rightPrice = grow(
      right, rightRows, ceiling: min(saved, ceiling) - alpha, bounds: limits.right)
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

  private func isTried(_ node: DecisionTree.Node, _ ceiling: Double) -> Bool {
    node.rows >= specification.minimumSplit && min(node.loss, ceiling) > alpha
      && node.number.depth < specification.maximumDepth
  }

  /// The best split that keeps its constraints once all rows have a side, and its children; `side`
  /// holds the sides.
  private func carryOutSplit(
    _ node: DecisionTree.Node, _ rows: NodeRows, _ bounds: ClosedRange<Double>
  ) -> (split: DecisionTree.Split, left: DecisionTree.Node, right: DecisionTree.Node)? {
    let candidates = rankedSplits(node, rows, bounds)
    for (rank, candidate) in candidates.enumerated() {
      var split = candidate.split
      split.competitors = candidates.indices.filter { $0 != rank }
        .prefix(specification.competitors).map { candidates[$0].competitor }
      let (left, right) = assignSides(&split, candidate, node, rows)
      if MonotoneBounds.isKept(search.monotone, split, left.value, right.value, bounds) {
        return (split, left, right)
      }
    }
    return nil
  }

  /// The best split of each column that has one: the first with the greatest improvement, then the
  /// others from the best down.
  private func rankedSplits(
    _ node: DecisionTree.Node, _ rows: NodeRows, _ bounds: ClosedRange<Double>
  ) -> [SplitSearch.Candidate] {
    let (columns, search) = (data.columns, search)
    var candidates = workers(rows).map(count: columns.count) {
      search.best(of: columns[$0], feature: $0, in: rows, node: node, bounds: bounds)
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

  /// The children's rows.
  /// - Parameter ceiling: what their splits may save at most.
  private func partition(
    _ rows: NodeRows, _ left: DecisionTree.Node, _ right: DecisionTree.Node, ceiling: Double
  ) -> (left: NodeRows, right: NodeRows) {
    let (orders, side, segment) = (orders, UncheckedPointer(side), rows.segment)
    _ = workers(rows).map(count: orders.count) {
      orders[$0].partition(segment, side: side.pointer)
    }
    let boundary = segment.lowerBound + left.rows
    var leftRows = NodeRows(order: rows.order, segment: segment.lowerBound..<boundary)
    var rightRows = NodeRows(order: rows.order, segment: boundary..<segment.upperBound)
    if let histogram = rows.histogram {
      (leftRows.histogram, rightRows.histogram) = counter.histograms(
        of: histogram, .init(node: left, rows: leftRows, isWanted: isTried(left, ceiling)),
        .init(node: right, rows: rightRows, isWanted: isTried(right, ceiling)), workers(rows))
    }
    return (leftRows, rightRows)
  }

  /// One thread where the work is less than starting another.
  private func workers(_ rows: NodeRows) -> Parallel {
    rows.count < 20_000 ? Parallel(threads: 1) : parallel
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
    _ node: DecisionTree.Node, _ rows: NodeRows
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node) {
    let learned = split.missingGoesLeft ? RowSide.left : RowSide.right
    mark(rows, candidate, missing: split.missingIsLearned ? learned : RowSide.unknown)
    let (left, right) = children(of: node, rows)
    guard !split.missingIsLearned else { return (left, right) }
    split.missingGoesLeft = left.weight >= right.weight
    split.surrogates = surrogates(split, rows, left.weight, right.weight)
    guard left.rows + right.rows < rows.count else { return (left, right) }
    routeUnknown(split, rows)
    return children(of: node, rows)
  }

  /// The nodes of the rows marked left and right.
  private func children(
    of node: DecisionTree.Node, _ rows: NodeRows
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node) {
    func child(_ number: Int, _ wanted: UInt8) -> DecisionTree.Node {
      trainer.response.node(
        number, rows: rows.entries, count: rows.count, weights: trainer.weights, side: side,
        wanted: wanted)
    }
    return (
      child(2 * node.number, RowSide.left), child(2 * node.number + 1, RowSide.right)
    )
  }

  private func routeUnknown(_ split: DecisionTree.Split, _ rows: NodeRows) {
    let router = RowRouter(split, trainer.levelIndexes)
    for place in 0..<rows.count {
      let row = Int(rows.entries[place] >> 1)
      guard side[row] == RowSide.unknown else { continue }
      let goesLeft = router.goesLeft(row, in: trainer.encoded)
      side[row] = goesLeft ? RowSide.left : RowSide.right
    }
  }

  private func surrogates(
    _ split: DecisionTree.Split, _ rows: NodeRows, _ left: Double, _ right: Double
  ) -> [DecisionTree.Surrogate] {
    guard specification.missing == .surrogate, specification.surrogates > 0,
      keepsAllSurrogates || trainer.needsSurrogates[split.feature]
    else { return [] }
    let (columns, side) = (data.columns, UncheckedPointer(side))
    let search = SurrogateSearch(weights: trainer.weights, left: left, right: right)
    let found = workers(rows).map(count: columns.count) { feature in
      feature == split.feature
        ? nil : search.best(of: columns[feature], feature: feature, in: rows, side: side.pointer)
    }
    let ranked = found.compactMap(\.self).sorted {
      ($1.agreement, $0.feature) < ($0.agreement, $1.feature)
    }
    return Array(ranked.prefix(specification.surrogates))
  }

  private func mark(_ rows: NodeRows, _ candidate: SplitSearch.Candidate, missing: UInt8) {
    let count = Int64(rows.count)
    switch data.columns[candidate.split.feature] {
    case .sorted(let column):
      guard let values = column.values, let (cut, lowIsLeft) = candidate.split.rule.cut else {
        return
      }
      let start = rows.segment.lowerBound
      ck_tree_mark_cut(
        values + start, column.rows + start, count, cut, lowIsLeft ? 1 : 0, missing, side)
    case .binned(let column):
      let sides = column.sides(of: candidate.split.rule, missing: missing)
      ck_bin_mark(rows.entries, count, column.codes, sides, side)
    case .levels(let codes, let names):
      let sides = candidate.sides.map { $0 == RowSide.unknown ? missing : $0 }
      ck_tree_mark_levels(rows.entries, count, codes, Int32(names.count), sides, side)
    }
  }
}

/// Lets a pointer into memory that outlives the threads cross to them.
struct UncheckedPointer<Pointee>: @unchecked Sendable {
  let pointer: UnsafePointer<Pointee>
  init(_ pointer: UnsafePointer<Pointee>) { self.pointer = pointer }
  init(_ pointer: UnsafeMutablePointer<Pointee>) { self.pointer = UnsafePointer(pointer) }
}
