/// What all charts share: the frame, numbers, text widths, colours.
enum SVG {
  /// Text size in units of the view box.
  static let fontSize = 13.0

  /// Charts are this wide: on a telephone of 390 points the text is still 11 points high.
  static let chartWidth = 420.0

  /// The root element with a title and a description for those who do not see it.
  static func document(
    width: Double, height: Double, title: String, summary: String, isStandalone: Bool,
    isNaturalSize: Bool = false, _ content: String
  ) -> String {
    let box = "0 0 \(number(width)) \(number(height))"
    var tag = "<svg class=\"chart\(isNaturalSize ? " natural" : "")\" role=\"img\""
    tag += " aria-label=\"\(Markup.escaped(title))\" viewBox=\"\(box)\""
    tag += " width=\"\(number(width))\" height=\"\(number(height))\""
    if isStandalone { tag += " xmlns=\"http://www.w3.org/2000/svg\"" }
    // A page says the same in a meta element.
    let scheme = ":root{color-scheme:light dark}\n"
    let style = isStandalone ? "<style>\(scheme + Style.colours + Style.chart)</style>\n" : ""
    return tag + ">\n" + Markup.element("title", [:], Markup.escaped(title)) + "\n"
      + Markup.element("desc", [:], Markup.escaped(summary)) + "\n" + style + content + "</svg>\n"
  }

  /// Two decimals at most: a hundredth of a pixel.
  static func number(_ number: Double) -> String {
    var text = NumberText.fixed(number, decimals: 2)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// A generous estimate: no font is at hand to measure.
  static func width(of text: String) -> Double { Double(DisplayWidth.of(text)) * fontSize * 0.56 }

  static func cut(_ text: String, to width: Double) -> String {
    DisplayWidth.cut(DisplayWidth.oneLine(text), to: Int(max(width, 0) / (fontSize * 0.56)))
  }

  enum Anchor: String { case start, middle, end }

  static func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, style: String = "label"
  ) -> String {
    Markup.element(
      "text",
      ["class": style, "x": number(x), "y": number(y), "text-anchor": anchor.rawValue],
      Markup.escaped(text)) + "\n"
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String
  ) -> String {
    Markup.element(
      "line",
      [
        "class": style, "x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2),
      ]) + "\n"
  }

  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, style: String, radius: Double = 0
  ) -> String {
    Markup.element(
      "rect",
      [
        "class": style, "x": number(x), "y": number(y), "width": number(max(width, 0)),
        "height": number(max(height, 0)), "rx": number(radius),
      ]) + "\n"
  }

  static func points(_ points: [(x: Double, y: Double)]) -> String {
    points.map { number($0.x) + "," + number($0.y) }.joined(separator: " ")
  }

  /// Every tick, every second, … so that labels side by side stay apart; zero is among them.
  static func spaced(_ ticks: Ticks, over length: Double) -> [(Double, String)] {
    let widest = (ticks.labels.map { width(of: $0) }.max() ?? 0) + 10
    guard ticks.values.count > 1 else { return Array(zip(ticks.values, ticks.labels)) }
    let step = length * (ticks.values[1] - ticks.values[0]) / (ticks.high - ticks.low)
    let every = max(Int(min(widest / step, 100).rounded(.up)), 1)
    let anchor = ticks.values.firstIndex(of: 0) ?? 0
    return zip(ticks.values, ticks.labels).enumerated()
      .filter { ($0.offset - anchor) % every == 0 }.map { ($0.element.0, $0.element.1) }
  }

  /// Maps data to the drawing; values beyond the axis stop far outside, not at infinity.
  static func position(
    _ value: Double, _ ticks: Ticks, from start: Double, to end: Double
  ) -> Double {
    let share = (value - ticks.low) / (ticks.high - ticks.low)
    return start + min(max(share, -10), 11) * (end - start)
  }
}
