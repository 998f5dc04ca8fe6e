import DelimitedText
import Modeling

extension TrainingRequest {
  /// How columns become terms.
  public struct DesignOptions: Sendable {
    /// Reference levels by column.
    public var references: [String: String] = [:]
    /// Numeric columns that enter otherwise than as they are.
    public var transforms: [String: DesignSpecification.Transform] = [:]
    /// Pairs of columns whose terms are multiplied.
    public var interactions: [DesignSpecification.Interaction] = []
    /// Levels with fewer training rows share one term; 0 for none.
    public var lumpBelow = 0

    public init() {}

    var specification: DesignSpecification {
      var specification = DesignSpecification()
      specification.references = references
      specification.transforms = transforms
      specification.interactions = interactions
      specification.lumpBelow = lumpBelow
      return specification
    }

    /// As the model file keeps them; what was not asked for is not there.
    var record: [String: JSONValue] {
      var record: [String: JSONValue] = [
        "reference": .object(references.mapValues { .string($0) })
      ]
      if !transforms.isEmpty {
        record["transform"] = .object(transforms.mapValues { .string($0.text) })
      }
      if !interactions.isEmpty {
        record["interactions"] = .array(interactions.map { .string($0.name) })
      }
      if lumpBelow > 0 { record["lump"] = JSONValue(lumpBelow) }
      return record
    }
  }
}

extension DesignSpecification.Transform {
  /// `log1p`, `standardize` or `ns(4)`.
  var text: String {
    switch self {
    case .log1p: "log1p"
    case .standardize: "standardize"
    case .spline(let df): "ns(\(df))"
    }
  }
}

extension Preparation {
  /// What the training rows say of the design, with a warning a lumped column.
  /// - Throws: `LocatedError` at the first value that log1p does not take; `ModelingError`.
  mutating func learnDesign(_ specification: DesignSpecification) throws -> LearnedDesign {
    try checkLogarithms(specification)
    let design = try specification.learn(from: training, schema: schema)
    for (feature, form) in zip(schema.features, design.forms) {
      guard case .levels(let lumped) = form, case .categorical(let learned) = feature.kind,
        !lumped.isEmpty
      else { continue }
      let rare = LevelIndex(lumped)
      let rows = zip(learned.levels, learned.counts).reduce(0) {
        $0 + (rare.code(of: $1.0) >= 0 ? $1.1 : 0)
      }
      let levels = lumped.count == 1 ? "1 level" : "\(lumped.count) levels"
      warnings.append(
        "\(feature.name): \(levels) with fewer than \(specification.lumpBelow) rows "
          + "(\(rows) rows together) lumped as \(Term.otherLevel)")
    }
    return design
  }

  private func checkLogarithms(_ specification: DesignSpecification) throws(LocatedError) {
    for column in training.columns where specification.transforms[column.name] == .log1p {
      guard case .numeric(let values) = column.values,
        let row = values.firstIndex(where: { $0 <= -1 })
      else { continue }
      throw LocatedError(
        .wrongData, "log1p takes values above -1",
        at: Location(
          file: file.name, line: Int(file.lines[trainingRows[row]]), column: column.name,
          value: "\(values[row])"),
        advice: "Mend the value, or use a spline of \(column.name) in place of log1p.")
    }
  }
}
