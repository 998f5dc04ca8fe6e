import Testing

@testable import Modeling

@Suite struct MatrixTests {
  @Test func isStoredColumnByColumn() {
    var matrix = Matrix(rows: 2, columns: 3, storage: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 2] == 5 && matrix[1, 0] == 2)
    #expect(matrix.times([1, 10, 100]) == [531, 642])
    matrix[1, 1] = 9
    #expect(matrix.storage == [1, 2, 3, 9, 5, 6])
  }

  @Test func submatrixTakesRowsAndColumns() {
    let matrix = Matrix(rows: 3, columns: 3, storage: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(matrix.submatrix([2, 0]) == Matrix(rows: 2, columns: 2, storage: [9, 7, 3, 1]))
    #expect(matrix.submatrix([]) == Matrix(rows: 0, columns: 0, storage: []))
  }

  @Test func dotOfVectors() {
    #expect(dot([1, 2, 3], [4, 5, 6]) == 32)
    #expect(dot([], []) == 0)
  }
}

extension Matrix {
  /// A symmetric or square matrix from its rows.
  init(_ rows: [[Double]]) {
    var matrix = Matrix.zeros(rows: rows.count, columns: rows.first?.count ?? 0)
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() { matrix[i, j] = value }
    }
    self = matrix
  }

  func product(_ other: Matrix) -> Matrix {
    var result = Matrix.zeros(rows: rows, columns: other.columns)
    for j in 0..<other.columns {
      let column = times((0..<other.rows).map { other[$0, j] })
      for i in 0..<rows { result[i, j] = column[i] }
    }
    return result
  }

  /// D A D with the given diagonal.
  func scaled(_ diagonal: [Double]) -> Matrix {
    var result = self
    for j in 0..<columns {
      for i in 0..<rows { result[i, j] *= diagonal[i] * diagonal[j] }
    }
    return result
  }
}
