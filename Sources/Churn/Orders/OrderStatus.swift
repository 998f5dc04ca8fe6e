/// What a status says about an order: it stands, it was never paid or fulfilled, or its money
/// went back. Neither of the latter two is a purchase; only the last counts as refunded.
public enum OrderStatus: UInt8, Sendable, Equatable {
  case stands, neverPaid, refunded

  /// Words (lower case, `_` and `-` read as a blank) that say an order is no purchase.
  /// Every other status, a missing one too, leaves the order standing.
  public static let words: [(status: OrderStatus, words: [String])] = [
    (
      .neverPaid,
      ["cancelled", "canceled", "cancel", "void", "voided", "failed", "unpaid", "not paid"]
        + ["pending", "pending payment", "awaiting payment", "payment pending", "on hold"]
        + ["expired", "declined", "rejected", "abandoned", "draft"]
    ),
    (
      .refunded,
      ["refunded", "fully refunded", "refund", "returned", "return", "chargeback"]
        + ["charged back"]
    ),
  ]

  /// The meaning of a status cell.
  public init(_ text: String) {
    let word = String(
      text.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
    self = Self.words.first { $0.words.contains(word) }?.status ?? .stands
  }
}
