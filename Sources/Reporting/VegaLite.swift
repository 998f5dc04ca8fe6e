/// Vega-Lite 5 specifications of the charts, complete with their data
/// (https://vega.github.io/vega-lite/docs/spec.html). Field names are ours, so that no text of a
/// stranger is read as a path or an expression.
enum VegaLite {
  static func document(
    title: String, summary: String, height: JSONValue, data: ChartData, layers: [JSONValue]
  ) -> JSONValue {
    [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "title": .string(title), "description": .string(summary),
      "width": .number(SVG.chartWidth), "height": height,
      "data": ["values": data.values], "layer": .array(layers),
    ]
  }

  static func axis(_ axis: Axis) -> JSONValue {
    var members: [String: JSONValue] = ["title": .string(axis.title)]
    switch axis.format {
    case .percent: members["format"] = "~%"
    case .number: members["format"] = ","
    case .money(let symbol):
      members["format"] = ",.2~f"
      if !symbol.isEmpty { members["title"] = .string("\(axis.title) (\(symbol))") }
    }
    return .object(members)
  }

  /// A quantitative channel with its axis; the whole range where the axis has one.
  static func channel(_ field: String, _ axis: Axis, hasZero: Bool = false) -> JSONValue {
    let scale: JSONValue =
      axis.range.map {
        ["domain": [.number($0.lowerBound), .number($0.upperBound)], "nice": false]
      } ?? ["zero": .bool(hasZero)]
    return [
      "field": .string(field), "type": "quantitative", "axis": Self.axis(axis), "scale": scale,
    ]
  }

  static func only(_ kind: String) -> JSONValue {
    ["filter": ["field": "kind", "equal": .string(kind)]]
  }
}

extension LineChart {
  /// Layers from back to front: bands, filled areas, diagonal, lines, markers, marks.
  var specification: JSONValue {
    VegaLite.document(
      title: title, summary: summary, height: .number(isSquare ? SVG.chartWidth : 250), data: data,
      layers: bandLayers + fillLayers + diagonalLayers + lineLayers + markerLayers + markLayers)
  }

  private var names: [String] { Self.apart(series.map(\.name)) }

  private func names(where isWanted: (Series) -> Bool) -> [String] {
    zip(names, series).filter { isWanted($1) }.map(\.0)
  }

  /// Colour, dashes or shape by series, in one legend.
  private func scale(_ range: [JSONValue]) -> JSONValue {
    [
      "field": "series", "type": "nominal", "title": .null,
      "scale": ["domain": .strings(names), "range": .array(range)],
      "legend": ["orient": "bottom", "columns": 2, "symbolOpacity": 1],
    ]
  }

  private var colour: JSONValue {
    scale(SeriesLook.all(series).map { .string($0.colour) })
  }

  private var dashes: JSONValue {
    scale(
      SeriesLook.all(series).map { look in
        .array((look.dashes.isEmpty ? [1, 0] : look.dashes).map(JSONValue.number))
      })
  }

  private var shape: JSONValue {
    scale(SeriesLook.all(series).map { .string($0.shape) })
  }

  private var place: [String: JSONValue] {
    [
      "x": VegaLite.channel("x", x), "y": VegaLite.channel("y", y), "color": colour,
      "order": ["field": "order", "type": "quantitative"],
    ]
  }

  /// An area is ordered by x; with an order it would fall apart into its points.
  private var areaPlace: [String: JSONValue] { place.filter { $0.key != "order" } }

  private func layer(
    _ kind: String, of names: [String], _ mark: JSONValue, _ encoding: [String: JSONValue]
  ) -> JSONValue {
    [
      "transform": [
        VegaLite.only(kind), ["filter": ["field": "series", "oneOf": .strings(names)]],
      ],
      "mark": mark, "encoding": .object(encoding),
    ]
  }

  private var bandLayers: [JSONValue] {
    let banded = names { !$0.band.isEmpty }
    if banded.isEmpty { return [] }
    var encoding = areaPlace
    encoding["y"] = VegaLite.channel("low", y)
    encoding["y2"] = ["field": "high"]
    return [layer("band", of: banded, ["type": "area", "opacity": 0.16, "clip": true], encoding)]
  }

