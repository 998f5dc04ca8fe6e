/// What the training rows decided about the terms of a logistic model: knots, means, lumped levels.
/// It is part of the model: later rows are turned into the same terms.
public struct LearnedDesign: Sendable, Equatable {
  /// Two features, by their places in the schema, whose terms are multiplied.
  public struct Interaction: Sendable, Equatable {
    public var first: Int
    public var second: Int

    public init(first: Int, second: Int) {
      self.first = first
      self.second = second
    }
  }

  /// In the schema's order.
  public var forms: [FeatureForm]
  public var interactions: [Interaction]
  /// Mean over the training rows of each column of the design.
  public var means: [Term: Double]

  public init(
    forms: [FeatureForm], interactions: [Interaction] = [], means: [Term: Double] = [:]
  ) {
    self.forms = forms
    self.interactions = interactions
    self.means = means
  }

  /// Every feature as it is.
  public static func plain(_ schema: FeatureSchema) -> LearnedDesign {
    LearnedDesign(forms: schema.features.map { .plain($0.kind) })
  }

  public var isPlain: Bool { interactions.isEmpty && forms.allSatisfy(\.isPlain) }

  /// The design with the means of a matrix made by it.
  public func withMeans(of matrix: DesignMatrix) -> LearnedDesign {
    var result = self
    let rows = Double(max(matrix.rowCount, 1))
    for (term, column) in zip(matrix.terms.dropFirst(), matrix.columns) {
      result.means[term] = column.reduce(0, +) / rows
    }
    return result
  }

  /// The most pairs of terms that all interactions together may have.
  public static let largestProduct = 100_000

  public static let mostInteractions = 1000

  /// Pairs of terms of the interaction, the reference levels' among them.
  public func pairCount(_ interaction: Interaction, _ schema: FeatureSchema) -> Int {
    let counts = [interaction.first, interaction.second].map { place in
      switch (schema.features[place].kind, forms[place]) {
      case (.categorical(let learned), _): min(learned.levels.count + 2, Self.largestProduct + 1)
      case (_, .spline(let spline)): spline.degreesOfFreedom
      default: 1
      }
    }
    return counts[0] * counts[1]
  }
}
