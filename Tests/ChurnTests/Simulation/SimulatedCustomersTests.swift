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

  /// 5,000 rows: two blocks, the second cut short.
  private static let usual = Result {
    try file(SimulatedCustomers(rows: 5000, seed: 5), threads: 2)
  }

  @Test func theBytesDoNotDependOnThreads() throws {
    let customers = try SimulatedCustomers(rows: 5000, seed: 5)
    let (one, two) = (try Self.file(customers, threads: 1), try Self.usual.get())
    #expect(one == two)
    let other = try Self.file(SimulatedCustomers(rows: 40, seed: 6))
    #expect(!two.starts(with: other))
  }

  @Test(arguments: [1, 700, 4000, 4001])
  func aShortFileIsTheBeginningOfALongOne(rows: Int) throws {
    let short = try Self.file(SimulatedCustomers(rows: rows, seed: 5))
    let long = try Self.usual.get()
    #expect(long.starts(with: short))
    #expect(short.count { $0 == UInt8(ascii: "\n") } == rows + 1)
  }

  @Test func theNumericFileHasTheSameRowsWithoutGaps() throws {
    let all = try Columns(try Self.file(SimulatedCustomers(rows: 300, seed: 5)))
    let numeric = try Columns(
      try Self.file(SimulatedCustomers(rows: 300, isNumeric: true, seed: 5)))
    #expect(numeric.table.header == ["churn"] + (1...20).map { "x\($0)" })
    for name in ["churn", "x1", "x17", "x19"] {
      let (a, b) = (try numeric.numbers(name), try all.numbers(name))
      #expect(a == b, "\(name)")
    }
    let (kept, gappy) = (try numeric.numbers("x5"), try all.numbers("x5"))
    #expect(!kept.contains { $0.isNaN })
    #expect(gappy.contains { $0.isNaN })
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
      let share = Double(try columns.numbers(name).count(where: \.isNaN)) / 5000
      #expect(abs(share - 0.03) < 5 * 0.0024, "\(name)")
    }
    let whole = try columns.numbers("x6")
    #expect(!whole.contains { $0.isNaN })
    let counts = try columns.numbers("x16")
    #expect(counts.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    let (a, b) = (try columns.numbers("x1"), try columns.numbers("x2"))
    let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / 5000
    #expect(abs(product - 0.3) < 0.05)
    #expect(columns.table.header.suffix(4) == ["plan", "region", "segment", "merchant"])
    let text = String(decoding: try Self.usual.get(), as: UTF8.self)
    #expect(text.contains(",plan_002,") && text.contains(",merchant_199\n"))
  }

  /// At the truth the score of the likelihood is 0 but for chance: Σ x (y − p) for each column x.
  @Test func theTruthIsInTheFile() throws {
    let rows = 1500
    let truth = try SimulatedCustomers(rows: rows, seed: 5).truth
    let numbers = try Self.cells(SimulatedCustomers(rows: rows, isNumeric: true, seed: 5))
      .map { $0.compactMap { Double($0) } }
    let texts = try Self.cells(SimulatedCustomers(rows: rows, seed: 5)).map { $0.suffix(4) }
    var sums = [(score: Double, information: Double)](repeating: (0, 0), count: 22)
    for (numbers, texts) in zip(numbers, texts) {
      let x = Array(numbers.dropFirst())
      let effects = zip(truth.effects, texts).map { $0[Int($1.suffix(3)) ?? 0] }.reduce(0, +)
      let slopes = zip(truth.coefficients, x).map { $0 * $1 }.reduce(0, +)
      let p = Elementary.logistic(truth.intercept + slopes + effects)
      for (place, x) in ([1, effects] + x).enumerated() {
        sums[place].score += x * (numbers[0] - p)
        sums[place].information += x * x * p * (1 - p)
      }
    }
    for (place, sum) in sums.enumerated() {
      #expect(abs(sum.score) < 4 * sum.information.squareRoot(), "column \(place)")
    }
    #expect(truth.effects.map(\.count) == [3, 8, 30, 200])
    #expect(truth.effects.allSatisfy { $0[0] == 0 })
    #expect(truth.coefficients[6] == 0 && truth.coefficients[13] == 0)
  }

  /// Without the header.
  private static func cells(_ customers: SimulatedCustomers) throws -> [[Substring]] {
    String(decoding: try file(customers), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
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
