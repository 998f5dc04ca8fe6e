import DelimitedText
import Modeling

/// The customers of a shop as they were known on one or more days: a row a customer and day.
public struct CustomerSnapshot: Sendable, Equatable {
  public let customerIDs: [String]
  public let asOf: [Day]
  /// The catalogue's features in its order, `orders` … `first_channel`.
  public let features: FeatureTable
  /// Whether the customer bought nothing in the outcome window; nil without a window.
  public let churned: [Bool]?
  /// Features that the export cannot fill: empty in every row.
  public let unfilled: [String]
  /// What the user should know, a sentence each.
  public let warnings: [String]

  public var rowCount: Int { customerIDs.count }

  /// The rows at the given places, in that order.
  public func selecting(rows: [Int]) -> CustomerSnapshot {
    CustomerSnapshot(
      customerIDs: rows.map { customerIDs[$0] }, asOf: rows.map { asOf[$0] },
      features: features.selecting(rows: rows),
      churned: churned.map { all in rows.map { all[$0] } },
      unfilled: unfilled, warnings: warnings)
  }
}
