import Modeling
import Testing

@Suite struct FoldsTests {
  static func labels(_ rows: Int, churned: Int) -> [Bool] {
    (0..<rows).map { $0 * churned % rows < churned }
  }

  @Test(arguments: [(100, 30, 10), (101, 7, 5), (7, 3, 10), (2, 1, 2)])
  func foldsAreBalancedWithinEachClass(rows: Int, churned: Int, count: Int) {
    let labels = Self.labels(rows, churned: churned)
    let folds = RowDivision(labels: labels, seed: 1).folds(count)
    #expect(folds.allSatisfy { (0..<count).contains($0) })
    for members in [labels.indices.filter { _ in true }, labels.indices.filter { labels[$0] }] {
      let sizes = (0..<count).map { fold in members.count { folds[$0] == fold } }
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test(arguments: [0.1, 0.25, 0.5]) func holdoutIsStratified(_ fraction: Double) {
    let labels = Self.labels(200, churned: 40)
    let held = RowDivision(labels: labels, seed: 3).holdout(fraction)
    let churned = labels.indices.count { labels[$0] && held[$0] }
    #expect(churned == Int(40 * fraction))
    #expect(held.count { $0 } == Int(200 * fraction))
  }

  @Test(arguments: [0.001, 0.999]) func holdoutLeavesBothSidesOfEachClass(_ fraction: Double) {
    let labels = Self.labels(50, churned: 5)
    let held = RowDivision(labels: labels, seed: 3).holdout(fraction)
    for label in [true, false] {
      let rows = labels.indices.filter { labels[$0] == label }
      #expect(rows.contains { held[$0] } && rows.contains { !held[$0] })
    }
    // A class of one row stays in training.
    let single = RowDivision(labels: [true, false, false], seed: 1).holdout(0.5)
    #expect(!single[0] && single.count { $0 } == 1)
  }

  /// Customers with rows of both classes count as churned, and stay together.
  @Test func groupsStayTogether() {
    var generator = SeededGenerator(seed: 4)
    let groups = (0..<300).map { _ in generator.integer(below: 80) * 11 - 5 }
    let labels = groups.map { _ in generator.uniform() < 0.2 }
    let division = RowDivision(labels: labels, groups: groups, seed: 2)
    let (folds, held) = (division.folds(5), division.holdout(0.3))
    for (a, b) in zip(groups.indices, groups.indices.dropFirst()) where groups[a] == groups[b] {
      #expect(folds[a] == folds[b])
    }
    let names = Set(groups)
    for name in names {
      let rows = groups.indices.filter { groups[$0] == name }
      #expect(Set(rows.map { folds[$0] }).count == 1 && Set(rows.map { held[$0] }).count == 1)
    }
    let perFold = (0..<5).map { fold in
      names.count { name in groups.indices.contains { groups[$0] == name && folds[$0] == fold } }
    }
    #expect((perFold.max() ?? 0) - (perFold.min() ?? 0) <= 1)
  }

  @Test func onlyTheSeedDecides() {
    let labels = Self.labels(60, churned: 20)
    let once = RowDivision(labels: labels, seed: 7)
    #expect(once.folds(4) == once.folds(4) && once.holdout(0.2) == once.holdout(0.2))
    // Groups of one row each, whatever they are called, divide as rows do.
    let named = RowDivision(labels: labels, groups: labels.indices.map { 1000 - $0 }, seed: 7)
    #expect(named.folds(4) == once.folds(4) && named.holdout(0.2) == once.holdout(0.2))
    let other = RowDivision(labels: labels, seed: 8)
    #expect(other.folds(4) != once.folds(4) && other.holdout(0.2) != once.holdout(0.2))
  }

  /// Folds and hold-out of one seed are drawn from different streams.
  @Test func holdoutIsNoFold() {
    let division = RowDivision(labels: Self.labels(100, churned: 50), seed: 5)
    let (folds, held) = (division.folds(2), division.holdout(0.5))
    let agreement = folds.indices.count { (folds[$0] == 0) == held[$0] }
    #expect(agreement > 25 && agreement < 75)
  }

  /// A saved model names its seed: the division must come out the same for ever.
  @Test func divisionsArePinned() {
    let division = RowDivision(labels: Self.labels(12, churned: 4), seed: 20)
    #expect(division.folds(3) == [0, 2, 1, 1, 1, 2, 2, 0, 0, 0, 1, 2])
    let held = division.holdout(0.25)
    #expect(held.indices.filter { held[$0] } == [3, 7, 11])
  }

  @Test func noRows() {
    let division = RowDivision(labels: [], seed: 1)
    #expect(division.folds(10).isEmpty && division.holdout(0.3).isEmpty)
  }
}
