import Modeling
import Reporting

extension ModelTables {
  /// What the coefficients' numbers are, where they are not the model's own.
  public static func inferenceNotes(_ model: LogisticModel) -> String {
    guard let inference = model.inference else { return "" }
    var notes: [String] = []
    if inference.estimator == .firth {
      notes.append("Firth's penalised likelihood; p-values are its likelihood ratios")
    }
    if inference.intervals == .profile { notes.append("intervals by profile likelihood") }
    switch inference.standardErrors {
    case "clustered":
      notes.append(
        "standard errors clustered: \(NumberText.integer(inference.clusterCount)) clusters")
    case "hc0", "hc1": notes.append("robust standard errors (\(inference.standardErrors))")
    default: break
    }
    return notes.map { $0 + "\n" }.joined()
  }

  /// Tests of the whole model and of each variable, with what the variables repeat of each other.
  public static func inference(_ model: LogisticModel) -> String {
    guard let inference = model.inference else { return "" }
    return "without each variable\n" + dropOne(inference).plain() + "\n"
      + tests(inference).plain() + "\n"
  }

  private static func dropOne(_ inference: LogisticInference) -> TextTable {
    var table = TextTable([
      .init("variable", maxWidth: 44), .init("df", .right), .init("LR χ²", .right),
      .init("p", .right), .init(""), .init("GVIF", .right), .init("GVIF^(1/2df)", .right),
    ])
    for line in inference.dropOne {
      let inflation = inference.varianceInflation.first {
        $0.variable.utf8.elementsEqual(line.variable.utf8)
      }
      table.rows.append([
        line.variable, NumberText.integer(line.test?.degreesOfFreedom),
        NumberText.fixed(line.test?.statistic, decimals: 2),
        NumberText.pValue(line.test?.pValue), stars(line.test?.pValue),
        NumberText.fixed(inflation?.factor, decimals: 2),
        NumberText.fixed(inflation?.adjusted, decimals: 2),
      ])
    }
    return table
  }

  private static func tests(_ inference: LogisticInference) -> TextTable {
    let whole = inference.likelihoodRatio
    var table = TextTable([.init(""), .init("", .right)])
    table.rows = [
      [
        "likelihood ratio of the whole model",
        "\(NumberText.fixed(whole?.statistic, decimals: 2)) on "
          + "\(NumberText.integer(whole?.degreesOfFreedom)) df, p \(NumberText.pValue(whole?.pValue))",
      ],
      ["McFadden's R²", NumberText.fixed(inference.mcFadden, decimals: 4)],
      ["Nagelkerke's R²", NumberText.fixed(inference.nagelkerke, decimals: 4)],
      [
        "condition number of the scaled design",
        NumberText.significant(inference.conditionNumber, digits: 3),
      ],
    ]
    if let penalized = inference.penalizedLogLikelihood {
      table.rows.append(
        ["penalised log-likelihood", NumberText.fixed(penalized, decimals: 2)])
    }
    return table
  }
}
