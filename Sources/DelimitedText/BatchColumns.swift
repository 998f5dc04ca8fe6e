import CKernels

/// One column of a batch as values. `keep[r]` says whether record r, which then has the column, is
/// looked at; the others are NaN, or missing.
extension BatchFields {
  /// The code of a missing cell.
  public static let missingCode: Int32 = -1
  /// The code of a text that is none of the known ones.
  public static let unknownCode: Int32 = -2

  /// The numbers of a column, NaN for a missing one.
  ///
  /// - Returns: the values, and the records whose cell is no number.
  public func numbers(
    column: Int, keep: [UInt8], missing: MissingTokens
  ) -> (values: [Double], broken: [Int]) {
    var values = [Double](repeating: .nan, count: keep.count)
    var kinds = [UInt8](repeating: 0, count: keep.count)
    var counts: [UInt64] = [0, 0, 0, 0]
    withColumn(column, keep) { column in
      missing.withKernel { ck_column_numbers(column, $0, &values, &kinds, &counts) }
    }
    guard counts[CK_BROKEN] + counts[CK_WORD] > 0 else { return (values, []) }
    return (values, kinds.indices.filter { kinds[$0] >= UInt8(CK_BROKEN) })
  }

  /// The codes that `known` gives the texts of a column.
  public func codes(
    column: Int, keep: [UInt8], missing: MissingTokens, known: ByteInterner
  ) -> [Int32] {
    var codes = [Int32](repeating: Self.missingCode, count: keep.count)
    withColumn(column, keep) { column in
      missing.withKernel { missing in
        known.withKernel { ck_column_find(column, missing, $0, &codes) }
      }
    }
    return codes
  }

  private func withColumn(_ index: Int, _ keep: [UInt8], _ body: (UnsafePointer<ck_column>) -> Void)
  {
    precondition(keep.count <= recordCount)
    keep.withUnsafeBufferPointer { keep in
      var column = ck_column(self, keep: keep, column: index)
      body(&column)
    }
  }
}
