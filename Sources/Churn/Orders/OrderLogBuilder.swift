import DelimitedText
import Modeling

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
    /// By which it takes part in the amount of its order.
    var weight = Double.nan
    /// Of the whole record, to find exact duplicates.
    var fingerprint: UInt64 = 0
    /// Its order's amount stands on an earlier line.
    var isContinuation = false
  }

  /// The most lines that a log holds.
  static let capacity = Int(Int32.max) - 1

  /// Lines that room is made for on a guess: 1 GB of them.
  static let mostReserved = 16_000_000

  let roles: Set<OrderRole>
  /// Roles whose values are the order's, not the line's: see `OrderTotals`.
  let orderLevel: Set<OrderRole>
  private(set) var lines = OrderLines()
  private(set) var adjustments: [Adjustment] = []
  private var fingerprints: [UInt64] = []
  private let keeps: Columns

  /// Which columns are kept: asked once a line, so not of a set.
  private struct Columns {
    let order, amount, quantity, discount, postage, product, category, channel, weight: Bool

    init(_ roles: Set<OrderRole>, _ orderLevel: Set<OrderRole>) {
      order = roles.contains(.order)
      amount = roles.contains(.amount) || roles.isSuperset(of: [.price, .quantity])
      quantity = roles.contains(.quantity)
      discount = roles.contains(.discount)
      postage = roles.contains(.postage)
      product = roles.contains(.product)
      category = roles.contains(.category)
      channel = roles.contains(.channel)
      weight = amount && orderLevel.contains(.amount)
    }
  }

  /// - Parameter roles: what the export fills; the other columns stay empty.
  init(roles: Set<OrderRole>, orderLevel: Set<OrderRole> = []) {
    self.roles = roles
    self.orderLevel = orderLevel
    keeps = Columns(roles, orderLevel)
  }

  var count: Int { lines.count }

  /// Adds a line. Call `adjust` for what is known about it beside.
  mutating func append(_ line: Line) {
    lines.customer.append(line.customer)
    lines.day.append(line.day)
    lines.kind.append(line.kind)
    if keeps.order { lines.order.append(line.order) }
    if keeps.amount { lines.amount.append(line.amount) }
    if keeps.quantity { lines.quantity.append(line.quantity) }
    if keeps.discount { lines.discount.append(line.discount) }
    if keeps.postage { lines.postage.append(line.postage) }
    if keeps.product { lines.product.append(line.product) }
    if keeps.category { lines.category.append(line.category) }
    if keeps.channel { lines.channel.append(line.channel) }
    if keeps.weight { lines.weight.append(line.weight) }
    fingerprints.append(line.fingerprint)
  }

  /// Makes room for more lines, so that they need not be moved.
  mutating func reserve(_ more: Int) {
    let total = lines.count + more
    lines.customer.reserveCapacity(total)
    lines.day.reserveCapacity(total)
    lines.kind.reserveCapacity(total)
    if keeps.order { lines.order.reserveCapacity(total) }
    if keeps.amount { lines.amount.reserveCapacity(total) }
    if keeps.quantity { lines.quantity.reserveCapacity(total) }
    if keeps.discount { lines.discount.reserveCapacity(total) }
    if keeps.postage { lines.postage.reserveCapacity(total) }
    if keeps.product { lines.product.reserveCapacity(total) }
    if keeps.category { lines.category.reserveCapacity(total) }
    if keeps.channel { lines.channel.reserveCapacity(total) }
    if keeps.weight { lines.weight.reserveCapacity(total) }
    fingerprints.reserveCapacity(total)
  }

  /// Purchases of a batch about which nothing else is known, column by column.
  struct Purchases {
    let cells: PreparedCells
    let amounts: Int
    /// Where the numbers begin; nil for columns that the file does not have.
    let quantities: Int?
    let discounts: Int?
    let postage: Int?
    let products: [Int32]?
    let categories: [Int32]?
    let channels: [Int32]?
  }

  /// Appends some of the purchases.
  ///
  /// - Parameter customers: their codes.
  mutating func append(_ purchases: Purchases, _ run: Range<Int>, customers: Range<Int32>) {
    let cells = purchases.cells
    func add<Value: BitwiseCopyable>(
      _ values: [Value]?, from start: Int? = 0, to column: inout [Value], _ isKept: Bool,
      none: Value
    ) {
      guard isKept else { return }
      guard let values, let start else {
        column.append(contentsOf: repeatElement(none, count: run.count))
        return
      }
      // Not by a slice, which would count references for each of the columns of each run.
      values.withUnsafeBufferPointer { values in
        column.append(
          contentsOf: UnsafeBufferPointer(
            rebasing: values[start + run.lowerBound..<start + run.upperBound]))
      }
    }
    lines.customer.append(contentsOf: customers)
    lines.kind.append(contentsOf: repeatElement(.purchase, count: run.count))
    add(cells.days, to: &lines.day, true, none: 0)
    add(cells.orders, to: &lines.order, keeps.order, none: 0)
    add(cells.numbers, from: purchases.amounts, to: &lines.amount, keeps.amount, none: .nan)
    add(cells.numbers, from: purchases.quantities, to: &lines.quantity, keeps.quantity, none: .nan)
    add(cells.numbers, from: purchases.discounts, to: &lines.discount, keeps.discount, none: 0)
    add(cells.numbers, from: purchases.postage, to: &lines.postage, keeps.postage, none: 0)
    add(purchases.products, to: &lines.product, keeps.product, none: -1)
    add(purchases.categories, to: &lines.category, keeps.category, none: -1)
    add(purchases.channels, to: &lines.channel, keeps.channel, none: -1)
    add(nil, to: &lines.weight, keeps.weight, none: .nan)
    add(cells.fingerprints, to: &fingerprints, true, none: 0)
  }

  /// The codes here of those that another builder has.
  struct Codes {
    var customers: [Int32]
    var products: CodeMap
    var categories: CodeMap
    var channels: CodeMap
  }

  /// Appends the lines of another builder with the same roles, and what is known about them.
  mutating func append(
    _ other: OrderLogBuilder, _ codes: inout Codes, _ products: inout ByteInterner,
    _ categories: inout ByteInterner, _ channels: inout ByteInterner
  ) {
    let start = Int32(lines.count)
    lines.customer += other.lines.customer.lazy.map { codes.customers[Int($0)] }
    lines.day += other.lines.day
    lines.kind += other.lines.kind
    lines.order += other.lines.order
    lines.amount += other.lines.amount
    lines.quantity += other.lines.quantity
    lines.discount += other.lines.discount
    lines.postage += other.lines.postage
    codes.products.append(other.lines.product, to: &lines.product, in: &products)
    codes.categories.append(other.lines.category, to: &lines.category, in: &categories)
    codes.channels.append(other.lines.channel, to: &lines.channel, in: &channels)
    lines.weight += other.lines.weight
    fingerprints += other.fingerprints
    adjustments += other.adjustments.lazy.map { known in
      var known = known
      known.line += start
      return known
    }
  }

  /// Adds knowledge about the line appended last.
  mutating func adjust(_ kind: Adjustment.Kind, from day: Int32, value: Double = 0) {
    adjustments.append(
      Adjustment(line: Int32(lines.count - 1), day: day, kind: kind, value: value))
  }

  /// Of the record of a line that was appended.
  func fingerprint(of line: Int) -> UInt64 { fingerprints[line] }

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
    dataEnd: Int32? = nil, minimumAmount: Double = 0, parallel: Parallel = Parallel(threads: 1)
  ) -> (log: OrderLog, counts: Counts) {
    let starts = LineOrder.starts(customer: lines.customer, customers: customers.count)
    permute(
      by: LineOrder.byCustomerAndDay(lines, starts: starts, parallel), starts: starts, parallel)
    var counts = Counts(duplicates: duplicates(starts: starts, parallel))
    fingerprints = []
    counts.cancellations = lines.kind.count { $0 == .cancellation }
    if counts.cancellations > 0 {
      let cancellations = Cancellations(lines: lines, starts: starts)
      adjustments += cancellations.adjustments
      counts.unmatchedCancellations = cancellations.unmatched
    }
    if let grouping = LineOrder.groupingOrders(lines, starts: starts, parallel) {
      permute(by: grouping, starts: starts, parallel)
    }
    counts.orders = orders(starts: starts, parallel)
    adjustments = LineOrder.sorted(adjustments, lines: lines.count, parallel)
    var settled = lines
    var known = adjustments
    (lines, adjustments) = (OrderLines(), [])
    OrderTotals.settle(&settled, &known, starts: starts, of: orderLevel)
    let log = OrderLog(
      customers: customers, channels: channels, productCount: products, categoryCount: categories,
      lines: settled, starts: starts, adjustments: known, roles: roles,
      dataEnd: dataEnd ?? settled.day.max() ?? 0, minimumAmount: minimumAmount)
    return (log, counts)
  }

  /// Moves the lines, and lets adjustments name them by their new places.
  private mutating func permute(by permutation: [Int32], starts: [Int], _ parallel: Parallel) {
    lines.permute(by: permutation, starts: starts, parallel)
    guard !adjustments.isEmpty else { return }
    let place = inverse(of: permutation, parallel)
    for index in adjustments.indices {
      adjustments[index].line = place[Int(adjustments[index].line)]
    }
  }

  /// Lines equal to another one of the same customer and day, the first not counted.
  private func duplicates(starts: [Int], _ parallel: Parallel) -> Int {
    LineOrder.map(starts, parallel) { [self] customers in
      var duplicates = 0
      LineOrder.forEachDay(lines, starts: starts, customers: customers) { day in
        guard mayRepeat(day) else { return }
        let sorted = lines.row[day].map { fingerprints[Int($0)] }.sorted()
        duplicates += zip(sorted, sorted.dropFirst()).count { $0 == $1 }
      }
      return duplicates
    }.reduce(0, +)
  }

  /// Whether two lines of a day can be equal: then their amounts are, which are nearer than the
  /// fingerprints.
  private func mayRepeat(_ day: Range<Int>) -> Bool {
    guard day.count > 1 else { return false }
    guard day.count < 16, !lines.amount.isEmpty else { return true }
    for line in day {
      for other in day.lowerBound..<line
      where lines.amount[line].bitPattern == lines.amount[other].bitPattern { return true }
    }
    return false
  }

  /// Distinct order ids of purchase lines, customer by customer; lines where there is no order id.
  private func orders(starts: [Int], _ parallel: Parallel) -> Int {
    guard keeps.order else { return lines.kind.count { $0 == .purchase } }
    return LineOrder.map(starts, parallel) { [lines] customers in
      var orders = 0
      var ids: [UInt64] = []
      for code in customers {
        ids.removeAll(keepingCapacity: true)
        for line in starts[code]..<starts[code + 1] where lines.kind[line] == .purchase {
          if lines.order[line] != ids.last { ids.append(lines.order[line]) }
        }
        orders += distinctCount(&ids)
      }
      return orders
    }.reduce(0, +)
  }
}

/// How many of the values are different; their order is lost.
private func distinctCount(_ values: inout [UInt64]) -> Int {
  guard values.count > 48 else {
    var repeated = 0
    for place in values.indices {
      var matches = 0
      // All of them: to look at a few more is quicker than to decide at each.
      for earlier in 0..<place { matches += values[earlier] == values[place] ? 1 : 0 }
      repeated += matches > 0 ? 1 : 0
    }
    return values.count - repeated
  }
  values.sort()
  return 1 + zip(values, values.dropFirst()).count { $0 != $1 }
}

/// Where each element goes by a permutation that says where each comes from.
private func inverse(of permutation: [Int32], _ parallel: Parallel) -> [Int32] {
  [Int32](unsafeUninitializedCapacity: permutation.count) { result, count in
    count = permutation.count
    let places = SharedPlaces(start: result.baseAddress)
    parallel.overRanges(of: count) { range in
      for place in range {
        places.start?.advanced(by: Int(permutation[place])).initialize(to: Int32(place))
      }
    }
  }
}
