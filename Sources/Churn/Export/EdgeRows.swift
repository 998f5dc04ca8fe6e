import Modeling

/// Invents customers where a model in another language may go wrong: at every number that decides and
/// just beside it, with gaps and unseen levels in every column, at every node of a tree.
struct EdgeRows {
  typealias Row = [VerificationRow.Value]

  let schema: FeatureSchema
  let fitted: ChurnModel.Fitted

  /// Rows of one column's values, and nodes visited, at the most.
  private static let mostValues = 300
  private static let mostNodes = 1500

  /// - Parameter base: rows that give the columns which are not at an edge.
  func make(from base: [Row]) -> [Row] {
    let full = base.filter { !$0.contains(.missing) }
    let base = full.isEmpty ? base : full
    guard !base.isEmpty else { return [] }
    var rows: [Row] = []
    for place in schema.features.indices {
      for value in Self.some(values(of: place), Self.mostValues) {
        var row = base[rows.count % base.count]
        row[place] = value
        rows.append(row)
      }
    }
    guard let tree = fitted.tree?.tree else { return rows }
    return rows + NodeVisits(tree: tree, edges: self).rows(from: base, most: Self.mostNodes)
  }

  /// At most `count`, evenly spread.
  static func some<Element>(_ elements: [Element], _ count: Int) -> [Element] {
    guard elements.count > count else { return elements }
    return (0..<count).map { elements[$0 * elements.count / count] }
  }

  /// What may go wrong in one column.
  private func values(of place: Int) -> [VerificationRow.Value] {
    switch schema.features[place].kind {
    case .numeric(let learned):
      let ends = [learned.median, learned.mean, 0, -1, 1e6, -1e6]
      return [.missing] + (ends + decisive(place)).flatMap(Self.around)
    case .categorical(let learned):
      return [.missing, .text(unseen(learned.levels))] + learned.levels.map { .text($0) }
    }
  }

  static func around(_ number: Double) -> [VerificationRow.Value] {
    [.number(number.nextDown), .number(number), .number(number.nextUp)]
  }

  /// A text that is none of the levels.
  func unseen(_ levels: [String]) -> String {
    let known = LevelIndex(levels)
    var text = "no level's text"
    while known.code(of: text) >= 0 { text += "'" }
    return text
  }

  /// Where the model treats numbers on both sides otherwise.
  private func decisive(_ place: Int) -> [Double] {
    switch fitted {
    case .logistic(let model):
      guard case .spline(let spline)? = model.design?.forms[place] else { return [] }
      let range = spline.high - spline.low
      return [spline.low - range, spline.low] + spline.knots + [spline.high, spline.high + range]
    case .tree(let model), .regressionTree(let model):
      let splits = model.tree.nodes.compactMap(\.split)
      let rules =
        splits.map { ($0.feature, $0.rule) }
        + splits.flatMap { $0.surrogates.map { ($0.feature, $0.rule) } }
      return Set(rules.filter { $0.0 == place }.compactMap { $0.1.threshold }).sorted()
    }
  }
}

extension DecisionTree.Split.Rule {
  var threshold: Double? {
    switch self {
    case .below(let threshold), .atLeast(let threshold): threshold
    case .levels: nil
    }
  }
}
