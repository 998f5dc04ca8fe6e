import DelimitedText

/// A batch of an order file as a worker hands it on.
struct OrderBatch: Sendable {
  typealias Fault = (record: Int, fault: LineFault)

  let cells: PreparedCells
  /// Its lines; nil where they can only be read behind those before.
  private(set) var lines: OrderLineReader?
  /// What is wrong with its records, up to the first fatal fault.
  private(set) var faults: [Fault] = []

  /// A batch that is read later.
  init(_ cells: PreparedCells) { self.cells = cells }

  /// A batch of order lines that say nothing about those of other batches.
  init(_ cells: PreparedCells, _ shape: OrderShape, of reader: OrderLineReader) {
    self.cells = cells
    var lines = OrderLineReader(batchOf: reader, cells)
    let plain = PlainPurchases(cells, lines)
    faults = cells.faults(shape, isOnItsOwn: true, &lines) { lines, records, record in
      lines.add(records, record)
    } addRun: { lines, record in
      // What a person is told about the file's shape comes from its first line.
      guard let plain, !lines.examples.isEmpty else { return record }
      let run = plain.run(from: record)
      if !run.isEmpty { lines.add(run, of: plain.columns) }
      return run.upperBound
    }
    self.lines = lines
  }
}

extension PreparedCells {
  /// Adds the records to `log`, one after the other.
  ///
  /// - Parameters:
  ///   - add: says what is wrong with one.
  ///   - addRun: adds records from a place on all at once; it says where it ended.
  /// - Returns: all that is wrong, up to the first fatal fault.
  func faults<Log>(
    _ shape: OrderShape, isOnItsOwn: Bool = false, _ log: inout Log,
    add: (inout Log, OrderRecords, Int) -> LineFault?,
    addRun: (inout Log, Int) -> Int = { $1 }
  ) -> [OrderBatch.Fault] {
    batch.withFields { fields in
      let records = OrderRecords(self, fields, isOnItsOwn: isOnItsOwn)
      var faults: [OrderBatch.Fault] = []
      var record = 0
      while true {
        record = addRun(&log, record)
        guard record < batch.recordCount else { return faults }
        let isShaped = isRegular[record] == 1
        let fault =
          (isShaped ? nil : shape.fault(batch, fields, record)) ?? add(&log, records, record)
        if let fault { faults.append((record, fault)) }
        if fault?.isFatal == true { return faults }
        record += 1
      }
    }
  }
}
