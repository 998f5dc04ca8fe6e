/// Subjects that add the same to the two sums of a ratio.
public struct RatioGroup: Sendable, Equatable {
  public var numerator: Double
  public var denominator: Double
  /// Of subjects.
  public var count: Int

  public init(numerator: Double, denominator: Double, count: Int) {
    self.numerator = numerator
    self.denominator = denominator
    self.count = count
  }
}

/// The bootstrap's percentile interval (Efron 1979) of Σ numerators / Σ denominators, subjects being
/// drawn with replacement: what `ratioBootstrap(numerators:denominators:…)` gives for one subject a
/// place. Subjects of a group are alike, so a replicate draws how many of each group it holds
/// (multinomial, as a chain of binomials): millions of subjects in a handful of groups cost little.
///
/// Replicate k draws from stream k of the seed; ends are quantiles of type 7.
/// - Parameter groups: counts of 0 or more, denominators above 0.
/// - Returns: nil without subjects or replicates.
public func ratioBootstrap(
  groups: [RatioGroup], replicates: Int, seed: UInt64, confidence: Double = 0.95, threads: Int = 1
) -> ShareInterval? {
  let groups = groups.filter { $0.count > 0 }
  guard !groups.isEmpty, replicates > 0 else { return nil }
  let ratios = Parallel(threads: threads).map(count: replicates) { replicate in
    var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
    return drawnRatio(groups, &generator)
  }.sorted()
  return ShareInterval(
    low: Quantiles.type7(ratios, (1 - confidence) / 2),
    high: Quantiles.type7(ratios, (1 + confidence) / 2))
}

private func drawnRatio(_ groups: [RatioGroup], _ generator: inout SeededGenerator) -> Double {
  var undrawn = groups.reduce(0) { $0 + $1.count }
  var left = undrawn
  var (numerator, denominator) = (0.0, 0.0)
  for group in groups {
    let drawn = generator.binomial(
      trials: undrawn, probability: Double(group.count) / Double(left))
    numerator += Double(drawn) * group.numerator
    denominator += Double(drawn) * group.denominator
    undrawn -= drawn
    left -= group.count
  }
  return numerator / denominator
}
