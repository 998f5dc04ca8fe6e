/// The language of the words and numbers that this module writes itself; all other texts are the
/// caller's.
public enum Language: String, Sendable, Equatable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  /// The language that a tag such as `zh-Hans-CN` (BCP 47) names; English for any other.
  public init(tag: String) {
    let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    self = Language(rawValue: primary) ?? .english
  }

  /// A tag for the `lang` attribute of a page.
  public var tag: String {
    switch self {
    case .english: "en"
    case .chinese: "zh-CN"
    }
  }

  /// A phrase of the catalogue, with `{}` replaced by the value.
  func text(_ phrase: Phrase, _ value: String = "") -> String {
    let text = self == .english ? phrase.texts.english : phrase.texts.chinese
    return text.replacing("{}", with: value, maxReplacements: 1)
  }
}

/// Every word that this module writes itself: a phrase exists in each language or not at all.
enum Phrase: CaseIterable {
  case sections, table, chartFiles, dataFile, specificationFile, nodesBelow, percentSign, to

  var texts: (english: String, chinese: String) {
    switch self {
    case .sections: ("Sections", "目录")
    case .table: ("Table", "表格")
    case .chartFiles: ("Data and Vega-Lite specification", "数据与 Vega-Lite 规范")
    case .dataFile: ("Data (CSV)", "数据（CSV）")
    case .specificationFile: ("Vega-Lite specification (JSON)", "Vega-Lite 规范（JSON）")
    case .nodesBelow: ("… {} nodes below", "…… 下有 {} 个节点")
    case .percentSign: (" %", "%")
    case .to: (" to ", " 至 ")
    }
  }
}
