/// A dense matrix, stored column after column as LAPACK wants it.
public struct Matrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) is `storage[i + j × rows]`.
  public var storage: [Double]

  public init(rows: Int, columns: Int, storage: [Double]) {
    precondition(storage.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  public static func zeros(rows: Int, columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, storage: Array(repeating: 0, count: rows * columns))
  }

  public subscript(row: Int, column: Int) -> Double {
    get { storage[row + column * rows] }
    set { storage[row + column * rows] = newValue }
  }

  /// The rows and columns at the given places.
  public func submatrix(_ places: [Int]) -> Matrix {
    var result = Matrix.zeros(rows: places.count, columns: places.count)
    for (j, column) in places.enumerated() {
      for (i, row) in places.enumerated() { result[i, j] = self[row, column] }
    }
    return result
  }

  /// The matrix times a vector of `columns` elements.
  public func times(_ vector: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: rows)
    for j in 0..<columns {
      for i in 0..<rows { result[i] += self[i, j] * vector[j] }
    }
    return result
  }
}

func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
