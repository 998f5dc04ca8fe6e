extension DesignSpecification {
  /// What is asked of a numeric feature.
  public enum Transform: Sendable, Equatable {
    case log1p, standardize
    case spline(degreesOfFreedom: Int)
  }

  /// Two features whose terms are multiplied.
  public struct Interaction: Sendable, Equatable {
    public var first: String
    public var second: String

    public init(first: String, second: String) {
      self.first = first
      self.second = second
    }

    public var name: String { "\(first):\(second)" }
  }

  /// Learns from the training rows, from which `schema` was learned too, what the terms need:
  /// knots, means and deviations of the imputed values, rare levels.
  /// - Throws: `.usage` where the options do not fit the columns' types, `.data` where a column is
  ///   unknown or its values do not allow what is asked.
  public func learn(
    from table: FeatureTable, schema: FeatureSchema
  ) throws(ModelingError) -> LearnedDesign {
    var design = LearnedDesign.plain(schema)
    for (name, transform) in transforms.sorted(by: { $0.key.precedesByCodePoint($1.key) }) {
      let place = try place(of: name, in: schema)
      guard case .numeric(let learned) = schema.features[place].kind,
        case .numeric(let values)? = table.column(named: name)?.values
      else {
        throw ModelingError(
          .usage, "\(name) is categorical: splines and transforms are of numbers",
          advice: "Name a numeric column, or make it one with --numeric.")
      }
      let imputed = FeatureForm.linear.imputed(values, median: learned.median)
      design.forms[place] = try form(transform, imputed, name)
    }
    if lumpBelow > 0 { try lump(&design, schema) }
    try addInteractions(&design, schema)
    return design
  }

  private func place(
    of name: String, in schema: FeatureSchema
  ) throws(ModelingError) -> Int {
    let bytes = Array(name.utf8)
    if let place = schema.features.firstIndex(where: { $0.name.utf8.elementsEqual(bytes) }) {
      return place
    }
    throw ModelingError(
      .data, "there is no column \(name) among the features of the training",
      advice: "The features are: "
        + schema.features.prefix(40).map(\.name).joined(separator: ", ") + ".")
  }

  private func form(
    _ transform: Transform, _ values: [Double], _ name: String
  ) throws(ModelingError) -> FeatureForm {
    switch transform {
    case .log1p:
      guard let row = values.firstIndex(where: { !($0 > -1) }) else { return .log1p }
      throw ModelingError(
        .data, "\(name) is \(values[row]) in row \(row + 1): log1p takes values above -1",
        advice: "Leave the column as it is, or use a spline.")
    case .standardize: return try standardized(values, name)
    case .spline(let df):
      guard (1...NaturalSpline.largest).contains(df) else {
        throw ModelingError(
          .usage, "a spline of \(name) with \(df) degrees of freedom",
          advice: "Ask for 1 to \(NaturalSpline.largest).")
      }
      return .spline(try NaturalSpline(of: values, degreesOfFreedom: df, feature: name))
    }
  }

  /// In units of the largest value, so that no square leaves the range of Double.
  private func standardized(
    _ values: [Double], _ name: String
  ) throws(ModelingError) -> FeatureForm {
    let unit = values.reduce(0) { max($0, abs($1)) }
    let count = Double(values.count)
    let mean = unit > 0 ? values.reduce(0) { $0 + $1 / unit } / count : 0
    let square = values.reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) }
    let deviation = unit > 0 ? (square / (count - 1)).squareRoot() * unit : 0
    guard deviation > 0, deviation.isFinite, values.contains(where: { $0 != values[0] }) else {
      throw ModelingError(
        .data, "\(name) has the same value in every row: it cannot be standardised",
        advice: "Drop the column.")
    }
    return .standardized(mean: mean * unit, standardDeviation: deviation)
  }

  private func lump(_ design: inout LearnedDesign, _ schema: FeatureSchema) throws(ModelingError) {
    for (place, feature) in schema.features.enumerated() {
      guard case .categorical(let learned) = feature.kind else { continue }
      let rare = zip(learned.levels, learned.counts).filter { $0.1 < lumpBelow }.map(\.0)
      guard !rare.isEmpty else { continue }
      if learned.levels.contains(Term.otherLevel) {
        throw ModelingError(
          .data, "\(feature.name) has rare levels and a level that is called \(Term.otherLevel)",
          advice: "Rename the level, or train without --lump.")
      }
      design.forms[place] = .levels(lumped: rare)
    }
  }

  private func addInteractions(
    _ design: inout LearnedDesign, _ schema: FeatureSchema
  ) throws(ModelingError) {
    var total = 0
    for interaction in interactions {
      let pair = LearnedDesign.Interaction(
        first: try place(of: interaction.first, in: schema),
        second: try place(of: interaction.second, in: schema))
      let isRepeated = design.interactions.contains {
        $0 == pair || ($0.first == pair.second && $0.second == pair.first)
      }
      guard pair.first != pair.second, !isRepeated else {
        throw ModelingError(
          .usage, "the interaction \(interaction.name) is there twice, or of a column with itself",
          advice: "Name each pair of two columns once.")
      }
      total += design.pairCount(pair, schema)
      guard total <= LearnedDesign.largestProduct,
        design.interactions.count < LearnedDesign.mostInteractions
      else {
        throw ModelingError(
          .data, "the interaction \(interaction.name) has too many products of levels",
          advice: "Lump rare levels with --lump N, or leave the interaction out.")
      }
      design.interactions.append(pair)
    }
  }
}
