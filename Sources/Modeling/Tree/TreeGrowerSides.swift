import CKernels

/// Sends the rows of a node to its children.
extension TreeGrower {
  /// Marks where each row goes: by the split, its surrogates, then the majority. The bits are left as
  /// they are where no child will be split.
  func assignSides(
    _ split: inout DecisionTree.Split, _ candidate: SplitSearch.Candidate, _ branch: Branch,
    ceiling: Double
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node) {
    if let (left, right) = countedChildren(split, candidate, branch.node) {
      if !split.missingIsLearned { split.missingGoesLeft = left.weight >= right.weight }
      if isTried(left, ceiling) || isTried(right, ceiling) { markBits(branch.rows, candidate) }
      return (left, right)
    }
    let children = judgeSides(&split, candidate, branch.node, branch.rows)
    sides.setBits(of: branch.rows)
    return children
  }

  /// The children as the search for the split has counted them; nil where it has not, or where more
  /// than counts is wanted.
  private func countedChildren(
    _ split: DecisionTree.Split, _ candidate: SplitSearch.Candidate, _ node: DecisionTree.Node
  ) -> (left: DecisionTree.Node, right: DecisionTree.Node)? {
    guard !seeksSurrogates(split), let sums = candidate.sums,
      let left = trainer.response.node(2 * node.number, sums.left, weights: trainer.weights),
      let right = trainer.response.node(2 * node.number + 1, sums.right, weights: trainer.weights)
    else { return nil }
    return (left, right)
  }

  private func judgeSides(
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
        number, rows: rows.entries, count: rows.count, weights: trainer.weights,
        side: sides.side, wanted: wanted)
    }
    return (
      child(2 * node.number, RowSide.left), child(2 * node.number + 1, RowSide.right)
    )
  }

  private func routeUnknown(_ split: DecisionTree.Split, _ rows: NodeRows) {
    let router = RowRouter(split, trainer.levelIndexes)
    for place in 0..<rows.count {
      let row = Int(rows.entries[place] >> 1)
      guard sides.side[row] == RowSide.unknown else { continue }
      let goesLeft = router.goesLeft(row, in: trainer.encoded)
      sides.side[row] = goesLeft ? RowSide.left : RowSide.right
    }
  }

  private func seeksSurrogates(_ split: DecisionTree.Split) -> Bool {
    specification.missing == .surrogate && specification.surrogates > 0
      && (keepsAllSurrogates || trainer.needsSurrogates[split.feature])
  }

  private func surrogates(
    _ split: DecisionTree.Split, _ rows: NodeRows, _ left: Double, _ right: Double
  ) -> [DecisionTree.Surrogate] {
    guard seeksSurrogates(split) else { return [] }
    let (columns, sides) = (data.columns, sides)
    let search = SurrogateSearch(weights: trainer.weights, left: left, right: right)
    let found = workers(rows).map(count: columns.count) { feature in
      feature == split.feature
        ? nil : search.best(of: columns[feature], feature: feature, in: rows, side: sides.side)
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
      guard let numbers = column.numbers, let (cut, lowIsLeft) = candidate.split.rule.cut else {
        return
      }
      ck_tree_mark_cut(
        numbers, column.rows + rows.segment.lowerBound, count, cut, lowIsLeft ? 1 : 0, missing,
        sides.side)
    case .binned(let column):
      let bins = column.sides(of: candidate.split.rule, missing: missing)
      ck_bin_mark(rows.entries, count, column.codes, bins, sides.side)
    case .levels(let codes, let names):
      let levels = candidate.sides.map { $0 == RowSide.unknown ? missing : $0 }
      ck_tree_mark_levels(rows.entries, count, codes, Int32(names.count), levels, sides.side)
    }
  }

  /// The bits alone, for a split on numbers that has a side for each row.
  private func markBits(_ rows: NodeRows, _ candidate: SplitSearch.Candidate) {
    let missing = candidate.split.missingGoesLeft ? RowSide.left : RowSide.right
    switch data.columns[candidate.split.feature] {
    case .sorted(let column):
      guard let numbers = column.numbers, let (cut, lowIsLeft) = candidate.split.rule.cut else {
        return
      }
      ck_tree_mark_bits(
        numbers, column.rows + rows.segment.lowerBound, Int64(rows.count), cut,
        lowIsLeft ? 1 : 0, missing, sides.bits)
    case .binned(let column):
      let bins = column.sides(of: candidate.split.rule, missing: missing)
      ck_bin_mark_bits(rows.entries, Int64(rows.count), column.codes, bins, sides.bits)
    case .levels:
      mark(rows, candidate, missing: missing)
      sides.setBits(of: rows)
    }
  }
}
