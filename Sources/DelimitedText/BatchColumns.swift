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

  /// The ids of a column that are plain: of ASCII letters, digits, `_` and `-`, and where they do not
  /// begin with a digit also `@` and `.`. Missing ones and all others have no bytes. They point into
  /// the batch.
  public func plainIDs(
    column: Int, keep: [UInt8], missing: MissingTokens, hash: TextHash
  ) -> [HashedText] {
    made(keep.count) { (ids: UnsafeMutablePointer<HashedText>) in
      withColumn(column, keep) { column in
        ids.withMemoryRebound(to: ck_text.self, capacity: keep.count) { ids in
          missing.withKernel { ck_column_ids(column, $0, hash.seed, ids) }
        }
      }
    }
  }

  /// Fingerprints of the ids of a column that are plain, 0 for all others.
  public func plainFingerprints(column: Int, keep: [UInt8], missing: MissingTokens) -> [UInt64] {
    made(keep.count) { fingerprints in
      withColumn(column, keep) { column in
        missing.withKernel { ck_column_fingerprints(column, $0, fingerprints) }
      }
    }
  }

  /// Fingerprints of all bytes of each record from its first field to its last.
  public func recordFingerprints() -> [UInt64] {
    made(recordCount) { fingerprints in
      var column = ck_column(
        self, keep: UnsafeBufferPointer(start: nil, count: 0), column: 0, records: 0..<recordCount)
      ck_record_fingerprints(&column, fingerprints)
    }
  }

  /// The days of a column, `none` for all that is no day.
  public func days(column: Int, keep: [UInt8], none: Int32) -> [Int32] {
    made(keep.count) { days in
      withColumn(column, keep) { ck_column_days($0, none, days) }
    }
  }

  /// The codes of the texts of a column, `missingCode` for missing ones, `unread` for those that begin
  /// with a spreadsheet's `=` or `'`.
  ///
  /// - Parameter missing: nil where every text counts, the empty one, too.
  public func texts(
    column: Int, keep: [UInt8], missing: MissingTokens?, unread: Int32,
    into interner: inout ByteInterner
  ) -> [Int32] {
    let kernel = interner.uniqueKernel()
    return made(keep.count) { codes in
      withColumn(column, keep) { column in
        let failed =
          missing?.withKernel { ck_column_texts(column, $0, kernel, unread, codes) }
          ?? ck_column_texts(column, nil, kernel, unread, codes)
        precondition(failed == 0, "out of memory")
      }
    }
  }

  private func made<Value>(
    _ count: Int, _ body: (UnsafeMutablePointer<Value>) -> Void
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { values, made in
      if let start = values.baseAddress { body(start) }
      made = count
    }
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
