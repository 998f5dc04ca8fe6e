/// The product-limit estimate of a survival function (Kaplan & Meier 1958), as R's
/// `survival::survfit` has it: S(t) = Π over event times tᵢ ≤ t of 1 − dᵢ/nᵢ, where nᵢ durations are
/// at least tᵢ and dᵢ of them end at tᵢ with the event. What is censored at a time is still at risk
/// then.
public struct KaplanMeier: Sendable, Equatable {
  /// Distinct times with an event, ascending; the unit is the caller's.
  public let times: [Double]
  /// By time: durations that are not over before it.
  public let atRisk: [Int]
  /// By time.
  public let events: [Int]
  /// By time: S at and after it, until the next.
  public let survival: [Double]
  /// By time: Greenwood's (1926) Σ dᵢ / (nᵢ(nᵢ − dᵢ)), the variance of log S; infinite once S is 0.
  public let greenwood: [Double]
  /// Of all subjects, ascending.
  private let durations: [Double]

  /// - Parameters:
  ///   - durations: 0 or more, without NaN; one a subject. Equal ones are ties: R's `survfit` takes
  ///     times as equal that differ by 1e-8 of their size, which whole days do not.
  ///   - isEvent: whether the duration ends with the event; if not, it is censored there.
  public init(durations: [Double], isEvent: [Bool]) {
    var (times, atRisk, events): ([Double], [Int], [Int]) = ([], [], [])
    var (survival, greenwood): ([Double], [Double]) = ([], [])
    let order = durations.indices.sorted { durations[$0] < durations[$1] }
    var (place, s, variance) = (0, 1.0, 0.0)
    while place < order.count {
      let time = durations[order[place]]
      let left = order.count - place
      var count = 0
      repeat {
        if isEvent[order[place]] { count += 1 }
        place += 1
      } while place < order.count && durations[order[place]] == time
      guard count > 0 else { continue }
      s *= Double(left - count) / Double(left)
      variance += Double(count) / (Double(left) * Double(left - count))
      times.append(time)
      atRisk.append(left)
      events.append(count)
      survival.append(s)
      greenwood.append(variance)
    }
    self.times = times
    self.atRisk = atRisk
    self.events = events
    self.survival = survival
    self.greenwood = greenwood
    self.durations = order.map { durations[$0] }
  }

  public var subjectCount: Int { durations.count }

  /// S(t); 1 before the first event.
  public func survival(at time: Double) -> Double {
    place(at: time).map { survival[$0] } ?? 1
  }

  /// The interval of S(t), normal for log(−log S) (R's `conf.type = "log-log"`), so that it stays
  /// within 0…1.
  /// - Returns: nil where S is 0 or 1: the variance is not known there.
  public func interval(at time: Double, confidence: Double = 0.95) -> ShareInterval? {
    guard let place = place(at: time), survival[place] > 0, survival[place] < 1 else { return nil }
    let logSurvival = Elementary.log(survival[place])
    let width =
      NormalDistribution.quantile(0.5 + confidence / 2) * greenwood[place].squareRoot()
      / -logSurvival
    return ShareInterval(
      low: Elementary.exp(logSurvival * Elementary.exp(width)),
      high: Elementary.exp(logSurvival * Elementary.exp(-width)))
  }

  /// Durations that are not over before a time.
  public func atRisk(at time: Double) -> Int {
    durations.count - durations.partitionPoint { $0 < time }
  }

  /// The last duration at which at least so many are at risk; nil with fewer subjects.
  public func lastTime(withAtRisk count: Int) -> Double? {
    count >= 1 && count <= durations.count ? durations[durations.count - count] : nil
  }

  /// The first time at which 1 − S reaches a share; nil where it never does. S is a product with
  /// rounding errors: what misses a share by 1e-9 has reached it (R's `quantile` has such a margin
  /// too, but gives the middle of the step where S is just 1 − share).
  public func time(ofShare share: Double) -> Double? {
    let place = survival.partitionPoint { 1 - $0 < share - 1e-9 }
    return place < times.count ? times[place] : nil
  }

  /// The last event time that is not after `time`.
  private func place(at time: Double) -> Int? {
    let after = times.partitionPoint { $0 <= time }
    return after > 0 ? after - 1 : nil
  }
}

extension Array {
  /// How many elements stand before the first that does not hold, all that hold being first.
  func partitionPoint(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
