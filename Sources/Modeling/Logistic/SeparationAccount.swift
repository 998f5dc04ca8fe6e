/// Puts a separation into words: levels of one label, numbers beyond which everybody has one label,
/// and the combination that the rest takes.
struct SeparationAccount {
  let design: DesignMatrix
  let labels: [UInt8]
  let weights: [Double]?
  let isSeparated: [Bool]
  /// By feature.
  let referenceLevels: [String: String]

  /// More sentences than this help nobody.
  private static let longest = 8

  /// - Parameter terms: those that go to infinity.
  func reasons(_ terms: [Term]) -> [String] {
    var sentences: [(text: String, rows: [Int])] = []
    let growing = Set(terms)
    var features: Set<String> = []
    for (term, column) in zip(design.terms.dropFirst(), design.columns) where growing.contains(term)
    {
      switch term {
      case .level(let feature, _):
        sentences += pure("with \(term.name)") { column[$0] == 1 }
        if features.insert(feature).inserted { sentences += reference(feature) }
      case .missing(let feature):
        sentences += pure("without a value in \(feature)") { column[$0] == 1 }
        sentences += pure("with a value in \(feature)") { column[$0] == 0 }
      case _ where term.isIndicator:
        sentences += pure("with \(term.name)") { column[$0] == 1 }
      default: sentences += beyond(term, column)
      }
    }
    var isTold = Array(repeating: false, count: labels.count)
    for sentence in sentences { for row in sentence.rows { isTold[row] = true } }
    let untold = labels.indices.filter { isSeparated[$0] && !isTold[$0] }
    if !untold.isEmpty { sentences.append((combination(terms, untold), untold)) }
    let texts = sentences.map(\.text)
    guard texts.count > Self.longest else { return texts }
    return texts.prefix(Self.longest) + ["\(texts.count - Self.longest) more of the kind"]
  }

  private func counts(_ row: Int) -> Bool { (weights?[row] ?? 1) > 0 }

  /// One sentence where the rows are all separated and have one label.
  private func pure(
    _ who: String, _ belongs: (Int) -> Bool
  ) -> [(text: String, rows: [Int])] {
    let rows = labels.indices.filter { belongs($0) && counts($0) }
    let churned = rows.count { labels[$0] == 1 }
    guard !rows.isEmpty, churned == 0 || churned == rows.count,
      rows.allSatisfy({ isSeparated[$0] })
    else { return [] }
    return [("\(churned > 0 ? "everybody" : "nobody") \(who) churned: \(customers(rows))", rows)]
  }

  /// The level without a term: the rows where none of the feature's levels is set.
  private func reference(_ feature: String) -> [(text: String, rows: [Int])] {
    let columns = zip(design.terms.dropFirst(), design.columns).filter { term, _ in
      if case .level(feature, _) = term { true } else { false }
    }.map(\.1)
    let name = referenceLevels[feature].map { "\(feature)=\($0)" } ?? "\(feature) at its reference"
    return pure("with \(name)") { row in columns.allSatisfy { $0[row] == 0 } }
  }

  /// Where one column of numbers alone keeps the classes apart, equal values aside.
  private func beyond(_ term: Term, _ column: [Double]) -> [(text: String, rows: [Int])] {
    var (lowest, highest) = ([Double.infinity, .infinity], [-Double.infinity, -.infinity])
    for row in labels.indices where counts(row) {
      let label = Int(labels[row])
      lowest[label] = min(lowest[label], column[row])
      highest[label] = max(highest[label], column[row])
    }
    for label in [1, 0] where lowest[label] >= highest[1 - label] {
      let (floor, ceiling) = (lowest[label], highest[1 - label])
      func text(_ value: Double) -> String { shortNumber(value) }
      let above = pure("with \(term.name) above \(text(ceiling))") { column[$0] > ceiling }
      return above + pure("with \(term.name) below \(text(floor))") { column[$0] < floor }
    }
    return []
  }

  private func combination(_ terms: [Term], _ rows: [Int]) -> String {
    let names = terms.filter { $0 != .intercept }.map(\.name)
    let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    let churned = rows.count { labels[$0] == 1 }
    return (names.count > 1 ? "the combination of \(shown)" : shown.isEmpty ? "they" : shown)
      + " tells \(customers(rows)) apart (\(churned) churned)"
  }

  private func customers(_ rows: [Int]) -> String {
    rows.count == 1 ? "1 customer" : "\(rows.count) customers"
  }
}
