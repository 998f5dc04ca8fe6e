import DelimitedText

/// The training rows with what models say of them that have not seen them.
public struct OutOfFoldScores: Sendable {
  /// One division of the rows into folds.
  public struct Repetition: Sendable {
    /// The fold of each row, from 1.
    public var folds: [Int]
    /// P(churned), by the model of the other folds.
    public var probabilities: [Double]
  }

  /// The id column; nil where the file has none.
  public var idColumn: String?
  /// The customer of each row.
  public var ids: PackedText?
  /// The number of each row among the file's data rows, from 1.
  public var numbers: [Int32]
  /// true is churned.
  public var labels: [Bool]
  public var repetitions: [Repetition]

  /// A line for each row and repetition: id (or row number), `repeat`, `fold`, `churned` (1 or 0),
  /// `probability`. Ids that a spreadsheet would run as a formula are made safe, as in scored files.
  public func csv() -> [UInt8] {
    var writer = DelimitedWriter()
    writer.appendRow(
      [ids == nil ? "row" : idColumn ?? "row", "repeat", "fold", "churned"]
        + ["probability"])
    for (number, repetition) in repetitions.enumerated() {
      for row in labels.indices {
        if let ids {
          ids.withBytes(row) { writer.append($0) }
        } else {
          writer.append(Int(numbers[row]))
        }
        writer.append(number + 1)
        writer.append(repetition.folds[row])
        writer.append(labels[row] ? 1 : 0)
        writer.append(repetition.probabilities[row])
        writer.endRow()
      }
    }
    return writer.take()
  }
}

extension OutOfFoldScores {
  init(_ scores: FoldScores, _ preparation: Preparation, idColumn: String?) {
    let rows = preparation.trainingRows
    let all = preparation.file.ids
    self.init(
      idColumn: idColumn, ids: all.map { ids in PackedText(rows.lazy.map { ids[$0] }) },
      numbers: rows.map { preparation.file.numbers[$0] }, labels: preparation.trainingLabels,
      repetitions: zip(scores.divisions, scores.probabilities).map {
        Repetition(folds: $0.map { $0 + 1 }, probabilities: $1)
      })
  }
}
