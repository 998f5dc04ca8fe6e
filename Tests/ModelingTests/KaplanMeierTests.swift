import Testing

@testable import Modeling

@Suite struct KaplanMeierTests {
  struct Reference: Decodable {
    struct Input: Decodable {
      var time: [Double]
      var event: [Int]
      var count: [Int]

      var estimate: KaplanMeier {
        let rows = zip(count, time.indices).flatMap { Array(repeating: $1, count: $0) }
        return KaplanMeier(
          durations: rows.map { time[$0] }, isEvent: rows.map { event[$0] == 1 })
      }
    }

    struct Curve: Decodable {
      var input: Input
      var subjects: Int
      var eventTimes: Int
      var time: [Double]
      var atRisk: [Int]
      var events: [Int]
      var survival: [Double]
      var logStandardError: [Double?]
      var low: [Double?]
      var high: [Double?]
      var low80: [Double?]
      var high80: [Double?]
      var shares: [Double]
      var reached: [Double?]
    }

    var curves: [String: Curve]
  }

  private static let reference = Result {
    try TestFiles.decode(Reference.self, from: "survival.json").curves
  }

  static let names = [
    "treated", "gehan", "leukemia", "veteran", "ovarian", "cdnow", "ties", "ten", "all_censored",
    "one_event", "one_censored", "at_zero",
  ]

  @Test(arguments: names) func isThatOfSurvfit(_ name: String) throws {
    let curve = try #require(try Self.reference.get()[name])
    let estimate = curve.input.estimate
    #expect(estimate.subjectCount == curve.subjects)
    #expect(estimate.times.count == curve.eventTimes)
    for (line, time) in curve.time.enumerated() {
      let place = try #require(estimate.times.firstIndex(of: time))
      #expect(estimate.atRisk[place] == curve.atRisk[line])
      #expect(estimate.atRisk(at: time) == curve.atRisk[line])
      #expect(estimate.events[place] == curve.events[line])
      #expect(abs(estimate.survival[place] - curve.survival[line]) < 1e-12)
      #expect(estimate.survival(at: time) == estimate.survival[place])
      let root = estimate.greenwood[place].squareRoot()
      #expect(agree(root.isFinite ? root : nil, curve.logStandardError[line], within: 1e-12))
      let (wide, narrow) = (
        estimate.interval(at: time), estimate.interval(at: time, confidence: 0.8)
      )
      #expect(agree(wide?.low, curve.low[line], within: 1e-12))
      #expect(agree(wide?.high, curve.high[line], within: 1e-12))
      #expect(agree(narrow?.low, curve.low80[line], within: 1e-12))
      #expect(agree(narrow?.high, curve.high80[line], within: 1e-12))
    }
    #expect(curve.shares.map { estimate.time(ofShare: $0) } == curve.reached)
  }

  /// 6-mercaptopurine (Freireich and others 1963), the table of Cox & Oakes (1984), p. 49.
  @Test func theTextbookExample() {
    let weeks = [6.0, 6, 6, 7, 10, 13, 16, 22, 23]
    let censored = [6.0, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    let estimate = KaplanMeier(
      durations: censored + weeks,
      isEvent: censored.map { _ in false } + weeks.map { _ in true })
    #expect(estimate.times == [6, 7, 10, 13, 16, 22, 23])
    #expect(estimate.atRisk == [21, 17, 15, 12, 11, 7, 6])
    #expect(estimate.events == [3, 1, 1, 1, 1, 1, 1])
    let printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    for (survival, rounded) in zip(estimate.survival, printed) {
      #expect(abs(survival - rounded) <= 0.0005)
    }
    #expect(estimate.time(ofShare: 0.5) == 23)
    #expect(estimate.lastTime(withAtRisk: 2) == 34)
  }

  /// Without censoring S is the share of durations that are longer, its variance the binomial one.
  @Test func withoutCensoringItIsTheEmpiricalShare() throws {
    var generator = SeededGenerator(seed: 3)
    let durations = (0..<200).map { _ in Double(generator.integer(below: 40)) }
    let estimate = KaplanMeier(
      durations: durations, isEvent: durations.map { _ in true })
    for time in stride(from: -0.5, through: 40, by: 0.5) {
      let longer = Double(durations.count { $0 > time })
      #expect(abs(estimate.survival(at: time) - longer / 200) < 1e-14)
      #expect(estimate.atRisk(at: time) == durations.count { $0 >= time })
    }
    let place = estimate.times.count / 2
    let survival = estimate.survival[place]
    #expect(agree(estimate.greenwood[place], (1 - survival) / survival / 200, within: 1e-12))
  }

  @Test func theOrderOfSubjectsAndTheUnitDoNotMatter() throws {
    let input = try #require(try Self.reference.get()["veteran"]).input
    let (days, isEvent) = (input.time, input.event.map { $0 == 1 })
    let estimate = KaplanMeier(durations: days, isEvent: isEvent)
    let mixed = SeededGenerator(seed: 1).order(of: days.count)
    #expect(
      KaplanMeier(durations: mixed.map { days[$0] }, isEvent: mixed.map { isEvent[$0] })
        == estimate)
    let hours = KaplanMeier(durations: days.map { $0 * 24 }, isEvent: isEvent)
    #expect(hours.survival == estimate.survival && hours.times == estimate.times.map { $0 * 24 })
  }

  /// Who is censored before the first event says nothing.
  @Test func earlyCensoringChangesNothing() {
    let estimate = KaplanMeier(durations: [3, 5, 5, 8], isEvent: [true, true, false, true])
    let longer = KaplanMeier(
      durations: [1, 3, 5, 5, 2, 8], isEvent: [false, true, true, false, false, true])
    #expect(longer.survival == estimate.survival && longer.atRisk == estimate.atRisk)
    #expect(longer.greenwood == estimate.greenwood && longer != estimate)
  }

  @Test func withoutSubjectsOrEvents() {
    let none = KaplanMeier(durations: [], isEvent: [])
    #expect(none.subjectCount == 0 && none.survival(at: 5) == 1 && none.atRisk(at: 0) == 0)
    #expect(none.interval(at: 5) == nil && none.time(ofShare: 0.5) == nil)
    #expect(none.lastTime(withAtRisk: 1) == nil && none.lastTime(withAtRisk: 0) == nil)
    let censored = KaplanMeier(durations: [4, 6], isEvent: [false, false])
    #expect(censored.times.isEmpty && censored.survival(at: 9) == 1)
    #expect(censored.interval(at: 9) == nil && censored.lastTime(withAtRisk: 2) == 4)
    #expect(KaplanMeier(durations: [4], isEvent: [true]).interval(at: 4) == nil)
  }
}

extension SeededGenerator {
  fileprivate func order(of count: Int) -> [Int] {
    var generator = self
    return generator.shuffled(Array(0..<count))
  }
}
