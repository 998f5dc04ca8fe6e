import DelimitedText
import Modeling

/// A file of invented customers, whose churn follows a known model (`SimulatedChurn`): twenty
/// correlated numbers of several shapes, four of them with 3 % empty cells, and four texts with 3,
/// 8, 30 and 200 levels.
///
/// Rows are drawn in blocks, each from a stream of its own: a short file is the beginning of a long
/// one, and the bytes do not depend on the number of threads.
public struct SimulatedCustomers: Sendable, Equatable {
  public let rows: Int
  public let seed: UInt64
  /// Only `churn` and the numbers, without gaps; the same rows.
  public let isNumeric: Bool
  public let truth: SimulatedChurn

  static let blockRows = 4000

  /// - Throws: `.usage` for a number of rows out of range.
  public init(rows: Int, isNumeric: Bool = false, seed: UInt64 = 1) throws(LocatedError) {
    guard (1...1_000_000_000).contains(rows) else {
      throw LocatedError(
        .usage, "\(rows) rows", advice: "Give a number from 1 to 1,000,000,000.")
    }
    (self.rows, self.isNumeric, self.seed) = (rows, isNumeric, seed)
    truth = SimulatedChurn(seed: seed)
  }

  /// Writes all rows, in memory that does not grow with their number.
  /// - Parameter progress: called with rows done and all.
  /// - Returns: how many churned.
  public func write(
    to output: AtomicOutput, threads: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Int {
    try output.write(header)
    let writer = SimulatedRowWriter(truth: truth, isNumeric: isNumeric)
    var (begun, done, churned) = (0, 0, 0)
    try OrderedPipeline(threads: threads).run(
      next: { () -> Range<Int>? in
        defer { begun = min(rows, begun + Self.blockRows) }
        return begun < rows ? begun..<min(rows, begun + Self.blockRows) : nil
      },
      work: { block in
        (writer.block(block, seed: seed, stream: block.lowerBound / Self.blockRows), block.count)
      },
      finish: { (block, count) in
        try output.write(block.bytes)
        churned += block.churned
        done += count
        progress(done, rows)
      })
    return churned
  }

  private var header: String {
    let numbers = (1...SimulatedChurn.numberCount).map { "x\($0)" }
    let names =
      isNumeric
      ? ["churn"] + numbers
      : ["customer_id", "churn"] + numbers + SimulatedChurn.texts.map(\.name)
    return names.joined(separator: ",") + "\n"
  }
}

/// Rows as CSV.
private struct SimulatedRowWriter: Sendable {
  let truth: SimulatedChurn
  let isNumeric: Bool
  /// `plan_000`, `plan_001`, … of each text.
  private let levels: [[[UInt8]]]

  init(truth: SimulatedChurn, isNumeric: Bool) {
    (self.truth, self.isNumeric) = (truth, isNumeric)
    levels = SimulatedChurn.texts.map { text in
      (0..<text.levels).map { level in
        let digits = String(level)
        let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
        return Array("\(text.name)_\(zeros)\(digits)".utf8)
      }
    }
  }

  func block(_ rows: Range<Int>, seed: UInt64, stream: Int) -> (bytes: [UInt8], churned: Int) {
    var generator = SeededGenerator(seed: seed, stream: UInt64(stream))
    var row = SimulatedRow()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows.count * 200)
    var churned = 0
    for number in rows {
      row.draw(&generator)
      let isChurned = row.chance < Elementary.logistic(truth.linearPredictor(row))
      if isChurned { churned += 1 }
      append(row, number + 1, isChurned, to: &bytes)
    }
    return (bytes, churned)
  }

  private func append(
    _ row: SimulatedRow, _ number: Int, _ isChurned: Bool, to bytes: inout [UInt8]
  ) {
    if !isNumeric {
      bytes.append(decimal: number)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(isChurned ? UInt8(ascii: "1") : UInt8(ascii: "0"))
    for place in row.ticks.indices {
      bytes.append(UInt8(ascii: ","))
      if isNumeric || !row.gaps[place] { appendNumber(place, of: row, to: &bytes) }
    }
    if !isNumeric {
      for (place, level) in row.levels.enumerated() {
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: levels[place][level])
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private func appendNumber(_ place: Int, of row: SimulatedRow, to bytes: inout [UInt8]) {
    if SimulatedRow.counts.contains(place) {
      bytes.append(decimal: row.ticks[place] / SimulatedRow.ticksPerUnit)
    } else {
      bytes.append(decimal: row.ticks[place], places: 4)
    }
  }
}
