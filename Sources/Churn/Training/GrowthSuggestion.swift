import Modeling

extension TrainingRequest.TreeOptions {
  /// Rows from which exact growth takes long enough to say what is faster.
  static let manyRows = 1_000_000

  /// What a user should hear after a tree was grown on so many rows; nil where growth was no burden.
  /// Growth is never switched by the program: the trees may differ.
  public func suggestion(rows: Int) -> String? {
    guard specification.growth == .exact, rows >= Self.manyRows else { return nil }
    return "on so many customers --growth histogram is faster; its cuts are at quantiles of each "
      + "column, so the tree may differ a little"
  }
}
