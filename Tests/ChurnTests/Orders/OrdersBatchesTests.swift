import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Batches that workers read on their own, and plain purchases that are added column by column,
/// against the rules record by record.
@Suite struct OrdersBatchesTests {
  /// Cells as they come and as they should not, of a seed.
  private static func file(_ seed: UInt64, lines: Int, header: String) -> String {
    var generator = SeededGenerator(seed: seed)
    func one(_ cells: [String]) -> String { cells.randomElement(using: &generator) ?? "" }
    func cell(_ name: String, _ line: Int) -> String {
      let isUsual = Int.random(in: 0..<10, using: &generator) > 0
      switch name {
      case "order_id":
        return isUsual ? "\(line)" : one(["\(line / 2)", "", "'77", "A-\(line)", " 12 ", "=\"9\""])
      case "customer_id":
        return isUsual
          ? one(["10", "11", "12", "1\(line % 90)"])
          : one(["a@b.de", "", "13*", "'10", " 11 ", "guest", "NA", "\"\"\"x\"\"\""])
      case "timestamp":
        return isUsual
          ? "2024-01-0\(1 + line % 9)T0\(line % 9):30:00"
          : one(["2024-02-30", "", "2024/3/1", "2024-01-05 24:00:00", "2024-01-05", "soon"])
      case "amount": return isUsual ? one(["1.5", "20", "0"]) : one(["", "-3", "x", "1e16", "$4"])
      case "price": return isUsual ? one(["9.99", "3"]) : one(["", "free", "-1"])
      case "discount", "postage", "refund":
        return isUsual ? one(["0", "0.0"]) : one(["", "1.5", "-2", "none"])
      case "quantity": return isUsual ? one(["1", "2"]) : one(["", "0", "-1", "two"])
      case "status":
        return isUsual
          ? one(["completed", "paid"]) : one(["refunded", "", "cancelled", "odd", "'x"])
      default: return isUsual ? one(["p", "q", "r"]) : one(["", "'p", "NA", "s\(line)"])
      }
    }
    let names = header.split(separator: ",").map(String.init)
    let rows = (0..<lines).map { line in names.map { cell($0, line) }.joined(separator: ",") }
    let ragged = rows.enumerated().map { $0 % 37 == 5 ? $1 + ",more" : $1 }
    return ([header] + ragged).joined(separator: "\n") + "\n"
  }

  private static let headers = [
    "order_id,customer_id,timestamp,amount,quantity,category,status",
    "order_id,customer_id,timestamp,amount",
    "customer_id,timestamp,amount,quantity,product,channel",
    "order_id,customer_id,timestamp,amount,discount,postage,category,product",
    "order_id,customer_id,timestamp,price,quantity",
    "order_id,customer_id,timestamp,amount,refund,status",
  ]

