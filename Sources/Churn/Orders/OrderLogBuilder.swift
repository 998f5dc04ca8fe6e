import DelimitedText

/// Collects lines in file order and makes an `OrderLog` of them.
struct OrderLogBuilder {
  /// One line as read; codes and missing values as in `OrderLines`.
  struct Line {
    var customer: Int32 = 0
    var day: Int32 = 0
    var kind: OrderLines.Kind = .purchase
    var order: UInt64 = 0
    var amount = 0.0
    var quantity = 0.0
    var discount = 0.0
    var postage = 0.0
    var product: Int32 = -1
    var category: Int32 = -1
    var channel: Int32 = -1
    /// Of the whole record, to find exact duplicates.
    var fingerprint: UInt64 = 0
  }

  /// The most lines that a log holds.
  static let capacity = Int(Int32.max) - 1

  let roles: Set<OrderRole>
  private(set) var lines = OrderLines()
  private(set) var adjustments: [Adjustment] = []
  private var fingerprints: [UInt64] = []
  private let keepsOrder: Bool
  private let keepsAmount: Bool

  /// - Parameter roles: what the export fills; the other columns stay empty.
  init(roles: Set<OrderRole>) {
    self.roles = roles
    keepsOrder = roles.contains(.order)
    keepsAmount = roles.contains(.amount) || roles.isSuperset(of: [.price, .quantity])
  }

  var count: Int { lines.count }

  /// Adds a line. Call `adjust` for what is known about it beside.
  mutating func append(_ line: Line) {
    lines.row.append(Int32(lines.count))
    lines.customer.append(line.customer)
    lines.day.append(line.day)
    lines.kind.append(line.kind)
    if keepsOrder { lines.order.append(line.order) }
    if keepsAmount { lines.amount.append(line.amount) }
    if roles.contains(.quantity) { lines.quantity.append(line.quantity) }
    if roles.contains(.discount) { lines.discount.append(line.discount) }
    if roles.contains(.postage) { lines.postage.append(line.postage) }
    if roles.contains(.product) { lines.product.append(line.product) }
    if roles.contains(.category) { lines.category.append(line.category) }
    if roles.contains(.channel) { lines.channel.append(line.channel) }
    fingerprints.append(line.fingerprint)
  }

  /// Adds knowledge about the line appended last.
  mutating func adjust(_ kind: Adjustment.Kind, from day: Int32, value: Double = 0) {
    adjustments.append(
      Adjustment(line: Int32(lines.count - 1), day: day, kind: kind, value: value))
  }

  /// What sorting the lines brings to light.
  struct Counts: Equatable {
    var orders = 0
    var duplicates = 0
    var cancellations = 0
    var unmatchedCancellations = 0
  }

  /// Sorts the lines, matches cancellations and counts orders and duplicates.
  consuming func finish(
    customers: [String], channels: [String] = [], products: Int = 0, categories: Int = 0,
    dataEnd: Int32? = nil, minimumAmount: Double = 0
  ) -> (log: OrderLog, counts: Counts) {
    let starts = LineOrder.starts(customer: lines.customer, customers: customers.count)
    var permutation = LineOrder.byCustomerAndDay(lines, starts: starts)
    var counts = Counts()
    let cancellations = matchedCancellations(permutation, starts: starts)
    counts.cancellations = lines.kind.count { $0 == .cancellation }
    counts.unmatchedCancellations = cancellations.unmatched
    adjustments += cancellations.adjustments
    LineOrder.groupOrders(&permutation, lines, starts: starts)
    counts.duplicates = duplicates(&permutation, starts: starts)
    fingerprints = []
    moveAdjustments(permutation)
    lines.permute(by: permutation)
    counts.orders = orders(starts: starts)
    let log = OrderLog(
      customers: customers, channels: channels, productCount: products, categoryCount: categories,
      lines: lines, starts: starts, adjustments: adjustments, roles: roles,
      dataEnd: dataEnd ?? lines.day.max() ?? 0, minimumAmount: minimumAmount)
    return (log, counts)
  }

  private func matchedCancellations(_ permutation: [Int32], starts: [Int]) -> Cancellations {
    guard !lines.quantity.isEmpty, lines.kind.contains(.cancellation) else {
      return Cancellations(lines: lines, permutation: [], starts: [])
    }
    return Cancellations(lines: lines, permutation: permutation, starts: starts)
  }

  /// Lines equal to another one of the same customer and day, the first not counted.
  private func duplicates(_ permutation: inout [Int32], starts: [Int]) -> Int {
    var duplicates = 0
    LineOrder.forEachDay(&permutation, lines, starts: starts) { start, end, permutation in
      guard end - start > 1 else { return }
      let sorted = permutation[start..<end].map { fingerprints[Int($0)] }.sorted()
      duplicates += zip(sorted, sorted.dropFirst()).count { $0 == $1 }
    }
    return duplicates
  }

  /// Lets adjustments name lines by their new places, in the order of these and of their days.
  private mutating func moveAdjustments(_ permutation: [Int32]) {
    guard !adjustments.isEmpty else { return }
    var place = [Int32](repeating: 0, count: permutation.count)
    for (new, old) in permutation.enumerated() { place[Int(old)] = Int32(new) }
    for index in adjustments.indices {
      adjustments[index].line = place[Int(adjustments[index].line)]
    }
    adjustments.sort {
      ($0.line, $0.day, $0.kind.rawValue, $0.value) < ($1.line, $1.day, $1.kind.rawValue, $1.value)
    }
  }

  /// Distinct order ids of purchase lines, customer by customer; lines where there is no order id.
  private func orders(starts: [Int]) -> Int {
    guard keepsOrder else { return lines.kind.count { $0 == .purchase } }
    var orders = 0
    for code in 0..<max(0, starts.count - 1) {
      var ids: [UInt64] = []
      for line in starts[code]..<starts[code + 1] where lines.kind[line] == .purchase {
        if lines.order[line] != ids.last { ids.append(lines.order[line]) }
      }
      if ids.count > 1 { ids.sort() }
      orders += ids.isEmpty ? 0 : 1 + zip(ids, ids.dropFirst()).count { $0 != $1 }
    }
    return orders
  }
}
