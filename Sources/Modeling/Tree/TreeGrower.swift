import CKernels

/// The rows that a tree is grown on.
struct TreeData: Sendable {
  /// A column a feature, sorted; partitioned in place while the tree grows.
  var columns: [SortedColumn]
  var rowCount: Int
  var churned: Int
  var weight: Double
  var churnedWeight: Double
}

/// Grows a tree by recursive partitioning and prices its splits as rpart does.
///
/// A node's complexity is the loss that its split saves for each split it takes, among the splits
/// below it that would not be pruned earlier (Breiman et al. 1984, section 3.3, in the single
/// bottom-up pass of Therneau & Atkinson, "An Introduction to Recursive Partitioning", section 4).
/// A split whose price is not above alpha is taken back at once, and a node is not tried where a
/// bound on the loss that splits could still save there is not above alpha: rpart's bound, which
/// passes on from a parent what it has left.
struct TreeGrower {
  let specification: TreeSpecification
  let search: SplitSearch
  let parallel: Parallel
  /// In units of loss: cp times the root's loss.
  let alpha: Double

  private let data: TreeData
  private let side: UnsafeMutablePointer<UInt8>
  private var nodes: [DecisionTree.Node] = []

  /// - Parameter capacity: one more than the largest row number in `data`.
  static func grow(
    _ data: TreeData, _ specification: TreeSpecification, weights: [Double]?, alpha: Double,
    capacity: Int, parallel: Parallel
  ) -> DecisionTree {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(capacity, 1)) { side in
      side.initialize(repeating: 0)
      var grower = TreeGrower(
        specification: specification,
        search: SplitSearch(
          criterion: specification.criterion, minimumLeaf: specification.minimumLeaf,
          weights: weights),
        parallel: parallel, alpha: alpha, data: data,
        // The capacity is never 0, so the buffer has an address.
        side: side.baseAddress.unsafelyUnwrapped)
      let root = DecisionTree.Node(
        number: 1, rows: data.rowCount, churned: data.churned, weight: data.weight,
        churnedWeight: data.churnedWeight, complexity: alpha)
      _ = grower.grow(root, 0..<data.rowCount, bound: .infinity)
      return DecisionTree(nodes: grower.priced())
    }
  }

  private init(
    specification: TreeSpecification, search: SplitSearch, parallel: Parallel, alpha: Double,
    data: TreeData, side: UnsafeMutablePointer<UInt8>
  ) {
    self.specification = specification
    self.search = search
    self.parallel = parallel
    self.alpha = alpha
    self.data = data
    self.side = side
  }

  /// What a subtree costs once the splits below it that go first are gone.
  private struct Price {
    var loss: Double
    var splits: Int
  }

  /// Appends the subtree of `node`, whose rows are `segment` of every column.
  /// - Parameter bound: what its parent's splits may still save.
  private mutating func grow(
    _ node: DecisionTree.Node, _ segment: Range<Int>, bound: Double
  ) -> Price {
    let place = nodes.count
    nodes.append(node)
    let leaf = Price(loss: node.loss, splits: 0)
    let bound = min(node.loss, bound)
    guard node.rows >= specification.minimumSplit, bound > alpha,
      node.number.depth < specification.maximumDepth,
      let candidate = bestSplit(node, segment)
    else { return leaf }
    nodes[place].split = candidate.split
    let (left, right, boundary) = partition(node, segment, candidate)
    let leftPrice = grow(left, segment.lowerBound..<boundary, bound: bound - alpha)
    let saved = max(
      (node.loss - leftPrice.loss) / Double(leftPrice.splits + 1), node.loss - left.loss)
    let rightPlace = nodes.count
    let rightPrice = grow(
      right, boundary..<segment.upperBound, bound: min(saved, bound) - alpha)
    let remaining = price(
      node.loss, (leftPrice, nodes[place + 1]), (rightPrice, nodes[rightPlace]))
    nodes[place].complexity = (node.loss - remaining.loss) / Double(remaining.splits + 1)
    if nodes[place].complexity <= alpha {
      nodes[place].split = nil
      nodes.removeSubrange((place + 1)...)
      return leaf
    }
    return Price(loss: remaining.loss, splits: remaining.splits + 1)
  }

  /// The children's subtrees, without those that are pruned before this node: the cheaper one goes
  /// first, then the other, each if its own price is below this node's so far.
  private func price(
    _ loss: Double, _ left: (price: Price, node: DecisionTree.Node),
    _ right: (price: Price, node: DecisionTree.Node)
  ) -> Price {
    let leftIsFirst = right.node.complexity > left.node.complexity
    let (first, second) = leftIsFirst ? (left, right) : (right, left)
    var (a, b) = (first.price, second.price)
    func cost() -> Double { (loss - (a.loss + b.loss)) / Double(a.splits + b.splits + 1) }
    if cost() > first.node.complexity {
      a = Price(loss: first.node.loss, splits: 0)
      if cost() > second.node.complexity { b = Price(loss: second.node.loss, splits: 0) }
    }
    return Price(loss: a.loss + b.loss, splits: a.splits + b.splits)
  }

  /// The first of the columns with the greatest improvement.
  private func bestSplit(_ node: DecisionTree.Node, _ segment: Range<Int>) -> SplitSearch.Candidate?
  {
    let (columns, search) = (data.columns, search)
    let parallel = segment.count < 20_000 ? Parallel(threads: 1) : parallel
    let candidates = parallel.map(count: columns.count) {
      search.best(of: columns[$0], feature: $0, in: segment, node: node)
    }
    let parent = search.criterion.total(node.weight - node.churnedWeight, node.churnedWeight)
    var best: SplitSearch.Candidate?
    for case .some(let candidate) in candidates {
      let margin = SplitSearch.tieTolerance * parent
      if candidate.split.improvement > (best?.split.improvement ?? 0) + margin { best = candidate }
    }
    return best
  }

  private func partition(
    _ node: DecisionTree.Node, _ segment: Range<Int>, _ candidate: SplitSearch.Candidate
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node, boundary: Int) {
    let column = data.columns[candidate.split.feature]
    mark(column, segment, candidate)
    let left = tally(column, segment, number: 2 * node.number)
    let right = DecisionTree.Node(
      number: 2 * node.number + 1, rows: node.rows - left.rows,
      churned: node.churned - left.churned,
      weight: node.weight - left.weight, churnedWeight: node.churnedWeight - left.churnedWeight,
      complexity: alpha)
    let (columns, side) = (data.columns, UncheckedPointer(side))
    let parallel = segment.count < 20_000 ? Parallel(threads: 1) : parallel
    _ = parallel.map(count: columns.count) { columns[$0].partition(segment, side: side.pointer) }
    return (left, right, segment.lowerBound + left.rows)
  }

  private func mark(
    _ column: SortedColumn, _ segment: Range<Int>, _ candidate: SplitSearch.Candidate
  ) {
    let rows = column.rows + segment.lowerBound
    let count = Int64(segment.count)
    let missingLeft: Int32 = candidate.split.missingGoesLeft ? 1 : 0
    let values = column.values.map { $0 + segment.lowerBound }
    switch (candidate.split.rule, column.kind) {
    case (.below(let cut), _): ck_tree_mark_cut(values, rows, count, cut, 1, missingLeft, side)
    case (.atLeast(let cut), _): ck_tree_mark_cut(values, rows, count, cut, 0, missingLeft, side)
    case (.levels, .categorical(let codes, let levels)):
      ck_tree_mark_levels(rows, count, codes, Int32(levels.count), candidate.leftLevels, side)
    case (.levels, .numeric): preconditionFailure("a numeric column is split by a threshold")
    }
  }

  /// Counts of the rows marked left.
  private func tally(
    _ column: SortedColumn, _ segment: Range<Int>, number: Int
  ) -> DecisionTree.Node {
    let left = withOptionalPointer(to: search.weights) {
      ck_tree_tally(column.rows + segment.lowerBound, Int64(segment.count), $0, side)
    }
    return DecisionTree.Node(
      number: number, rows: Int(left.rows), churned: Int(left.churned), weight: left.w0 + left.w1,
      churnedWeight: left.w1, complexity: alpha)
  }

  /// Complexity relative to the root's loss, and never above the parent's.
  private func priced() -> [DecisionTree.Node] {
    var result = nodes
    let rootLoss = nodes[0].loss
    var limit: [Int: Double] = [:]
    for place in result.indices {
      let number = result[place].number
      let complexity = min(result[place].complexity, limit[number / 2] ?? .infinity)
      limit[number] = complexity
      result[place].complexity = rootLoss > 0 ? complexity / rootLoss : 0
    }
    return result
  }
}

/// Lets a pointer into memory that outlives the threads cross to them.
struct UncheckedPointer<Pointee>: @unchecked Sendable {
  let pointer: UnsafePointer<Pointee>
  init(_ pointer: UnsafePointer<Pointee>) { self.pointer = pointer }
  init(_ pointer: UnsafeMutablePointer<Pointee>) { self.pointer = UnsafePointer(pointer) }
}