  private var fillLayers: [JSONValue] {
    [Series.Path.straight, .steps].compactMap { path in
      let filled = names { $0.isFilled && $0.path == path }
      if filled.isEmpty { return nil }
      var encoding = areaPlace
      encoding["y2"] = ["datum": 0]
      let mark: JSONValue = [
        "type": "area", "opacity": 0.16, "clip": true, "interpolate": Self.interpolation(path),
      ]
      return layer("curve", of: filled, mark, encoding)
    }
  }

  private var lineLayers: [JSONValue] {
    [Series.Path.straight, .steps].compactMap { path in
      let drawn = names { $0.path == path }
      if drawn.isEmpty { return nil }
      let mark: JSONValue = [
        "type": "line", "clip": true, "interpolate": Self.interpolation(path),
      ]
      var encoding = place
      encoding["strokeDash"] = dashes
      return layer("curve", of: drawn, mark, encoding)
    }
  }

  private static func interpolation(_ path: Series.Path) -> JSONValue {
    path == .steps ? "step-after" : "linear"
  }

  private var markerLayers: [JSONValue] {
    [("curve", Series.Path.straight), ("curve", .steps), ("points", .points)].compactMap {
      kind, path in
      let marked = names { $0.hasMarkers && $0.path == path }
      if marked.isEmpty { return nil }
      var encoding = place
      encoding["shape"] = shape
      return layer(kind, of: marked, ["type": "point", "filled": true, "clip": true], encoding)
    }
  }

  /// y = x as far as both axes reach.
  private var diagonalLayers: [JSONValue] {
    guard hasDiagonal else { return [] }
    let plot = LineChartLayout(self, .english)
    let ends = [
      max(plot.xTicks.low, plot.yTicks.low), min(plot.xTicks.high, plot.yTicks.high),
    ]
    return [
      [
        "data": ["values": .array(ends.map { ["x": .number($0), "y": .number($0)] })],
        "mark": [
          "type": "line", "color": .string(Style.lightSoft), "strokeDash": [2, 4], "clip": true,
        ],
        "encoding": ["x": VegaLite.channel("x", x), "y": VegaLite.channel("y", y)],
      ]
    ]
  }

  /// A rule a mark with its name at the upper end.
  private var markLayers: [JSONValue] {
    if marks.isEmpty { return [] }
    let rule: JSONValue = [
      "transform": [VegaLite.only("mark")],
      "mark": ["type": "rule", "color": .string(Style.lightSoft), "strokeDash": [6, 3]],
      "encoding": ["x": VegaLite.channel("x", x)],
    ]
    let label: JSONValue = [
      "transform": [VegaLite.only("mark")],
      "mark": [
        "type": "text", "align": "left", "baseline": "bottom", "angle": 90, "dx": 4, "dy": -3,
      ],
      "encoding": [
        "x": VegaLite.channel("x", x), "y": ["value": 0],
        "text": ["field": "series", "type": "nominal"],
      ],
    ]
    return [rule, label]
  }
}

extension BarChart {
  var specification: JSONValue {
    let category: JSONValue = [
      "field": "category", "type": "nominal", "sort": .null, "axis": ["title": .null],
    ]
    let value = VegaLite.channel("value", axis, hasZero: true)
    let bar: JSONValue = [
      "mark": ["type": "bar", "color": .string(Style.lightColours[0]), "clip": true],
      "encoding": ["y": category, "x": value],
    ]
    let interval: JSONValue = [
      "transform": [["filter": "isValid(datum.low) && isValid(datum.high)"]],
      "mark": ["type": "rule", "clip": true],
      "encoding": [
        "y": category, "x": VegaLite.channel("low", axis, hasZero: true), "x2": ["field": "high"],
      ],
    ]
    let label: JSONValue = [
      "mark": ["type": "text", "align": "left", "dx": 6],
      "encoding": [
        "y": category, "x": ["value": "width"], "text": ["field": "label", "type": "nominal"],
      ],
    ]
    let hasIntervals = bars.contains { $0.interval != nil }
    return VegaLite.document(
      title: title, summary: summary, height: ["step": 26], data: data,
      layers: hasIntervals ? [bar, interval, label] : [bar, label])
  }
}
