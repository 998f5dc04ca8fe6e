import Modeling

/// Draws a place in proportion to weights, by bisection of their running sums.
struct WeightedChoice: Sendable, Equatable {
  private var sums: [Double] = []

  /// - Parameter weights: not negative, at least one of them, their sum positive.
  init(_ weights: some Sequence<Double>) {
    var sum = 0.0
    for weight in weights {
      sum += weight
      sums.append(sum)
    }
  }

  /// Weights (k + 1)^−exponent of the places k: few are frequent, many are rare (Zipf).
  init(count: Int, exponent: Double) {
    self.init((1...count).map { Elementary.exp(-exponent * Elementary.log(Double($0))) })
  }

  func draw(_ generator: inout SeededGenerator) -> Int {
    let goal = generator.uniform() * (sums.last ?? 0)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > goal { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
