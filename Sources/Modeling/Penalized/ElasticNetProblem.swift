import CKernels

/// The rows of an elastic net outside a fold as a likelihood over standardised columns, in means over
/// the weights.
struct ElasticNetProblem: Sendable {
  let blocks: ElasticNetBlocks
  /// The blocks of the fold; empty for all rows.
  let leaving: Range<Int>
  /// The blocks' columns that vary in these rows.
  let varying: [Int]
  /// Their penalty factors.
  let factors: [Double]
  let alpha: Double
  let totalWeight: Double
  let churnedWeight: Double
  /// Mean and inverse deviation of the varying columns in these rows: 0 and 1 for all rows.
  private let center: [Double]
  private let scale: [Double]
  private let parallel: Parallel

  init(
    _ blocks: ElasticNetBlocks, _ net: ElasticNet, leaving: Range<Int> = 0..<0,
    _ parallel: Parallel
  ) {
    let trained = [0..<leaving.lowerBound, leaving.upperBound..<blocks.blockCount]
    let weights = blocks.weights(of: trained)
    let moments = (0..<blocks.columnCount).map { column in
      leaving.isEmpty
        ? (mean: 0, deviation: 1)
        : blocks.moments(column, of: trained, weight: weights.all)
    }
    varying = moments.indices.filter {
      moments[$0].deviation > 0 && (1 / moments[$0].deviation).isFinite
    }
    center = varying.map { moments[$0].mean }
    scale = varying.map { 1 / moments[$0].deviation }
    let given = net.penaltyFactors ?? blocks.deviations.map { _ in 1 }
    let unit = Double(given.count) / given.reduce(0, +)
    factors = varying.map { given[blocks.varying[$0]] * unit }
    (totalWeight, churnedWeight) = weights
    alpha = net.alpha
    self.blocks = blocks
    self.leaving = leaving
    self.parallel = parallel
  }

  /// Of the rows of the fold.
  var weightLeft: Double { blocks.weights(of: [leaving]).all }

  var hasBothClasses: Bool { churnedWeight > 0 && churnedWeight < totalWeight }

  var nullDeviance: Double {
    let share = churnedWeight / totalWeight
    return -2
      * (churnedWeight * Elementary.log(share)
        + (totalWeight - churnedWeight) * Elementary.log1p(-share))
  }

  /// The intercept-only fit.
  var nullIntercept: Double {
    Elementary.log(churnedWeight) - Elementary.log(totalWeight - churnedWeight)
  }

  /// From the varying columns' standardised coefficients to the blocks': b_j s_j, and the intercept
  /// less Σ b_j s_j m_j.
  func blockCoefficients(_ beta: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: blocks.columnCount + 1)
    result[0] = beta[0]
    for (place, column) in varying.enumerated() {
      let slope = beta[place + 1] * scale[place]
      result[column + 1] = slope
      result[0] -= slope * center[place]
    }
    return result
  }

  /// To the design's, in the columns' own units.
  func coefficients(_ beta: [Double]) -> [Double] {
    let standardized = blockCoefficients(beta)
    var result = Array(repeating: 0.0, count: blocks.deviations.count + 1)
    result[0] = standardized[0]
    for (place, column) in blocks.varying.enumerated() {
      let slope = standardized[place + 1] * blocks.scale[place]
      result[column + 1] = slope
      result[0] -= slope * blocks.center[place]
    }
    return result
  }

  /// The mean score over the varying columns from the sums over the blocks' columns.
  func meanScore(_ sums: ArraySlice<Double>) -> [Double] {
    let first = sums.startIndex
    return [sums[first] / totalWeight]
      + varying.indices.map { place in
        scale[place] * (sums[first + varying[place] + 1] - center[place] * sums[first])
          / totalWeight
      }
  }

  func meanScore(at beta: [Double]) -> [Double] {
    let (beta, size) = (blockCoefficients(beta), blocks.columnCount + 1)
    let leftOut = [Int64(leaving.lowerBound), Int64(leaving.upperBound)]
    let sums = overRanges(size) { rows, first, last, scores in
      ck_net_scores(&rows, first, last, 1, beta, leftOut, &scores)
    }
    return meanScore(sums[...])
  }

  func meanLogLikelihood(at beta: [Double]) -> Double {
    let beta = blockCoefficients(beta)
    return overRanges(1) { rows, first, last, value in
      value[0] = ck_net_likelihood(&rows, first, last, beta, .infinity)
    }[0] / totalWeight
  }

  /// The mean information over the intercept and some of the varying columns.
  func meanInformation(at beta: [Double], _ places: [Int]) -> Matrix {
    let (beta, size) = (blockCoefficients(beta), places.count + 1)
    let columns = places.map { Int64(varying[$0]) }
    let sums = overRanges(size * size) { rows, first, last, information in
      ck_net_information(&rows, first, last, beta, columns, Int64(size - 1), &information)
    }
    // z = (block − m) s: the intercept's row moves what is centred anew.
    let shift = [0] + places.map { center[$0] }
    let unit = [1] + places.map { scale[$0] }
    func raw(_ i: Int, _ j: Int) -> Double { sums[max(i, j) * size + min(i, j)] }
    func moved(_ i: Int, _ j: Int) -> Double {
      let cross = shift[i] * raw(0, j) + shift[j] * raw(i, 0)
      return raw(i, j) - cross + shift[i] * shift[j] * raw(0, 0)
    }
    var result = Matrix.zeros(rows: size, columns: size)
    for j in 0..<size {
      for i in 0..<size { result[i, j] = unit[i] * unit[j] * moved(i, j) / totalWeight }
    }
    return result
  }

  /// Sums of `size` numbers over the rows: apart in 32 ranges of blocks or, around a fold, in the two
  /// beside it, so that they do not depend on the number of threads.
  private func overRanges(
    _ size: Int, _ body: @Sendable (inout ck_net_rows, Int64, Int64, inout [Double]) -> Void
  ) -> [Double] {
    let ranges =
      leaving.isEmpty
      ? blocks.ranges : [0..<leaving.lowerBound, leaving.upperBound..<blocks.blockCount]
    return blocks.sums(of: size, over: ranges, parallel, body)
  }

  func point(
    _ solver: ElasticNetSolver, _ lambda: Double
  ) -> ElasticNetPath.Point {
    let logLikelihood = meanLogLikelihood(at: solver.beta) * totalWeight
    return ElasticNetPath.Point(
      lambda: lambda, coefficients: coefficients(solver.beta), logLikelihood: logLikelihood,
      devianceRatio: 1 + 2 * logLikelihood / nullDeviance, iterations: solver.effort.iterations,
      violation: solver.effort.violation, isConverged: solver.effort.isConverged)
  }

  /// The deviance of the rows left out, with probabilities cut to 1e-5 … 1 − 1e-5, as cv.glmnet judges
  /// them.
  func devianceOfLeft(at beta: [Double]) -> Double {
    let beta = blockCoefficients(beta)
    return -2
      * blocks.withKernelRows {
        ck_net_likelihood(
          &$0, Int64(leaving.lowerBound), Int64(leaving.upperBound), beta, 11.512915464920228)
      }
  }
}
