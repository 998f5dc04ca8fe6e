import Testing

@testable import Reporting

struct ChartTests {
  static let charts: [Chart] = [
    .line(
      LineChart(
        title: hostile, summary: hostile, x: Axis(hostile), y: Axis(hostile, format: .percent),
        series: (0..<8).map { index in
          .init(
            "\(index) \(hostile)",
            [.init(0, 0), .init(.nan, 1), .init(1e308, 2), .init(3, -1e308)],
            band: [.init(0, -1, 1), .init(1, .infinity, 2), .init(2, 0, 1)], hasMarkers: true)
        }, hasDiagonal: true, isSquare: true)),
    .line(LineChart(title: "", summary: "", x: Axis(""), y: Axis(""), series: [])),
    .bar(
      BarChart(
        title: hostile, summary: hostile, axis: Axis(hostile, range: 0...1),
        bars: [
          .init(hostile, 2, interval: -5...7, label: hostile), .init("missing", .nan, label: "–"),
          .init("infinite", 0.5, interval: 0 ... .infinity, label: "0.5"),
        ])),
    .bar(BarChart(title: "", summary: "", axis: Axis(""), bars: [])),
    .tree(
      TreeDiagram(
        title: hostile, summary: hostile,
        root: .init(
          [hostile, hostile], emphasis: .nan,
          children: [.init([], branch: hostile, emphasis: 7), .init(["leaf"])]))),
  ]

  @Test(arguments: charts, [true, false])
  func isWellFormed(chart: Chart, isStandalone: Bool) {
    let svg = chart.svg(isStandalone: isStandalone)
    #expect(xmlFault(in: svg) == nil)
    #expect(!svg.contains("<script") && !svg.contains("nan") && !svg.contains("∞"))
    #expect(svg.hasPrefix("<svg class=\"chart") && svg.contains("role=\"img\""))
    #expect(svg.contains("<title>") && svg.contains("<desc>"))
    #expect(svg.contains("xmlns=") == isStandalone && svg.contains("<style>") == isStandalone)
  }

  /// The numbers of an attribute, element by element.
  private func numbers(_ attribute: String, of element: String, in svg: String) -> [Double] {
    svg.split(separator: "<").filter { $0.hasPrefix(element) }.compactMap { tag in
      let parts = tag.split(separator: " \(attribute)=\"", maxSplits: 1)
      return parts.count < 2 ? nil : Double(parts[1].prefix { $0 != "\"" })
    }
  }

  @Test func linesRunWhereTheNumbersSay() {
    let chart = LineChart(
      title: "t", summary: "s", x: Axis("x", range: 0...1), y: Axis("y", range: 0...1),
      series: [.init("a", [.init(0, 0), .init(0.5, 1), .init(1, 0)])])
    let svg = chart.svg()
    let points = svg.split(separator: "points=\"")[1].prefix { $0 != "\"" }
      .split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(points.count == 3)
    #expect(points[0][1] == points[2][1] && points[1][1] < points[0][1])
    #expect(abs(points[1][0] - (points[0][0] + points[2][0]) / 2) < 0.02)
    #expect(points[1][1] == 34 && points[0][1] == 284)
  }

