import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct SimulatedCustomersTests {
  static func file(_ customers: SimulatedCustomers, threads: Int = 1) throws -> [UInt8] {
    try withScratchFolder { folder in
      let output = try AtomicOutput(path: folder + "/customers.csv")
      _ = try customers.write(to: output, threads: threads)
      try output.commit()
      return try readBytes(.file(folder + "/customers.csv"))
    }
  }

  private struct Columns {
    let table: TypedTable

    init(_ bytes: [UInt8]) throws {
      table = try TypedTable.read(.bytes(bytes, name: "customers.csv")) { header in
        header.map { _ in .automatic }
      }
    }

    func numbers(_ name: String) throws -> [Double] {
      let place = try #require(table.header.firstIndex(of: name))
      guard case .numeric(let numbers) = table.columns[place] else { return [] }
      return numbers
    }
  }

  /// 12,000 rows: two blocks, the second cut short.
  private static let usual = Result {
    try file(SimulatedCustomers(rows: 12_000, seed: 5), threads: 2)
  }

  @Test func theBytesDoNotDependOnThreads() throws {
    let customers = try SimulatedCustomers(rows: 12_000, seed: 5)
    #expect(try Self.file(customers, threads: 1) == Self.usual.get())
    #expect(
      try Self.file(SimulatedCustomers(rows: 40, seed: 6))
        != Self.file(SimulatedCustomers(rows: 40, seed: 5)))
  }

  @Test(arguments: [1, 700, 10_000, 10_001])
  func aShortFileIsTheBeginningOfALongOne(rows: Int) throws {
    let short = try Self.file(SimulatedCustomers(rows: rows, seed: 5))
    #expect(try Self.usual.get().starts(with: short))
    #expect(short.count { $0 == UInt8(ascii: "\n") } == rows + 1)
  }

  @Test func theNumericFileHasTheSameRowsWithoutGaps() throws {
    let all = try Columns(try Self.file(SimulatedCustomers(rows: 300, seed: 5)))
    let numeric = try Columns(
      try Self.file(SimulatedCustomers(rows: 300, isNumeric: true, seed: 5)))
    #expect(numeric.table.header == ["churn"] + (1...20).map { "x\($0)" })
    for name in ["churn", "x1", "x17", "x19"] {
      #expect(try numeric.numbers(name) == all.numbers(name))
    }
    let (kept, gappy) = (try numeric.numbers("x5"), try all.numbers("x5"))
    #expect(!kept.contains(where: \.isNaN))
    #expect(gappy.contains(where: \.isNaN))
    #expect(zip(kept, gappy).allSatisfy { $0 == $1 || $1.isNaN })
  }

  /// Means within five standard errors; the distributions are in `SimulatedRow`.
  @Test(arguments: [
    ("x1", 0, 1), ("x11", 1.133, 0.604), ("x18", 0.5, 0.26), ("x20", 40, 12), ("churn", 0.2, 0.4),
  ])
  func means(name: String, mean: Double, deviation: Double) throws {
    let numbers = try Columns(try Self.usual.get()).numbers(name).filter { !$0.isNaN }
    let found = numbers.reduce(0, +) / Double(numbers.count)
    #expect(abs(found - mean) < 5 * deviation / Double(numbers.count).squareRoot(), "\(found)")
  }

  @Test func shapes() throws {
    let columns = try Columns(try Self.usual.get())
    for name in ["x5", "x10", "x15", "x20"] {
      let share = Double(try columns.numbers(name).count(where: \.isNaN)) / 12_000
      #expect(abs(share - 0.03) < 5 * 0.0016, "\(name)")
    }
    #expect(!(try columns.numbers("x6").contains(where: \.isNaN)))
    let counts = try columns.numbers("x16")
    #expect(counts.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    let (a, b) = (try columns.numbers("x1"), try columns.numbers("x2"))
    let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / 12_000
    #expect(abs(product - 0.3) < 0.05)
    #expect(columns.table.header.suffix(4) == ["plan", "region", "segment", "merchant"])
    let text = String(decoding: try Self.usual.get(), as: UTF8.self)
    #expect(text.contains(",plan_002,") && text.contains(",merchant_199\n"))
  }

  /// The model that the file was made from is found again by a fit.
  @Test func theTruthIsInTheFile() throws {
    let customers = try SimulatedCustomers(rows: 12_000, seed: 5)
    let columns = try Columns(try Self.usual.get())
    let names = ["x1", "x2", "x3", "x4"]
    let design = DesignMatrix(
      rowCount: 12_000, terms: [.intercept] + names.map { .numeric(feature: $0) },
      columns: try names.map { try columns.numbers($0) })
    let fit = try LogisticRegression().fit(
      design, labels: try columns.numbers("churn").map { $0 == 1 })
    // What the other columns add is correlated with these four: the signs and orders stay.
    let found = fit.coefficients.dropFirst().map { $0.estimate }
    let truth = customers.truth.coefficients.prefix(4)
    #expect(found.max().flatMap(found.firstIndex) == truth.max().flatMap(truth.firstIndex))
    #expect(customers.truth.effects.map(\.count) == [3, 8, 30, 200])
    #expect(customers.truth.effects.allSatisfy { $0[0] == 0 })
    #expect(customers.truth.coefficients[6] == 0 && customers.truth.coefficients[13] == 0)
  }

  @Test(arguments: [0, -1, 2_000_000_000])
  func rowsOutOfRange(rows: Int) {
    let error = #expect(throws: LocatedError.self) { try SimulatedCustomers(rows: rows) }
    #expect(error?.kind == .usage)
  }

  @Test(arguments: [
    (5200, 4, "0.5200"), (-6810, 4, "-0.6810"), (0, 4, "0.0000"), (-1, 4, "-0.0001"),
    (488_171, 4, "48.8171"), (0, 0, "0"), (10, 0, "10"), (-7, 0, "-7"), (5, 2, "0.05"),
    (Int.min, 0, "-9223372036854775808"),
  ])
  func decimals(number: Int, places: Int, text: String) {
    var bytes: [UInt8] = []
    bytes.append(decimal: number, places: places)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
