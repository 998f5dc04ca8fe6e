import Testing

@testable import Reporting

struct ChartFilesTests {
  private let chart = LineChart(
    title: "Profit of 合同!", summary: "What \"it\" says",
    x: Axis("share", format: .percent, range: 0...1),
    y: Axis("profit", format: .money(symbol: "¥")),
    series: [
      .init("a", [.init(0, 0), .init(0.1, .nan), .init(1, -2.5)], band: [.init(0, -1, 1)]),
      .init("a", [.init(0, 1)], path: .points), .init("=s", [.init(0, 1)], path: .steps),
      .init("base", [.init(0, 1)], isReference: true),
    ], hasDiagonal: true, marks: [.init(0.25, "best, so far")])

  @Test func writesCSV() {
    #expect(
      Chart.line(chart).csv == """
        kind,series,order,x,y,low,high
        curve,a,0,0,0,,
        curve,a,1,0.1,,,
        curve,a,2,1,-2.5,,
        band,a,0,0,,-1,1
        points,a (2),0,0,1,,
        curve,'=s,0,0,1,,
        curve,base,0,0,1,,
        mark,"best, so far",,0.25,,,

        """)
    let bars = BarChart(
      title: "", summary: "", axis: Axis("x"),
      bars: [.init("a\"b", 1, interval: 0.5...2, label: "1"), .init("c", .nan, label: "–")])
    #expect(
      Chart.bar(bars).csv
        == "category,value,low,high,label\n\"a\"\"b\",1,0.5,2,1\nc,,,,–\n")
  }

  @Test func specifiesTheChart() {
    guard case .object(let root) = chart.specification, case .array(let layers)? = root["layer"]
    else {
      Issue.record("no layers")
      return
    }
    #expect(root["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json")
    #expect(root["title"] == "Profit of 合同!" && root["description"] == "What \"it\" says")
    let marks = layers.map { member("type", of: member("mark", of: $0)) }
    #expect(marks == ["area", "line", "line", "line", "point", "rule", "text"])
    #expect(member("interpolate", of: member("mark", of: layers[3])) == "step-after")
    let place = member("encoding", of: layers[2])
    let (x, y) = (member("x", of: place), member("y", of: place))
    #expect(member("axis", of: x) == ["title": "share", "format": "~%"])
    #expect(member("axis", of: y) == ["title": "profit (¥)", "format": ",.2~f"])
    #expect(member("scale", of: x) == ["domain": [0, 1], "nice": false])
    let colours = member("scale", of: member("color", of: place))
    #expect(member("domain", of: colours) == ["a", "a (2)", "=s", "base"])
    #expect(
      member("range", of: colours) == ["#0b63b0", "#b8500b", "#1a7f5a", "#5a6675"])
    guard case .array(let values)? = member("values", of: root["data"]) else {
      Issue.record("no values")
      return
    }
    #expect(values.count == 8)
    #expect(values[2] == ["kind": "curve", "series": "a", "order": 2, "x": 1, "y": -2.5])
  }

  private func member(_ key: String, of value: JSONValue?) -> JSONValue? {
    guard case .object(let members)? = value else { return nil }
    return members[key]
  }

  @Test(
    arguments: [
      (.number(.nan), "null"), (.number(0.1), "0.1"), (.number(1e300), "1e+300"), (3, "3"),
      (.number(-0.0), "-0"), (.number(.leastNonzeroMagnitude), "5e-324"),
      (.number(.infinity), "null"),
      ("a\"\\\n\u{1}\u{7F}买", "\"a\\\"\\\\\\n\\u0001\\u007f买\""),
      (["b": [1, true], "a": .null], "{\"a\":null,\"b\":[1,true]}"), ([], "[]"),
    ] as [(JSONValue, String)])
  func writesJSON(value: JSONValue, expected: String) {
    #expect(value.text == expected)
  }

  @Test func offersFilesOnThePage() {
    let html = Page(
      title: "t", sections: [.init("s", [.figure(.line(chart), caption: "c")])]
    ).html()
    #expect(html.contains("<details class=\"files\">"))
    #expect(html.contains("download=\"profit-of-合同.csv\"") && html.contains(".vl.json\""))
    let encoded = html.split(separator: "href=\"data:text/csv;charset=utf-8,")[1]
      .prefix { $0 != "\"" }
    #expect(decoded(encoded) == Chart.line(chart).csv)
    #expect(ChartFiles.percentEncoded("a,é\n\"") == "a,%C3%A9%0A%22")
    let tree = TreeDiagram(title: "t", summary: "s", root: .init(["r"]))
    #expect(ChartFiles.html(.tree(tree), language: .english).isEmpty)
    #expect(ChartFiles.fileName("..//") == "chart")
  }

  private func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