  @Test func marksStandAtTheirPlacesWithNamesApart() {
    func chart(_ marks: [LineChart.Mark]) -> String {
      LineChart(
        title: "t", summary: "s", x: Axis("x", range: 0...100), y: Axis("y", range: 0...1),
        series: [.init("a", [.init(0, 0), .init(50, 1), .init(100, 0)])], marks: marks
      ).svg()
    }
    let svg = chart([.init(50, "the middle"), .init(52, "beside it"), .init(101, "outside")])
    let lines = svg.split(separator: "<").filter { $0.hasPrefix("line class=\"mark\"") }
      .joined(separator: "<")
    let places = numbers("x1", of: "line", in: lines)
    let points = svg.split(separator: "points=\"")[1].prefix { $0 != "\"" }
      .split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
    // The polyline of the series is not offset by the clipping box.
    #expect(places.count == 2 && abs(places[0] - points[1][0]) < 0.02)
    #expect(places == numbers("x2", of: "line", in: lines) && places[1] > places[0])
    #expect(svg.contains(">the middle<") && !svg.contains("outside"))
    // Names that would run into each other take two rows, and the plot stays as high as without.
    #expect(numbers("y1", of: "line", in: lines) == [points[1][1], points[1][1]])
    #expect(points[0][1] - points[1][1] == 250)
    let apart = chart([.init(10, "a"), .init(90, "b")])
    #expect(
      numbers("height", of: "svg", in: svg)[0] - numbers("height", of: "svg", in: apart)[0] == 17)
  }

  @Test(arguments: [
    Chart.line(
      LineChart(
        title: "t", summary: "s", x: Axis("x"), y: Axis("y"),
        series: [.init("a", [.init(1e8, 0), .init(9.99e8, 1)])])),
    Chart.bar(
      BarChart(
        title: "t", summary: "s", axis: Axis("x"),
        bars: [.init(String(repeating: "w", count: 40), 9e9, label: "9,000,000,000")])),
  ])
  func xLabelsStayApart(chart: Chart) {
    let svg = chart.svg()
    let labels = svg.split(separator: "<text class=\"label\"").filter {
      $0.contains("middle") && $0.contains("000,000")
    }
    let places = labels.compactMap { label in
      Double(label.split(separator: "x=\"")[1].prefix { $0 != "\"" })
    }
    #expect(places.count >= 2)
    #expect(
      zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= SVG.width(of: "1,000,000,000") })
  }

  @Test func barsStartAtZero() {
    let chart = BarChart(
      title: "t", summary: "s", axis: Axis("x"),
      bars: [.init("up", 2, label: "2"), .init("down", -1, label: "-1")])
    let svg = chart.svg()
    let (starts, widths) = (
      numbers("x", of: "rect", in: svg), numbers("width", of: "rect", in: svg)
    )
    #expect(abs(starts[0] - (starts[1] + widths[1])) < 0.02)
    #expect(abs(widths[0] - 2 * widths[1]) < 0.05)
  }

  @Test func boxesOfATreeDoNotOverlap() {
    func node(_ depth: Int, _ path: String) -> TreeDiagram.Node {
      let isSplit = depth > 0 && path != "rr"
      return .init(
        ["node \(path)", String(repeating: "w", count: path.utf8.count * 4)], branch: "≥ \(path)",
        children: isSplit ? [node(depth - 1, path + "l"), node(depth - 1, path + "r")] : [])
    }
    let root = node(4, "")
    let svg = TreeDiagram(title: "t", summary: "s", root: root).svg()
    let boxes = svg.split(separator: "<").filter { $0.hasPrefix("rect class=\"node\"") }
      .joined(separator: "<")
    let (x, y) = (numbers("x", of: "rect", in: boxes), numbers("y", of: "rect", in: boxes))
    let width = numbers("width", of: "rect", in: boxes)
    #expect(x.count == root.size)
    for first in x.indices {
      for second in x.indices where first < second && y[first] == y[second] {
        #expect(x[first] + width[first] < x[second] || x[second] + width[second] < x[first])
      }
    }
    #expect(root.cut(toDepth: 1).size == 3)
    #expect(root.cut(toDepth: 1).children[0].lines.last == "… 14 nodes below")
  }

  /// Long conditions take two lines, so that a tree stays narrow; what does not fit is cut.
  @Test func branchesInTwoLines() {
    func drawing(_ branch: String) -> String {
      let root = TreeDiagram.Node(
        ["root"], children: [.init(["leaf"], branch: branch), .init(["b"])])
      return TreeDiagram(title: "t", summary: "s", root: root).svg()
    }
    let long = drawing("internet_service in Fiber optic, DSL and others")
    #expect(long.contains(">internet_service in<") && long.contains(">Fiber optic, DSL an…<"))
    #expect(drawing("recency_days < 90").contains(">recency_days &lt; 90<"))
    #expect(drawing(String(repeating: "x", count: 50)).contains(">xxxxxxxxxxxxxxxxxxx…<"))
    #expect(
      numbers("height", of: "svg", in: long)[0] == numbers("height", of: "svg", in: drawing("a"))[0]
        + 18)
  }
}
