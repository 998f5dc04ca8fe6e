/// What the page offers beside a chart: its data and its Vega-Lite specification as `data:`
/// addresses to be saved. Nothing is requested and no script runs.
enum ChartFiles {
  /// A closed `<details>`; empty for a chart that has no data.
  static func html(_ chart: Chart, language: Language) -> String {
    guard let csv = chart.csv, let specification = chart.vegaLite else { return "" }
    let name = fileName(chart.title)
    return "<details class=\"files\">\n<summary>\(language.text(.chartFiles))</summary>\n<p>"
      + link(csv, type: "text/csv;charset=utf-8", name: name + ".csv", language.text(.dataFile))
      + "\n"
      + link(
        specification, type: "application/json", name: name + ".vl.json",
        language.text(.specificationFile)) + "</p>\n</details>\n"
  }

  private static func link(
    _ content: String, type: String, name: String, _ text: String
  ) -> String {
    Markup.element(
      "a", ["href": "data:\(type)," + percentEncoded(content), "download": name],
      Markup.escaped(text))
  }

  /// Letters and digits of a title, in any script; the rest becomes one hyphen.
  static func fileName(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    let name = words.joined(separator: "-").prefix(60)
    return name.isEmpty ? "chart" : String(name)
  }

  /// All bytes but RFC 3986's unreserved ones and the comma.
  static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 2)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ","):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
