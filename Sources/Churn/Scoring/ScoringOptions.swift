import DelimitedText
import Modeling

/// How to apply a model to a file of customers.
public struct ScoringOptions: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// nil: the model's id column, else `customer_id`, else the row's number.
  public var idColumn: String?
  /// nil: the model's. A model that predicts a number has none.
  public var bands: Bands?
  public var reasonCount = 3
  /// A column `path` with the nodes of a tree from the root to the leaf.
  public var givesPath = false
  /// A model with value tiers, to add the column `tier` to the scores of another model.
  public var tiers: ChurnModel?
  /// What to do about the customers: adds stage, tier, driver, action and channel.
  public var plan: PlaybookPlan?
  /// Columns of the model that the file has not are read as gaps.
  public var allowsMissingColumns = false
  /// Input columns to carry along.
  public var keep: [String] = []
  public var format: Format = .csv
  /// Text goes out as it is, also where a spreadsheet would run it.
  public var isRaw = false
  public var threads = 1
  public var readOptions = ReadOptions()

  public init() {}
}

/// What a scoring run saw.
public struct ScoringSummary: Sendable {
  public var rowsRead = 0
  public var rowsScored = 0
  /// All are counted; the first is listed, for the message about a file that cannot be used.
  public var rejects = Rejects(listing: 1)
  public var bandRows: [Bands.Band: Int] = [:]
  /// By name of the tier, where tiers are given.
  public var tierRows: [String: Int] = [:]
  /// Of the probabilities, or of the numbers that a regression tree predicts.
  public var valueSum = 0.0
  /// By feature of the model: cells without a value, and with a level that training had not seen.
  public var missingCells: [Int]
  public var unseenCells: [Int]
  /// By feature of the model: numbers at or below -1 where it takes log1p; they count as missing too.
  public var untakenCells: [Int]
  /// Columns of the file that the model does not use.
  public var ignoredColumns: [String] = []
  /// Columns of the model that the file has not; all their values are missing.
  public var absentColumns: [String] = []
  /// Ids that were seen before, among the first 5,000,000 rows.
  public var duplicateIDs = 0
  public var duplicatesAreChecked = true
  /// Where a playbook is given.
  public var contacts: ContactSummary?
  /// How the rows differ from the training rows; nil where the model keeps no distribution.
  public var drift: DriftReport?
  public var warnings: [String] = []

  init(featureCount: Int) {
    missingCells = Array(repeating: 0, count: featureCount)
    unseenCells = missingCells
    untakenCells = missingCells
  }

  public var meanValue: Double? {
    rowsScored > 0 ? valueSum / Double(rowsScored) : nil
  }

  /// Adds up the counts of another part of the same file.
  mutating func add(_ other: ScoringSummary) {
    rowsRead += other.rowsRead
    rowsScored += other.rowsScored
    valueSum += other.valueSum
    bandRows.merge(other.bandRows, uniquingKeysWith: +)
    tierRows.merge(other.tierRows, uniquingKeysWith: +)
    if let other = other.contacts { contacts?.add(other) }
    for feature in missingCells.indices {
      missingCells[feature] += other.missingCells[feature]
      unseenCells[feature] += other.unseenCells[feature]
      untakenCells[feature] += other.untakenCells[feature]
    }
  }

  mutating func count(_ table: EncodedTable) {
    for (feature, column) in table.columns.enumerated() {
      missingCells[feature] += column.missingCount
      unseenCells[feature] += column.unseenCount
    }
  }
}
