import Modeling
import Reporting

/// Days and shares in sentences.
enum CycleText {
  /// Whole days as they are, others with one decimal.
  static func days(_ days: Double?) -> String {
    guard let days else { return NumberText.missing }
    let text = number(days)
    return text + (text == "1" ? " day" : " days")
  }

  static func number(_ days: Double?) -> String {
    NumberText.fixed(days, decimals: days == days?.rounded() ? 0 : 1)
  }

  static func percent(_ share: Double?) -> String { NumberText.percent(share) }

  /// `80.1 % to 83.2 %`.
  static func interval(_ interval: ShareInterval?) -> String {
    guard let interval else { return NumberText.missing }
    return percent(interval.low) + " to " + percent(interval.high)
  }
}
