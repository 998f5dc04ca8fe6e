import CKernels
import Testing

@testable import Modeling

/// The search against every candidate, one after the other.
@Suite struct SplitSearchTests {
  struct Rows: Sendable {
    var labels: [Bool]
    var weights: [Double]?

    func impurity(_ criterion: Impurity, _ rows: [Int]) -> Double {
      var (stayed, churned) = (0.0, 0.0)
      for row in rows {
        if labels[row] { churned += weights?[row] ?? 1 } else { stayed += weights?[row] ?? 1 }
      }
      return criterion.total(stayed, churned)
    }

    /// 0 where a side is too small.
    func improvement(_ criterion: Impurity, _ left: [Bool], minimumLeaf: Int) -> Double {
      let (a, b) = (labels.indices.filter { left[$0] }, labels.indices.filter { !left[$0] })
      if min(a.count, b.count) < minimumLeaf { return 0 }
      return impurity(criterion, Array(labels.indices)) - impurity(criterion, a)
        - impurity(criterion, b)
    }
  }

  static func rows(_ count: Int, _ generator: inout SeededGenerator, isWeighted: Bool) -> Rows {
    let labels = (0..<count).map { _ in generator.uniform() < 0.4 }
    let weights =
      isWeighted ? labels.map { _ in Double(1 + generator.integer(below: 5)) / 2 } : nil
    return Rows(labels: labels, weights: weights)
  }

  static func search(
    _ rows: Rows, _ column: TreeColumn, _ criterion: Impurity, minimumLeaf: Int
  ) -> SplitSearch.Candidate? {
    let weight = { (row: Int) in rows.weights?[row] ?? 1 }
    let churned = rows.labels.indices.filter { rows.labels[$0] }
    let node = DecisionTree.Node(
      number: 1, rows: rows.labels.count, churned: churned.count,
      weight: rows.labels.indices.reduce(0) { $0 + weight($1) },
      churnedWeight: churned.reduce(0) { $0 + weight($1) }, complexity: 0)
    var specification = TreeSpecification()
    (specification.criterion, specification.minimumLeaf) = (criterion, minimumLeaf)
    specification.missing = .direction
    let response = NodeResponse.classes(
      rows.labels, ClassCosts(prior: nil, cost: .init(), stayed: 1, churned: 1))
    return SplitSearch(specification, response, weights: rows.weights)
      .best(
        of: column, feature: 0,
        in: NodeRows(
          order: SortedColumn(labels: rows.labels.map { $0 ? 1 : 0 }),
          segment: 0..<rows.labels.count),
        node: node)
  }

