/// How a series is drawn: six looks, each with a colour, dashes and a marker of its own; then they
/// repeat. References are dotted and without a colour.
struct SeriesLook: Sendable, Equatable {
  /// 0…5; nil for a reference.
  let index: Int?

  static func all(_ series: [LineChart.Series]) -> [SeriesLook] {
    var next = 0
    return series.map { series in
      if series.isReference { return SeriesLook(index: nil) }
      defer { next += 1 }
      return SeriesLook(index: next % 6)
    }
  }

  /// The class of the style sheet.
  var style: String { index.map { "s\($0 + 1)" } ?? "s0" }

  /// Dashes of the line: drawn and blank lengths in turn.
  var dashes: [Double] {
    index.map { [[], [8, 4], [3, 3], [10, 3, 2, 3], [14, 4], [5, 2, 1, 2]][$0] } ?? [2, 4]
  }

  /// The colour on light paper.
  var colour: String { index.map { Style.lightColours[$0] } ?? Style.lightSoft }

  /// The marker by Vega's name.
  var shape: String {
    index.map {
      ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"][$0]
    } ?? "circle"
  }

  /// The marker around a place of the drawing.
  func marker(_ x: Double, _ y: Double) -> String {
    let style = "marker \(style)"
    if shape == "circle" {
      return Markup.element(
        "circle", ["class": style, "cx": SVG.number(x), "cy": SVG.number(y), "r": "3.5"]) + "\n"
    }
    let corners = corners.map { (x: x + $0.x, y: y + $0.y) }
    return Markup.element("polygon", ["class": style, "points": SVG.points(corners)]) + "\n"
  }

  private var corners: [(x: Double, y: Double)] {
    switch shape {
    case "square": [(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)]
    case "triangle-up": [(0, -4.5), (4.5, 3.5), (-4.5, 3.5)]
    case "triangle-down": [(0, 4.5), (4.5, -3.5), (-4.5, -3.5)]
    case "diamond": [(0, -5), (4.5, 0), (0, 5), (-4.5, 0)]
    default:
      [
        (-1.5, -4.5), (1.5, -4.5), (1.5, -1.5), (4.5, -1.5), (4.5, 1.5), (1.5, 1.5), (1.5, 4.5),
        (-1.5, 4.5), (-1.5, 1.5), (-4.5, 1.5), (-4.5, -1.5), (-1.5, -1.5),
      ]
    }
  }
}
