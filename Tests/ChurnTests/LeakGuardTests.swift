import Modeling
import Testing

@testable import Churn

@Suite struct LeakGuardTests {
  static let rows = 400
  static let labels = (0..<rows).map { ($0 * 37) % 100 < 30 }

  static func guarded(
    _ values: FeatureTable.Values, name: String = "c", labels: [Bool] = labels,
    asOf: [String] = []
  ) -> String? {
    let table = FeatureTable(
      rowCount: labels.count, columns: [.init(name: name, values: values)])
    return LeakGuard(labels: labels, asOf: asOf).findings(table).first?.what
  }

  static func numbers(_ value: (Int) -> Double) -> FeatureTable.Values {
    .numeric((0..<rows).map(value))
  }

  static func levels(_ value: (Int) -> String?) -> FeatureTable.Values {
    var known: [String] = []
    let codes = (0..<rows).map { row -> Int32 in
      guard let level = value(row) else { return -1 }
      if let place = known.firstIndex(of: level) { return Int32(place) }
      known.append(level)
      return Int32(known.count - 1)
    }
    return .categorical(codes: codes, levels: known)
  }

  @Test func theLabelUnderAnotherName() {
    let columns = [
      Self.numbers { Self.labels[$0] ? 5 : 2 }, Self.numbers { Self.labels[$0] ? -1 : 0 },
      Self.levels { Self.labels[$0] ? "gone" : "here" },
      Self.levels { Self.labels[$0] ? "gone" : nil },
      Self.numbers { Self.labels[$0] ? Double($0) : .nan },
    ]
    for column in columns { #expect(Self.guarded(column) == LeakGuard.separates) }
  }

  @Test(arguments: [0, 1, 9, 6000, 23_000], [0, 0.1, 0.5, 1])
  func theSampleTakesEveryKthOfAClass(_ count: Int, _ share: Double) {
    var generator = SeededGenerator(seed: UInt64(count))
    let labels = (0..<count).map { _ in generator.uniform() < share }
    let rows = [false, true].flatMap { label in
      let all = labels.indices.filter { labels[$0] == label }
      let step = max(1, all.count / LeakGuard.sampleSize)
      return stride(from: step - 1, to: all.count, by: step).map { all[$0] }
    }
    #expect(LeakGuard.sample(labels) == rows.sorted())
  }

  /// AUC a little above and a little below the limit.
  @Test func nearlyDecides() {
    func column(_ noise: Int) -> FeatureTable.Values {
      var churned = 0
      return .numeric(
        (0..<Self.rows).map { row in
          let value = Double((row * 53) % 101) / 101
          guard Self.labels[row] else { return value }
          churned += 1
          return churned % noise == 0 ? value : value + 1
        })
    }
    #expect(Self.guarded(column(40))?.hasPrefix("alone nearly decides the label (AUC 0.9") == true)
    #expect(Self.guarded(column(11)) == nil)
    #expect(
      Self.guarded(Self.levels { Self.labels[$0] != ($0 == 7) ? "a" : "b" })?
        .hasPrefix("alone nearly") == true)
  }

  /// Fewer than 30 rows of a class are not judged by AUC; a separation may be chance in few rows.
  @Test func smallFiles() {
    let labels = (0..<60).map { $0 >= 35 }
    var values = (0..<60).map { Double($0) / 7 }
    values[59] = 0
    #expect(Self.guarded(.numeric(values), labels: labels) == nil)
    values[59] = 70
    #expect(Self.guarded(.numeric(values), labels: labels) == LeakGuard.separates)
    #expect(Self.guarded(.numeric([1.5, 2, 3, 4]), labels: [false, false, true, true]) == nil)
    // Six of each are enough for one column, too few for one of two hundred.
    let twelve = (0..<12).map { Double($0) + 0.5 }
    let half = (0..<12).map { $0 >= 6 }
    #expect(Self.guarded(.numeric(twelve), labels: half) == LeakGuard.separates)
    let many = FeatureTable(
      rowCount: 12, columns: (0..<200).map { .init(name: "c\($0)", values: .numeric(twelve)) })
    #expect(LeakGuard(labels: half, asOf: []).findings(many).isEmpty)
  }

  @Test func ids() {
    for column in [
      Self.numbers { Double($0 + 1) },
      Self.numbers { Double(900_000 - 7 * $0 * ($0 + 3) % 500_009) },
      Self.levels { "C-\(($0 * 7919) % 1009)" },
    ] { #expect(Self.guarded(column) == LeakGuard.isID) }
    #expect(
      Self.guarded(Self.numbers { Double(($0 * 7919) % 1009) }, name: "Account_No")
        == LeakGuard.isID)
    // Amounts, and whole numbers that do not number the rows.
    #expect(Self.guarded(Self.numbers { Double(($0 * 7919) % 1009) }, name: "spent") == nil)
    #expect(Self.guarded(Self.numbers { Double(($0 * 7919) % 1009) / 4 }, name: "paid") == nil)
    #expect(Self.guarded(Self.levels { "town \($0 % 67)" }) == nil)
  }

  @Test func datesOfTheOutcomeWindow() {
    let texts = Self.levels { "2024-03-\(10 + $0 % 20)" }
    let numbers = Self.numbers { 20_240_310 + Double($0 % 20) }
    for dates in [texts, numbers] {
      #expect(Self.guarded(dates, asOf: ["2024-03-15"]) == LeakGuard.isDate)
      #expect(Self.guarded(dates, asOf: ["2024-03-15", "2024-04-01"]) == nil)
      #expect(Self.guarded(dates) == nil)
    }
  }

  @Test func constantAndEmptyColumnsAreNone() {
    #expect(Self.guarded(Self.numbers { _ in 7 }) == nil)
    #expect(Self.guarded(Self.numbers { _ in .nan }) == nil)
    #expect(Self.guarded(Self.levels { _ in nil }) == nil)
  }
}