  @Test(arguments: 0..<12, Impurity.allCases) func numbers(seed: Int, criterion: Impurity) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = Self.rows(40, &generator, isWeighted: seed % 2 == 1)
    let share = seed % 3 == 0 ? 0 : 0.2
    let values = rows.labels.map { _ in
      generator.uniform() < share ? Double.nan : Double(generator.integer(below: 15))
    }
    var best = 0.0
    for cut in 1..<15 {
      for missingLow in [true, false] {
        let left = values.map { $0.isNaN ? missingLow : $0 < Double(cut) }
        let known = values.filter { !$0.isNaN }
        guard known.contains(where: { $0 < Double(cut) }),
          known.contains(where: { $0 >= Double(cut) })
        else { continue }
        best = max(best, rows.improvement(criterion, left, minimumLeaf: 4))
      }
    }
    let bits = rows.labels.map { $0 ? UInt8(1) : 0 }
    let found = Self.search(
      rows, .sorted(SortedColumn(numbers: values, labels: bits)), criterion, minimumLeaf: 4)
    #expect(abs((found?.split.improvement ?? 0) - best) < 1e-10)
  }

  /// All 2^k subsets: the prefixes of the order by share are enough.
  @Test(arguments: 0..<12, Impurity.allCases) func levels(seed: Int, criterion: Impurity) {
    var generator = SeededGenerator(seed: UInt64(seed + 100))
    let rows = Self.rows(50, &generator, isWeighted: seed % 2 == 1)
    let share = seed % 3 == 0 ? 0 : 0.15
    let codes = rows.labels.map { _ in
      generator.uniform() < share ? Int32(-1) : Int32(generator.integer(below: 6))
    }
    var best = 0.0
    for subset in 1..<63 {
      for missingLeft in [true, false] {
        let left = codes.map { $0 < 0 ? missingLeft : subset >> Int($0) & 1 == 1 }
        best = max(best, rows.improvement(criterion, left, minimumLeaf: 1))
      }
    }
    let column = TreeColumn.levels(codes: codes, names: (0..<6).map { "l\($0)" })
    let found = Self.search(rows, column, criterion, minimumLeaf: 1)
    #expect(abs((found?.split.improvement ?? 0) - best) < 1e-10)
  }

  /// Sorting is stable and keeps gaps last.
  @Test func sortedColumns() {
    let values = [3, .nan, -0.0, 0, -.infinity, .leastNonzeroMagnitude, .infinity, -5, .nan, 3]
    let labels: [UInt8] = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
    let column = SortedColumn(numbers: values, labels: labels)
    let rows = (0..<10).map { column.row(at: $0) }
    #expect(rows == [4, 7, 2, 3, 5, 0, 9, 6, 1, 8])
    #expect((0..<10).filter { column.isStep(at: $0) } == [0, 1, 2, 4, 5, 7, 8])
    #expect(column.distinctCount == 7)
    for place in 0..<10 { #expect(UInt8(column.rows[place] & 1) == labels[rows[place]]) }
    let marks: [UInt8] = [1, 1, 0, 0, 1, 0, 1, 0, 0, 1]
    let kept = SortedColumn(column, keeping: marks, equalTo: 1)
    #expect((0..<kept.count).map { kept.row(at: $0) } == [4, 0, 9, 6, 1])
    #expect((0..<kept.count).filter { kept.isStep(at: $0) } == [0, 1, 3, 4])
    // Rows 0, 1, 4, 6 and 9 go left; steps are those within each part.
    column.partition(2..<10, bits: [0b10_0101_0011])
    #expect((0..<10).map { column.row(at: $0) } == [4, 7, 0, 9, 6, 1, 2, 3, 5, 8])
    #expect((0..<10).filter { column.isStep(at: $0) } == [0, 1, 2, 4, 5, 6, 8, 9])
    #expect(SortedColumn(numbers: [], labels: []).count == 0)
  }

  /// Values that the radix sort takes differently: few bits, many, runs that share the first 32,
  /// short and long, across the whole range.
  static let draws: [@Sendable (inout SeededGenerator) -> Double] = [
    { $0.bell() },
    { Double($0.integer(below: 20)) },
    { $0.uniform() < 0.01 ? -1 : 1e9 + $0.uniform() / 1000 },
    { $0.uniform() < 0.5 ? 1 : 1 + Double($0.integer(below: 3)) * .ulpOfOne },
    { Double(bitPattern: $0.next()) },
    { $0.uniform() < 0.5 ? .nan : $0.uniform() },
  ]

  @Test(arguments: draws.indices, [1, 40, 3000]) func sortsAsAComparisonDoes(
    draw: Int, count: Int
  ) {
    var generator = SeededGenerator(seed: UInt64(draw))
    let values = (0..<count).map { _ in Self.draws[draw](&generator) }
    let column = SortedColumn(numbers: values, labels: values.map { _ in 1 })
    let key = { (row: Int) in values[row].isNaN ? Double.infinity : values[row] }
    let isGap = { (row: Int) in values[row].isNaN ? 1 : 0 }
    let expected = values.indices.sorted {
      (isGap($0), key($0), $0) < (isGap($1), key($1), $1)
    }
    #expect((0..<count).map { column.row(at: $0) } == expected)
    for (place, row) in expected.enumerated() where place > 0 {
      let last = expected[place - 1]
      #expect(column.isStep(at: place) == ((isGap(last), key(last)) < (isGap(row), key(row))))
    }
  }

  /// The search that tells eight cuts at once without a division, against the plain one, which weights
  /// of 1 take: the same bits.
  @Test(arguments: draws.indices, [(1.0, 1.0), (0.3, 2.5)]) func screenedCutsArePlainCuts(
    draw: Int, scale: (Double, Double)
  ) {
    var generator = SeededGenerator(seed: UInt64(draw) + 50)
    for count in [2, 9, 17, 300, 1500] {
      let values = (0..<count).map { _ in Self.draws[draw](&generator) }
      let labels = values.map { generator.uniform() < ($0 > 0.5 ? 0.6 : 0.3) ? UInt8(1) : 0 }
      let column = SortedColumn(numbers: values, labels: labels)
      var options = ck_tree_options()
      options.criterion = Int32(CK_GINI)
      (options.available_only, options.min_leaf) = (1, Int64(1 + draw))
      (options.scale, options.prior) = (scale, scale)
      let churned = labels.reduce(0) { $0 + Double($1) }
      options.tolerance =
        1e-11
        * ck_tree_impurity(
          options.criterion, (Double(count) - churned) * scale.0, churned * scale.1)
      let found = [nil, values.map { _ in 1.0 }].map { weights in
        withOptionalPointer(to: weights) {
          ck_tree_best_cut(values, column.rows, Int64(count), $0, nil, &options)
        }
      }
      #expect(found[0].found == found[1].found && found[0].cut == found[1].cut)
      #expect(found[0].improvement == found[1].improvement && found[0].low == found[1].low)
    }
  }
}
