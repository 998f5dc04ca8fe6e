import Modeling
import Reporting

extension ModelTables {
  /// What the terms are made from, a line a column; nil where each enters as it is.
  public static func design(_ model: LogisticModel, schema: FeatureSchema) -> TextTable? {
    guard let design = model.design else { return nil }
    var table = TextTable([.init("design", maxWidth: 44), .init(""), .init("", maxWidth: 70)])
    for (feature, form) in zip(schema.features, design.forms) {
      switch form {
      case .linear: continue
      case .log1p: table.rows.append([feature.name, "log1p", "log(1 + x)"])
      case .standardized(let mean, let deviation):
        table.rows.append([
          feature.name, "standardize",
          "mean \(short(mean)), standard deviation \(short(deviation))",
        ])
      case .spline(let spline):
        table.rows.append([
          feature.name, "spline",
          "knots "
            + ([spline.low] + spline.knots + [spline.high]).map(short)
            .joined(separator: ", "),
        ])
      case .levels(let lumped):
        guard !lumped.isEmpty else { continue }
        table.rows.append([
          feature.name, "lumped", "\(Term.otherLevel): " + lumped.joined(separator: ", "),
        ])
      }
    }
    for pair in design.interactions {
      let names = [pair.first, pair.second].map { schema.features[$0].name }
      table.rows.append([names.joined(separator: ":"), "interaction", ""])
    }
    return table
  }

  private static func short(_ value: Double) -> String { NumberText.significant(value, digits: 5) }
}
