import Reporting

extension ModelTables {
  /// How the intercept was moved to the population's base rate; nil where it was not.
  public static func baseRate(_ model: LogisticModel) -> TextTable? {
    guard let correction = model.baseRate else { return nil }
    var table = TextTable([.init("base rate"), .init("", .right)])
    table.rows = [
      ["churned in the population", NumberText.percent(correction.baseRate)],
      ["churned in the training rows", NumberText.percent(correction.sampleRate)],
      ["intercept as fitted", NumberText.significant(correction.uncorrectedIntercept, digits: 4)],
      ["shift of the intercept", NumberText.significant(correction.shift, digits: 4)],
    ]
    return table
  }
}
