import DelimitedText
import Testing

@testable import Churn

/// Whatever happens after the as-of day D = 2020-06-30, the customer file is the same, byte for
/// byte: every later order, status and dated refund is changed in every way that a file allows.
@Suite struct FeatureLookAheadTests {
  private static let header =
    "customer,order_id,date,quantity,amount,product,category,channel,discount,postage,status,"
    + "status_date,refund,refund_date"

  /// Repeatable numbers; each call another one below `bound`.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private static let asOf = iso("2020-06-30")

  /// What is known by D is drawn from `past`, what comes later from `future`.
  private func file(lines: Int, future seed: UInt64, newestFirst: Bool) -> String {
    var past = Dice(state: 11)
    var future = Dice(state: seed)
    var rows: [(day: Int, text: String)] = []
    for index in 0..<lines {
      let day = past.roll(900)
      let isKnown = day <= 540
      let later = Self.later(&future)
      var cells = isKnown ? Self.order(index, &past) : Self.order(index, &future)
      let date = isKnown ? Self.asOf - (540 - day) : later
      cells.insert("\(date)", at: 2)
      cells += Self.fate(&past, &future, from: date, isKnown: isKnown)
      rows.append((isKnown ? day : 10_000, cells.joined(separator: ",")))
    }
    let count = future.roll(40)
    for index in 0..<count {
      var cells = Self.order(lines + index, &future)
      cells.insert("\(Self.later(&future))", at: 2)
      rows.append((10_000, (cells + ["", "", "", ""]).joined(separator: ",")))
    }
    let known = rows.filter { $0.day < 10_000 }.map(\.text)
    let unknown = rows.filter { $0.day == 10_000 }.map(\.text)
    let all = newestFirst ? unknown + known : known + unknown
    return ([Self.header] + all).joined(separator: "\n") + "\n"
  }

  private static func later(_ dice: inout Dice) -> Day { asOf + 1 + dice.roll(200) }

  /// Customer, order and what was bought; a tenth of the lines takes something back.
  private static func order(_ index: Int, _ dice: inout Dice) -> [String] {
    let quantity = dice.roll(10) == 0 ? -1 - dice.roll(3) : 1 + dice.roll(5)
    return [
      "c\(dice.roll(30))", "o\(index / 2)", "\(quantity)", "\(dice.roll(90)).\(10 + dice.roll(90))",
      "p\(dice.roll(6))", "k\(dice.roll(3))", "via\(dice.roll(3))", "\(dice.roll(4))",
      "\(dice.roll(3))",
    ]
  }

  /// Status and refund, each with its date: by D they are part of the past, later of the future.
  private static func fate(
    _ past: inout Dice, _ future: inout Dice, from date: Day, isKnown: Bool
  ) -> [String] {
    var cells: [String] = []
    for words in [["cancelled", "Refunded", "unpaid"], ["1", "5.5", "200"]] {
      let (kind, word, days) = (past.roll(6), past.roll(3), past.roll(40))
      let (otherKind, otherWord, other) = (future.roll(2), future.roll(3), later(&future))
      if isKnown, kind == 0, date + days <= asOf {
        cells += [words[word], "\(date + days)"]
      } else {
        cells += otherKind == 0 ? [words[otherWord], "\(max(date, other))"] : ["", ""]
      }
    }
    return cells
  }

  @Test(arguments: [false, true])
  func nothingAfterTheDayChangesAByte(newestFirst: Bool) throws {
    var files: Set<String> = []
    var outputs: Set<String> = []
    for seed in 1...12 as ClosedRange<UInt64> {
      let text = file(lines: 600, future: seed, newestFirst: newestFirst)
      files.insert(text)
      let snapshot = try features(of: try read(text).log, asOf: Self.asOf)
      outputs.insert(String(decoding: snapshot.csv(), as: UTF8.self))
    }
    #expect(files.count == 12)
    #expect(outputs.count == 1)
    #expect(outputs.first?.split(separator: "\n").count ?? 0 > 20)
  }

  /// The same files do differ where they may: a later as-of day sees the changes.
  @Test func theChangesAreReal() throws {
    let outputs = try ([1, 2, 3] as [UInt64]).map { seed in
      let text = file(lines: 600, future: seed, newestFirst: false)
      return try features(of: try read(text).log, asOf: Self.asOf + 100).csv()
    }
    #expect(Set(outputs).count == 3)
  }
}
