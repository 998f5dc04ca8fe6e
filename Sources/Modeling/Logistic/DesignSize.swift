/// How large a design becomes, found out before it is built: a column of thousands of levels would
/// otherwise take all memory, as many columns of numbers as it has levels.
extension DesignSpecification {
  /// Numbers that a fit may hold at once: 4 GB.
  static let largestFit = 5e8

  /// - Throws: `.data` naming the column with the most terms.
  func checkSize(
    _ schema: FeatureSchema, _ learned: LearnedDesign, rowCount: Int
  ) throws(ModelingError) {
    let counts = schema.features.indices.map { Self.termCount($0, schema, learned) }
    let products = learned.interactions.reduce(0.0) {
      $0 + Double(counts[$1.first]) * Double(counts[$1.second])
    }
    let terms = 1 + counts.reduce(0.0) { $0 + Double($1) } + products
    // The columns, and an information matrix for each of the ranges that are summed apart.
    let ranges = Double(LogisticLikelihood.mostRanges + 2)
    guard Double(rowCount) * terms + ranges * terms * terms > Self.largestFit else { return }
    let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    throw ModelingError(
      .data,
      "the model would have \(Int(min(terms, 1e15))) terms, more than memory holds for "
        + "\(rowCount) rows; the column \(schema.features[most].name) alone gives \(counts[most])",
      advice: "Leave it out with --exclude, merge its rare levels with --lump N, or train a tree.")
  }

  private static func termCount(
    _ place: Int, _ schema: FeatureSchema, _ learned: LearnedDesign
  ) -> Int {
    let feature = schema.features[place]
    switch (feature.kind, learned.forms[place]) {
    case (.categorical(let known), .levels(let lumped)):
      return known.distinctTermLevels(lumped: lumped).count
    case (_, let form):
      return form.terms(of: feature.name).count + (feature.missingCount > 0 ? 1 : 0)
    }
  }
}
