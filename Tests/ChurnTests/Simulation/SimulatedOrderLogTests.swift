import DelimitedText
import Testing

@testable import Churn

@Suite struct SimulatedOrderLogTests {
  private static func file(_ log: SimulatedOrderLog, threads: Int = 1) throws -> [UInt8] {
    try withScratchFolder { folder in
      let output = try AtomicOutput(path: folder + "/orders.csv")
      try log.write(to: output, threads: threads)
      try output.commit()
      return try readBytes(.file(folder + "/orders.csv"))
    }
  }

  private static let lineCount = 8000
  private static let usual = Result {
    try file(SimulatedOrderLog(lines: lineCount, seed: 3), threads: 2)
  }

  private static func cells() throws -> [[Substring]] {
    String(decoding: try usual.get(), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",") }
  }

  @Test(arguments: [1, 3])
  func theBytesDoNotDependOnThreads(threads: Int) throws {
    let log = try SimulatedOrderLog(lines: 25_000, seed: 3)
    let (some, two) = (try Self.file(log, threads: threads), try Self.file(log, threads: 2))
    #expect(some == two)
  }

  @Test func linesAreInTheOrderOfTime() throws {
    let cells = try Self.cells()
    #expect(cells[0].map(String.init) == SimulatedOrderLog.columns)
    #expect(cells.count == Self.lineCount + 1)
    let times = cells.dropFirst().map { $0[2] }
    #expect(times == times.sorted())
    #expect(times.allSatisfy { $0.count == 19 && $0 >= "2023-01-01T00:00:00" && $0 < "2026" })
    #expect(cells.dropFirst().map { Int($0[0]) } == (1...Self.lineCount).map { $0 })
  }

  @Test func shapes() throws {
    let cells = try Self.cells().dropFirst()
    let orders = Dictionary(grouping: cells.map { $0[1] }) { $0 }.mapValues(\.count)
    #expect(orders.count <= 400 && orders.count > 280)
    // A few buy very often.
    let most = orders.values.max() ?? 0
    #expect(most > 150)
    let completed = Double(cells.count { $0[6] == "completed" }) / Double(Self.lineCount)
    #expect(abs(completed - 0.92) < 5 * 0.003)
    let units = cells.compactMap { Double($0[4]) }.reduce(0, +) / Double(Self.lineCount)
    #expect(abs(units - 2.2) < 5 * 1.095 / 89)
    let small = Double(cells.count { (Double($0[3]) ?? 0) < 29.96 }) / Double(Self.lineCount)
    #expect(abs(small - 0.5) < 5 * 0.0056)
    #expect(Set(cells.map { $0[5] }).count == 12)
  }

  @Test func itIsAnOrderFile() throws {
    let (log, report) = try OrderLog.read(.bytes(try Self.usual.get(), name: "orders.csv"))
    #expect(report.rejects.isEmpty)
    let snapshot = try features(of: log, asOf: [SimulatedOrderLog.end])
    #expect(snapshot.rowCount > 280)
  }

  @Test(arguments: [0, -5, 2_000_000_000])
  func linesOutOfRange(lines: Int) {
    let error = #expect(throws: LocatedError.self) { try SimulatedOrderLog(lines: lines) }
    #expect(error?.kind == .usage)
  }
}
