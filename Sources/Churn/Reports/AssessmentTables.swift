import Modeling
import Reporting

extension ModelTables {
  /// A line a set of customers that the model was judged on.
  public static func assessment(_ churn: ChurnAssessment) -> TextTable {
    var table = TextTable([
      .init("measured on", holdsPhrases: true), .init("AUC", .right),
      .init("95 % interval", .right), .init("log loss", .right),
    ])
    let sets = [
      ("training customers", Optional(churn.training)),
      ("training customers, cross-validated", churn.crossValidated),
      ("held-out customers", churn.holdout),
    ]
    for case (let name, .some(let measures)) in sets {
      table.rows.append([
        name, NumberText.fixed(measures.auc, decimals: 4),
        NumberText.interval(measures.aucLow, measures.aucHigh, decimals: 4),
        NumberText.fixed(measures.logLoss, decimals: 4),
      ])
    }
    return table
  }

  public static func assessment(_ number: NumberAssessment) -> TextTable {
    var table = TextTable([
      .init("measured on", holdsPhrases: true), .init("rows", .right), .init("mean", .right),
      .init("R²", .right),
      .init("root mean squared error", .right), .init("mean absolute error", .right),
    ])
    let sets = [
      ("training customers", Optional(number.training)), ("held-out customers", number.holdout),
    ]
    for case (let name, .some(let measures)) in sets {
      table.rows.append([
        name, NumberText.integer(measures.rows), NumberText.significant(measures.mean, digits: 5),
        NumberText.fixed(measures.rSquared, decimals: 4),
        NumberText.significant(measures.rootMeanSquaredError, digits: 5),
        NumberText.significant(measures.meanAbsoluteError, digits: 5),
      ])
    }
    return table
  }
}
