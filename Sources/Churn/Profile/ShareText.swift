import Modeling
import Reporting

/// Shares and money in the tables of a diagnosis.
enum ShareText {
  static func interval(_ interval: ShareInterval?) -> String {
    guard let interval else { return NumberText.missing }
    return NumberText.percent(interval.low) + " to "
      + NumberText.percent(interval.high)
  }

  static func money(_ amount: Double?) -> String {
    NumberText.fixed(amount, decimals: 2, isGrouped: true)
  }

  /// Days, with a decimal where they have one.
  static func days(_ days: Double?) -> String {
    NumberText.fixed(days, decimals: days.map { $0 == $0.rounded() } == false ? 1 : 0)
  }

  /// As `days`, with the unit.
  static func daysWithUnit(_ count: Double?) -> String {
    guard let count else { return NumberText.missing }
    return days(count) + (count == 1 ? " day" : " days")
  }
}
