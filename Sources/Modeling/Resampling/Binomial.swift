extension SeededGenerator {
  /// How many of some independent trials succeed: Binomial(trials, probability).
  ///
  /// A trial succeeds when a uniform number is below the probability, and that is decided by their
  /// first binary digit that differs. All trials draw their next digit at once; half of them are
  /// decided by each digit.
  /// - Parameter trials: 0 or more.
  mutating func binomial(trials: Int, probability: Double) -> Int {
    if probability >= 1 { return trials }
    var (open, successes, digits) = (trials, 0, probability)
    while open > 0, digits > 0 {
      let ones = fairHeads(of: open)
      digits *= 2
      if digits >= 1 {
        digits -= 1
        successes += open - ones
        open = ones
      } else {
        open -= ones
      }
    }
    return successes
  }

  /// Binomial(coins, 1/2), from 64 coins a word; of 4,096 coins and more by the normal distribution,
  /// which is symmetric too and within 1e-4 of it.
  private mutating func fairHeads(of coins: Int) -> Int {
    if coins >= 4096 { return normalHeads(of: Double(coins)) }
    var heads = 0
    for _ in 0..<coins / 64 { heads += next().nonzeroBitCount }
    let rest = coins % 64
    return rest == 0 ? heads : heads + (next() >> UInt64(64 - rest)).nonzeroBitCount
  }

  private mutating func normalHeads(of coins: Double) -> Int {
    let heads = (coins / 2 + coins.squareRoot() / 2 * standardNormal()).rounded()
    return Int(min(max(heads, 0), coins))
  }
}
