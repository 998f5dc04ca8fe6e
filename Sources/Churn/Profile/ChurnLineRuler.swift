import DelimitedText
import Modeling

/// What is known about a customer's purchases at the end of a day, and when the next one came.
struct CustomerState {
  /// Place in the table.
  var customer: Int32
  var firstDay: Int32
  var lastDay: Int32
  var gaps: Int32
  /// The first purchase after the day, as far as the table knows.
  var nextDay: Int32?

  /// The customers who had bought by then, in the table's order.
  static func all(in table: PurchaseTable, at day: Day) -> [CustomerState] {
    var states: [CustomerState] = []
    for customer in 0..<table.customerCount {
      let own = table.starts[customer]..<table.starts[customer + 1]
      let first = table.occasions[own.lowerBound].day
      guard first <= day.number else { continue }
      var place = own.lowerBound
      while place + 1 < own.upperBound, table.occasions[place + 1].day <= day.number { place += 1 }
      states.append(
        CustomerState(
          customer: Int32(customer), firstDay: first, lastDay: table.occasions[place].day,
          gaps: Int32(place - own.lowerBound),
          nextDay: place + 1 < own.upperBound ? table.occasions[place + 1].day : nil))
    }
    return states
  }
}

/// Lays lines at a day, by what is known at its end and nothing later.
struct ChurnLineRuler {
  let day: Day
  private let firstDay: Day
  let gaps: CycleGaps
  let returns: CycleReturns
  let states: [CustomerState]
  private let minimumGaps: Int
  private let expectations: [CycleEstimate: Double]

  init(_ table: PurchaseTable, at day: Day, minimumGaps: Int) {
    self.day = day
    firstDay = table.firstDay
    self.minimumGaps = minimumGaps
    gaps = CycleGaps(table, through: day)
    returns = CycleReturns(gaps)
    states = CustomerState.all(in: table, at: day)
    var expectations: [CycleEstimate: Double] = [:]
    for estimate in [CycleEstimate.logNormal, .kaplanMeier] {
      expectations[estimate] = Self.expectation(estimate, gaps, returns)
    }
    self.expectations = expectations
  }

  private static func expectation(
    _ estimate: CycleEstimate, _ gaps: CycleGaps, _ returns: CycleReturns
  ) -> Double? {
    estimate == .kaplanMeier ? returns.meanOfReturns : LogNormalFit(gaps.closed)?.mean
  }

  /// The line in days; of a personal line the shop's. nil where the shop has no such line.
  func days(_ line: ChurnLine) -> Double? {
    switch line {
    case .idle(let days), .outcomeWindow(let days): Double(days)
    // The mean of the gaps itself, exact, is the expectation of the normal and of the gamma fit.
    case .cycles(let factor, .normal), .cycles(let factor, .gamma), .personal(let factor):
      gaps.averages(factor)
    case .cycles(let factor, let estimate): expectations[estimate].map { factor * $0 }
    case .gapQuantile(let percent): gaps.quantile(percent: percent)
    case .returnQuantile(let percent): returns.quantileOfReturns(percent: percent)
    }
  }

  /// From how many whole days since the last purchase on a line calls a customer lost: at N days for
  /// "N days or more", at the first day past every other line.
  func silence(_ line: ChurnLine) -> Int? {
    guard let days = days(line) else { return nil }
    switch line {
    case .idle(let days), .outcomeWindow(let days): return days
    default: return Self.firstDay(past: days)
    }
  }

  static func firstDay(past days: Double) -> Int {
    // An expectation of a log-normal fit may be astronomic.
    Int(min(days, 1e9).rounded(.down)) + 1
  }

  /// As `silence`, for one customer.
  func silence(_ line: ChurnLine, of state: CustomerState, shop: Int?) -> Int? {
    guard case .personal(let factor) = line, state.gaps >= minimumGaps else { return shop }
    let span = Double(state.lastDay) - Double(state.firstDay)
    return Self.firstDay(past: factor * span / Double(state.gaps))
  }

  /// The customers that a line can judge: all that are known, of an outcome window those known at its
  /// start.
  func judges(_ line: ChurnLine, _ state: CustomerState) -> Bool {
    guard case .outcomeWindow(let days) = line else { return true }
    return Int(state.firstDay) <= Int(day.number) - days
  }

  /// Whether a purchase on the file's first day lies far enough back for the shop's line.
  func canReach(_ line: ChurnLine) -> Bool {
    silence(line).map { day - firstDay >= $0 } ?? false
  }

  func isPast(_ silence: Int?, _ state: CustomerState) -> Bool {
    guard let silence else { return false }
    return Int(day.number) - Int(state.lastDay) >= silence
  }

  /// Calls `body` with each customer past a line and the days of silence after which that was so.
  func forEachLost(_ line: ChurnLine, _ body: (CustomerState, Int) -> Void) {
    let shop = silence(line)
    for state in states {
      guard let silence = silence(line, of: state, shop: shop), isPast(silence, state) else {
        continue
      }
      body(state, silence)
    }
  }
}
