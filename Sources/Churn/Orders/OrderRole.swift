import DelimitedText

/// What a column of an order export says about a line.
public enum OrderRole: Int, Sendable, CaseIterable, Hashable {
  case customer, order, time
  /// Total of the line: goods without postage, after discount, before refund.
  case amount
  /// Price of one unit; with `quantity` in place of `amount`.
  case price
  case quantity, product, category, channel, discount, postage
  case status, refund
  /// The day from which a status that undoes the order is known; without it, the order's own day.
  case statusDate
  /// The day from which a refund is known; without it, the order's own day.
  case refundDate
  case rating, cost
  /// Total of the order with postage: where there is no `amount`, it is this without the postage.
  case total
  /// What became of a claim for the money; where no `refund` says how much, success means all.
  case refundStatus
  /// Whether the goods went out: an unpaid order that was fulfilled stands.
  case fulfilment

  /// The name in `--columns`, messages and reports.
  public var name: String {
    switch self {
    case .statusDate: "status_date"
    case .refundDate: "refund_date"
    case .refundStatus: "refund_status"
    default: "\(self)"
    }
  }

  /// The role of that name in any case.
  public init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name.lowercased() }) else {
      return nil
    }
    self = role
  }

  /// Parses `customer=买家会员名,time=Paid at`: the value of `--columns`.
  ///
  /// - Throws: `.usage` for a part without `=`, an unknown role, or a role given twice.
  public static func parse(columns text: String) throws(LocatedError) -> [OrderRole: String] {
    var columns: [OrderRole: String] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "=", maxSplits: 1).map(trimmed)
      guard pieces.count == 2, !pieces[1].isEmpty else {
        throw LocatedError(
          .usage, "--columns: \"\(part)\" is not role=header",
          advice: "Write for example --columns customer=Email,time=Date,amount=Total.")
      }
      guard let role = OrderRole(name: pieces[0]) else {
        throw LocatedError(
          .usage, "--columns: there is no role \"\(pieces[0])\"",
          advice: "Roles: " + allCases.map(\.name).joined(separator: ", ") + ".")
      }
      guard columns.updateValue(pieces[1], forKey: role) == nil else {
        throw LocatedError(
          .usage, "--columns: the role \(role.name) is given twice",
          advice: "Name one header for each role.")
      }
    }
    return columns
  }

  private static func trimmed(_ text: Substring) -> String {
    let blanks: Set<Character> = [" ", "\t"]
    let start = text.drop { blanks.contains($0) }
    return String(start.reversed().drop { blanks.contains($0) }.reversed())
  }
}
