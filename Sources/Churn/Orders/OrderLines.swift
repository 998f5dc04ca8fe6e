import Modeling

/// The lines of an order file, column by column: element i of every array is the same line.
///
/// A column whose role the export lacks is empty. Codes are dense from 0, −1 is missing;
/// days are counted from 1970-01-01; a missing quantity is NaN.
struct OrderLines: Sendable {
  enum Kind: UInt8, Sendable {
    case purchase
    /// Takes its quantity off an earlier line; no purchase itself.
    case cancellation
    /// Priceless or of quantity 0: no purchase, by rule.
    case nothing
  }

  var customer: [Int32] = []
  var day: [Int32] = []
  var kind: [Kind] = []
  /// The place of the line among those kept, in file order. None while the lines are in that order.
  var row: [Int32] = []
  /// Fingerprint of the order id, to be compared within one customer and day only.
  var order: [UInt64] = []
  var amount: [Double] = []
  var quantity: [Double] = []
  var discount: [Double] = []
  var postage: [Double] = []
  var product: [Int32] = []
  var category: [Int32] = []
  var channel: [Int32] = []
  /// By which the lines of an order share its amount; only while they are read.
  var weight: [Double] = []

  var count: Int { customer.count }

  /// The lines in another order: line i of the result is line `permutation[i]`. Lines stay with
  /// their customers, or are grouped by them: `starts` says where those of each begin then.
  mutating func permute(by permutation: [Int32], starts: [Int], _ parallel: Parallel) {
    customer = [Int32](unsafeUninitializedCapacity: permutation.count) { codes, count in
      count = permutation.count
      let places = SharedPlaces(start: codes.baseAddress)
      _ = LineOrder.map(starts, parallel) { customers in
        for code in customers {
          for line in starts[code]..<starts[code + 1] {
            places.start?.advanced(by: line).initialize(to: Int32(code))
          }
        }
      }
    }
    day = gathered(day, permutation, parallel)
    kind = gathered(kind, permutation, parallel)
    row = row.isEmpty ? permutation : gathered(row, permutation, parallel)
    order = gathered(order, permutation, parallel)
    amount = gathered(amount, permutation, parallel)
    quantity = gathered(quantity, permutation, parallel)
    discount = gathered(discount, permutation, parallel)
    postage = gathered(postage, permutation, parallel)
    product = gathered(product, permutation, parallel)
    category = gathered(category, permutation, parallel)
    channel = gathered(channel, permutation, parallel)
    weight = gathered(weight, permutation, parallel)
  }
}

/// Element i of the result is element `permutation[i]`; an empty column stays empty. Elements are
/// plain values.
func gathered<Element: BitwiseCopyable & Sendable>(
  _ column: [Element], _ permutation: [Int32], _ parallel: Parallel
) -> [Element] {
  guard !column.isEmpty else { return [] }
  return [Element](unsafeUninitializedCapacity: permutation.count) { result, count in
    count = permutation.count
    let target = SharedPlaces(start: result.baseAddress)
    parallel.overRanges(of: count) { range in
      guard let start = target.start else { return }
      for place in range { (start + place).initialize(to: column[Int(permutation[place])]) }
    }
  }
}

/// Memory of which each place is written by one thread.
struct SharedPlaces<Element>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>?
}

/// Something known later about a line that is a purchase by itself.
struct Adjustment: Sendable, Equatable {
  enum Kind: UInt8, Sendable {
    /// `value` units of the line come back, at the line's price.
    case cancellation
    /// `value` is money that goes back to the customer.
    case refund
    /// The order was never paid or fulfilled.
    case neverPaid
    /// The whole line is undone and its money went back.
    case undone
  }

  /// Index of the line in `OrderLines`.
  var line: Int32
  /// The day from which it is known.
  var day: Int32
  var kind: Kind
  var value: Double
}
