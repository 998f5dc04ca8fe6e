/// Bars of block characters for the terminal, an eighth of a column fine.
public enum Bars {
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A share (0…1, cut to it) as a bar, filled with blanks to `width` columns; the sign for a
  /// missing number where it is none. A share above 0 always shows.
  public static func text(_ share: Double, width: Int = 10) -> String {
    let width = max(width, 1)
    if share.isNaN { return filled(NumberText.missing, to: width) }
    let wanted = (min(max(share, 0), 1) * Double(width * 8)).rounded()
    let parts = share > 0 ? max(Int(wanted), 1) : 0
    let bar = String(repeating: "█", count: parts / 8)
    return filled(parts % 8 == 0 ? bar : bar + String(eighths[parts % 8 - 1]), to: width)
  }

  private static func filled(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}
