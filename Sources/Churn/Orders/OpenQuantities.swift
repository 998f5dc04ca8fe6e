/// Quantities of earlier lines that later cancellations may still take from.
///
/// A complete binary tree of maxima over the lines in time order, so that "the latest line with
/// at least q left" takes O(log n) whatever the file holds.
struct OpenQuantities {
  private var maxima: [Double]
  private let leaves: Int
  private var count = 0

  /// - Parameter capacity: the most lines that will be appended.
  init(capacity: Int) {
    var leaves = 1
    while leaves < capacity { leaves *= 2 }
    self.leaves = leaves
    maxima = [Double](repeating: -.infinity, count: 2 * leaves)
  }

  mutating func append(_ quantity: Double) {
    set(count, quantity)
    count += 1
  }

  /// Takes `quantity` off the latest line with at least that much left and returns its index,
  /// or nil when there is none.
  mutating func take(_ quantity: Double) -> Int? {
    guard maxima[1] >= quantity else { return nil }
    var node = 1
    while node < leaves {
      node = maxima[2 * node + 1] >= quantity ? 2 * node + 1 : 2 * node
    }
    let line = node - leaves
    set(line, maxima[node] - quantity)
    return line
  }

  private mutating func set(_ line: Int, _ quantity: Double) {
    var node = leaves + line
    maxima[node] = quantity
    while node > 1 {
      node /= 2
      maxima[node] = max(maxima[2 * node], maxima[2 * node + 1])
    }
  }
}
