import DelimitedText
import Dispatch
import Modeling

/// A file whose column `churn` is the outcome; the columns of numbers are features.
struct NumericFile {
  let table: FeatureTable
  let labels: [Bool]

  init(_ path: String) throws {
    let read = try TypedTable.read(.file(path)) { $0.map { _ in .automatic } }
    var labels: [Bool] = []
    var columns: [FeatureTable.Column] = []
    for (name, values) in zip(read.header, read.columns) {
      guard case .numeric(let numbers) = values else { continue }
      if name == "churn" {
        labels = numbers.map { $0 == 1 }
      } else {
        columns.append(.init(name: name, values: .numeric(numbers)))
      }
    }
    table = FeatureTable(rowCount: read.rowCount, columns: columns)
    self.labels = labels
  }

  private var numbers: [(name: String, values: [Double])] {
    table.columns.compactMap { column in
      if case .numeric(let values) = column.values { (column.name, values) } else { nil }
    }
  }

  var design: DesignMatrix {
    let numbers = numbers
    return DesignMatrix(
      rowCount: labels.count, terms: [.intercept] + numbers.map { .numeric(feature: $0.name) },
      columns: numbers.map(\.values))
  }

  /// Row modulo ten, as the peers' scripts have it.
  var folds: [Int] { labels.indices.map { $0 % 10 } }

  func sum(of name: String) -> Double {
    numbers.first { $0.name == name }?.values.reduce(0, +) ?? .nan
  }

  /// The least time that these threads need to read all numbers once: the limit for an iteration of
  /// a fit.
  func secondsOfOnePass(threads: Int) -> Double {
    let columns = numbers.map(\.values)
    let passes = (0..<5).map { _ in
      let watch = Stopwatch()
      let sums = LockedSum()
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for place in stride(from: thread, to: columns.count, by: threads) {
          sums.add(Self.sum(columns[place]))
        }
      }
      return sums.total.isNaN ? .nan : watch.elapsed.wall
    }
    return passes.min() ?? .nan
  }

  /// In 32 lanes, so that memory is what limits it.
  private static func sum(_ values: [Double]) -> Double {
    values.withUnsafeBytes { bytes in
      let lanes = bytes.bindMemory(to: SIMD8<Double>.self)
      var (a, b, c, d) = (
        SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero
      )
      for place in stride(from: 0, to: lanes.count - 3, by: 4) {
        a += lanes[place]
        b += lanes[place + 1]
        c += lanes[place + 2]
        d += lanes[place + 3]
      }
      return (a + b + c + d).sum()
    }
  }
}

/// A sum that threads add to; that the passes are not optimised away depends on it.
private final class LockedSum: @unchecked Sendable {
  private let queue = DispatchQueue(label: "sum")
  private var sum = 0.0
  var total: Double { queue.sync { sum } }
  func add(_ value: Double) { queue.sync { sum += value } }
}
