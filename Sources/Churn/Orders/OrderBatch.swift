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
    var lines = OrderLineReader(batchOf: reader, lines: cells.batch.recordCount)
    faults = cells.faults(shape) { lines.add($0, $1) }
    self.lines = lines
  }
}

extension PreparedCells {
  /// Adds the records one after the other.
  ///
  /// - Parameter add: says what is wrong with one.
  /// - Returns: all that is wrong, up to the first fatal fault.
  func faults(
    _ shape: OrderShape, add: (OrderRecords, Int) -> LineFault?
  ) -> [OrderBatch.Fault] {
    batch.withFields { fields in
      let records = OrderRecords(self, fields)
      var faults: [OrderBatch.Fault] = []
      for record in 0..<batch.recordCount {
        guard let fault = shape.fault(batch, fields, record) ?? add(records, record) else {
          continue
        }
        faults.append((record, fault))
        if fault.isFatal { break }
      }
      return faults
    }
  }
}