  @Test(arguments: headers, [true, false])
  func plainPurchasesAreThoseOfTheRules(header: String, statesEnd: Bool) throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      let text = Self.file(seed, lines: 400, header: header)
      var options = OrderReadOptions()
      if statesEnd { options.until = Day("2024-01-06") }
      let file = try OrderFile(
        .bytes(Array(text.utf8), name: "o.csv"), options, isOneOfSeveral: false)
      var records = file.records
      let batch = try #require(try records.next())
      let reader = OrderLineReader(
        file.format, roles: file.format.roles, orderLevel: Set(file.preset.rules.orderLevel),
        options)
      let cells = PreparedCells(batch, file.format, hash: reader.customers.hash)
      let both = OrderBatch(cells, file.shape, of: reader)
      var one = OrderLineReader(batchOf: reader, cells)
      let faults = cells.faults(file.shape, isOnItsOwn: true, &one) { $0.add($1, $2) }
      #expect(both.faults.map(\.record) == faults.map(\.record))
      #expect(both.faults.map(\.fault) == faults.map(\.fault))
      let lines = try #require(both.lines)
      expectSame(lines, one)
      // The file, which takes the batch's codes for its own.
      var (first, second) = (reader, reader)
      first.append(lines)
      _ = cells.faults(file.shape, &second) { $0.add($1, $2) }
      expectSame(first, second)
      #expect(first.customers.ids.texts == second.customers.ids.texts)
      #expect(first.products.texts == second.products.texts)
      #expect(first.categories.texts == second.categories.texts)
      #expect(first.channels.texts == second.channels.texts)
      #expect(first.statuses.list() == second.statuses.list())
      #expect(first.statuses.unknownLines == second.statuses.unknownLines)
    }
  }

  private func expectSame(_ a: OrderLineReader, _ b: OrderLineReader) {
    func bits(_ numbers: [Double]) -> [UInt64] { numbers.map(\.bitPattern) }
    let (x, y) = (a.builder.lines, b.builder.lines)
    #expect(x.count == y.count && x.count > 0)
    #expect(x.customer == y.customer && x.day == y.day && x.kind == y.kind && x.order == y.order)
    #expect(bits(x.amount) == bits(y.amount) && bits(x.quantity) == bits(y.quantity))
    #expect(bits(x.discount) == bits(y.discount) && bits(x.postage) == bits(y.postage))
    #expect(x.product == y.product && x.category == y.category && x.channel == y.channel)
    #expect(x.weight.isEmpty == y.weight.isEmpty)
    #expect(a.builder.adjustments == b.builder.adjustments)
    #expect(
      (0..<x.count).allSatisfy { a.builder.fingerprint(of: $0) == b.builder.fingerprint(of: $0) })
    #expect(a.firstDay == b.firstDay && a.lastDay == b.lastDay && a.laterLines == b.laterLines)
    #expect(a.zeroQuantityLines == b.zeroQuantityLines && a.neverPaidLines == b.neverPaidLines)
    #expect(a.undatedRefunds == b.undatedRefunds && a.examples == b.examples)
  }

  /// Plain purchases are most of an export, or their way would be of no use.
  @Test func mostOfAnExportIsPlain() throws {
    let rows = (0..<100).map { "\($0),\($0 % 7),2024-01-02T10:00:00,5,1,toys,completed" }
    let text = ([Self.headers[0]] + rows).joined(separator: "\n") + "\n"
    let file = try OrderFile(
      .bytes(Array(text.utf8), name: "o.csv"), OrderReadOptions(), isOneOfSeveral: false)
    var records = file.records
    let batch = try #require(try records.next())
    let reader = OrderLineReader(
      file.format, roles: file.format.roles, orderLevel: [], OrderReadOptions())
    let cells = PreparedCells(batch, file.format, hash: reader.customers.hash)
    let plain = try #require(PlainPurchases(cells, OrderLineReader(batchOf: reader, cells)))
    #expect(plain.run(from: 0) == 0..<100)
  }

  /// However a file is cut into batches, and however many threads read them.
  @Test(arguments: headers)
  func aFileIsTheSameInBatchesOfAnySize(header: String) throws {
    let bytes = Array(Self.file(3, lines: 900, header: header).utf8)
    func read(_ chunk: Int, _ threads: Int) throws -> (log: OrderLog, report: OrderReadReport) {
      var options = OrderReadOptions()
      (options.read.chunkSize, options.read.threads) = (chunk, threads)
      return try OrderLog.read(.bytes(bytes, name: "o.csv"), options)
    }
    let whole = try read(1 << 20, 1)
    for (chunk, threads) in [(1 << 20, 2), (700, 1), (900, 3)] {
      let other = try read(chunk, threads)
      #expect(other.log.customers == whole.log.customers && other.log.starts == whole.log.starts)
      #expect(other.log.lines.row == whole.log.lines.row)
      #expect(other.log.lines.amount == whole.log.lines.amount)
      #expect(other.log.lines.category == whole.log.lines.category)
      #expect(other.log.lines.product == whole.log.lines.product)
      #expect(other.log.adjustments == whole.log.adjustments)
      #expect(other.report.json == whole.report.json)
    }
  }
}
