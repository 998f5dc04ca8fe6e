extension SeededGenerator {
  /// How many of some independent trials succeed: Binomial(trials, probability), exactly.
  ///
  /// A trial succeeds when a uniform number is below the probability, and that is decided by their
  /// first binary digit that differs. All trials draw their next digit at once, 64 in a word; half
  /// of them are decided by each digit, so the cost is trials / 32 words.
  /// - Parameter trials: 0 or more.
  public mutating func binomial(trials: Int, probability: Double) -> Int {
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

  /// Binomial(coins, 1/2).
  private mutating func fairHeads(of coins: Int) -> Int {
    var heads = 0
    for _ in 0..<coins / 64 { heads += next().nonzeroBitCount }
    let rest = coins % 64
    return rest == 0 ? heads : heads + (next() >> UInt64(64 - rest)).nonzeroBitCount
  }
}
