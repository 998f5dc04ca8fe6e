/// The columns of a logistic model, one a term, without the intercept, which every model has.
public struct DesignMatrix: Sendable {
  public let rowCount: Int
  /// The intercept first, then the features in the schema's order, then the interactions.
  public let terms: [Term]
  /// `columns[j]` belongs to `terms[j + 1]`; numeric columns without gaps share their storage with
  /// the feature table.
  public let columns: [[Double]]

  public init(rowCount: Int, terms: [Term], columns: [[Double]]) {
    precondition(terms.first == .intercept && columns.count == terms.count - 1)
    precondition(columns.allSatisfy { $0.count == rowCount })
    self.rowCount = rowCount
    self.terms = terms
    self.columns = columns
  }
}
