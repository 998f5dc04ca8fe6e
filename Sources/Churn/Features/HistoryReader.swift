import DelimitedText

/// Reads histories out of an `OrderLog`, one customer after the other.
///
/// Only lines up to the as-of day are looked at, and of what is known beside them only what is
/// known by then. Money that went back lowers an order; an order of which nothing is left, or
/// less than the log's minimum amount, is no purchase.
struct HistoryReader {
  /// What of one line stands on the as-of day.
  private struct Standing {
    var amount = 0.0
    var items = 0.0
    /// Money ordered, and what of it went back with units or with the whole line.
    var ordered = 0.0
    var returned = 0.0
    /// Refunds in money, which belong to the order as a whole.
    var refund = 0.0
    var stands = true
  }

  private let log: OrderLog
  private var asOf: Int32
  /// The reading in which a product or category was seen last.
  private var productSeen: [Int32]
  private var categorySeen: [Int32]
  private var reading: Int32 = -1
  private var adjustment = 0
  /// Lines of the order that stand.
  private var standing: [Int] = []
  private var firstChannelRow: Int32 = .max

  init(_ log: OrderLog, asOf: Int32) {
    self.log = log
    self.asOf = asOf
    productSeen = [Int32](repeating: -1, count: log.productCount)
    categorySeen = [Int32](repeating: -1, count: log.categoryCount)
  }

  /// The history of a customer as of another day, which becomes the reader's.
  mutating func read(_ code: Int, asOf day: Int32, into history: inout History) {
    asOf = day
    read(code, into: &history)
  }

  /// The history of a customer; customers must be asked for in ascending order, each as often as
  /// needed.
  mutating func read(_ code: Int, into history: inout History) {
    history.reset(asOf: asOf)
    reading += 1
    firstChannelRow = .max
    let end = log.starts[code + 1]
    var line = log.starts[code]
    while adjustment > 0, log.adjustments[adjustment - 1].line >= line { adjustment -= 1 }
    skipAdjustments(before: line)
    while line < end, log.lines.day[line] <= asOf {
      let start = line
      repeat { line += 1 } while line < end && isSameOrder(line, start)
      addOrder(start..<line, to: &history)
    }
  }

  private func isSameOrder(_ line: Int, _ other: Int) -> Bool {
    !log.lines.order.isEmpty && log.lines.order[line] == log.lines.order[other]
      && log.lines.day[line] == log.lines.day[other]
  }

  private mutating func skipAdjustments(before line: Int) {
    while adjustment < log.adjustments.count, log.adjustments[adjustment].line < line {
      adjustment += 1
    }
  }

  private mutating func addOrder(_ range: Range<Int>, to history: inout History) {
    var order = Standing()
    if !standing.isEmpty { standing.removeAll(keepingCapacity: true) }
    for line in range {
      history.firstRow = min(history.firstRow, log.lines.row[line])
      guard log.lines.kind[line] == .purchase else { continue }
      let own = known(about: line)
      order.ordered += own.ordered
      order.returned += own.returned
      order.refund += own.refund
      guard own.stands else { continue }
      order.amount += own.amount
      order.items += own.items
      standing.append(line)
    }
    history.orderedAmount += order.ordered
    let refund = min(order.refund, order.amount)
    history.refundedAmount += order.returned + refund
    guard !standing.isEmpty, isPurchase(amount: order.amount, refund: refund) else { return }
    addOccasion(day: log.lines.day[range.lowerBound], order, refund, to: &history)
    for index in standing.indices { addDetails(of: standing[index], to: &history) }
  }

  /// A refund of all but rounding undoes the order.
  private func isPurchase(amount: Double, refund: Double) -> Bool {
    if refund > 0, amount - refund <= 1e-9 * amount { return false }
    return !(amount - refund < log.minimumAmount)
  }

  private func addOccasion(
    day: Int32, _ order: Standing, _ refund: Double, to history: inout History
  ) {
    let amount = order.amount - refund
    if let last = history.occasions.indices.last, history.occasions[last].day == day {
      history.occasions[last].amount += amount
      history.occasions[last].items += order.items
      history.occasions[last].orders += 1
    } else {
      history.occasions.append(Occasion(day: day, amount: amount, items: order.items, orders: 1))
    }
  }

  private mutating func addDetails(of line: Int, to history: inout History) {
    if !log.lines.discount.isEmpty { history.discount += log.lines.discount[line] }
    if !log.lines.postage.isEmpty { history.postage += log.lines.postage[line] }
    if !log.lines.product.isEmpty, log.lines.product[line] >= 0 {
      let product = Int(log.lines.product[line])
      if productSeen[product] != reading { history.distinctProducts += 1 }
      productSeen[product] = reading
    }
    if !log.lines.category.isEmpty, log.lines.category[line] >= 0 {
      let category = Int(log.lines.category[line])
      if categorySeen[category] != reading { history.distinctCategories += 1 }
      categorySeen[category] = reading
    }
    guard !log.lines.channel.isEmpty, history.occasions.count == 1 else { return }
    if log.lines.row[line] < firstChannelRow {
      firstChannelRow = log.lines.row[line]
      history.firstChannel = log.lines.channel[line]
    }
  }

  /// What of a purchase line stands on the as-of day, by the adjustments known by then.
  private mutating func known(about line: Int) -> Standing {
    var own = Standing()
    let amount = log.lines.amount.isEmpty ? .nan : log.lines.amount[line]
    let quantity = log.lines.quantity.isEmpty ? .nan : log.lines.quantity[line]
    own.amount = amount
    own.items = quantity
    own.ordered = amount
    skipAdjustments(before: line)
    var neverPaid = false
    while adjustment < log.adjustments.count, log.adjustments[adjustment].line == line {
      let known = log.adjustments[adjustment]
      adjustment += 1
      guard known.day <= asOf else { continue }
      switch known.kind {
      case .cancellation: own.items -= known.value
      case .refund: own.refund += known.value
      case .neverPaid: neverPaid = true
      case .undone: own.stands = false
      }
    }
    if neverPaid { return Standing(stands: false) }
    if own.items <= 0 { own.stands = false }
    if !own.stands {
      own.refund = 0
      own.amount = 0
    } else if own.items < quantity {
      own.amount = amount * (own.items / quantity)
    }
    own.returned = amount - own.amount
    return own
  }
}
