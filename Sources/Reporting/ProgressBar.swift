/// One line about long work. State, clock and terminal are the caller's.
public enum ProgressBar {
  /// `features [=====>    ]  52 %  520,000 rows  1,040,000/s  0:12 left`, as much of it as fits.
  /// - Parameters:
  ///   - done: Rows so far.
  ///   - total: Rows in all, nil if not known (a stream): then no bar and no time left.
  ///   - elapsed: Seconds since the start.
  ///   - width: Columns of the terminal; the line is never wider.
  public static func line(
    _ label: String, done: Int, total: Int?, elapsed: Double, width: Int
  ) -> String {
    let done = max(done, 0)
    let label = DisplayWidth.oneLine(label)
    let rate = elapsed > 0 && elapsed.isFinite ? Double(done) / elapsed : nil
    var parts: [String] = []
    if let share = share(done, total) { parts.append(NumberText.percent(share, decimals: 0)) }
    parts.append(NumberText.integer(done) + " rows")
    if let rate { parts.append(NumberText.significant(rate, digits: 3, isGrouped: true) + "/s") }
    if let left = left(done, total, rate) { parts.append(clock(left) + " left") }
    // The rate goes first, then the rows; the share stays.
    while DisplayWidth.of(joined(label, parts)) > width, parts.count > 1 {
      parts.remove(at: max(parts.count - 2, 1))
    }
    let text = joined(label, parts)
    let room = width - DisplayWidth.of(text) - 2
    guard let share = share(done, total), room >= 10 else {
      return DisplayWidth.cut(text, to: max(width, 0))
    }
    return joined(label + " " + bar(share, width: min(room, 40)), parts)
  }

  /// `0:07`, `12:30`, `3:05:00`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 359_999).rounded(.up))
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let tail = two(whole % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(tail)" : "\(minutes):\(tail)"
  }

  private static func share(_ done: Int, _ total: Int?) -> Double? {
    guard let total, total > 0 else { return nil }
    return min(Double(done) / Double(total), 1)
  }

  private static func left(_ done: Int, _ total: Int?, _ rate: Double?) -> Double? {
    guard let total, let rate, rate > 0, done < total else { return nil }
    return (Double(total) - Double(done)) / rate
  }

  private static func joined(_ label: String, _ parts: [String]) -> String {
    ([label] + parts).filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private static func bar(_ share: Double, width: Int) -> String {
    let inner = max(width - 2, 1)
    let filled = Int(share * Double(inner))
    let head = filled < inner ? ">" : ""
    let rest = String(repeating: " ", count: max(inner - filled - head.count, 0))
    return "[" + String(repeating: "=", count: filled) + head + rest + "]"
  }
}
