import DelimitedText
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
}
