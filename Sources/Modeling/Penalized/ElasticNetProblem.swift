import CKernels

/// The rows of an elastic net as a likelihood over standardised columns, in means over the weights.
struct ElasticNetProblem: Sendable {
  /// Of the columns that vary, exactly standardised: center 0, scale 1.
  let likelihood: LogisticLikelihood
  /// What the varying columns were standardised by.
  let center: [Double]
  let scale: [Double]
  /// Their places in the design.
  let varying: [Int]
  /// Their penalty factors.
  let factors: [Double]
  let alpha: Double
  let totalWeight: Double
  let churnedWeight: Double
  /// Of all columns of the design.
  let deviations: [Double]

  init(_ rows: ElasticNetRows, _ net: ElasticNet, _ parallel: Parallel) {
    let total = rows.totalWeight
    let shares = rows.weights.map { weights in weights.map { $0 / total } }
    let moments = parallel.map(count: rows.columns.count) {
      Standardization.moments(rows.columns[$0], shares)
    }
    deviations = moments.map(\.deviation)
    let varying = moments.indices.filter {
      moments[$0].deviation > 0 && (1 / moments[$0].deviation).isFinite
    }
    let given = net.penaltyFactors ?? rows.columns.map { _ in 1 }
    let unit = Double(given.count) / given.reduce(0, +)
    factors = varying.map { given[$0] * unit }
    self.varying = varying
    alpha = net.alpha
    totalWeight = total
    center = varying.map { moments[$0].mean }
    scale = varying.map { 1 / moments[$0].deviation }
    likelihood = Self.standardized(rows, varying, center, scale, parallel)
    churnedWeight = likelihood.classWeights.one
  }

  /// Standardised once and not in each of a hundred passes.
  private static func standardized(
    _ rows: ElasticNetRows, _ places: [Int], _ center: [Double], _ scale: [Double],
    _ parallel: Parallel
  ) -> LogisticLikelihood {
    let columns = parallel.map(count: places.count) { place in
      let (center, scale) = (center[place], scale[place])
      return rows.columns[places[place]].map { ($0 - center) * scale }
    }
    return LogisticLikelihood(
      columns: columns, center: places.map { _ in 0 }, scale: places.map { _ in 1 },
      labels: rows.labels, weights: rows.weights, parallel: parallel)
  }

  /// Other rows, standardised as these.
  func judging(_ rows: ElasticNetRows) -> LogisticLikelihood {
    Self.standardized(rows, varying, center, scale, Parallel(threads: 1))
  }

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

  /// From the varying columns' standardised coefficients to the design's: b_j / s_j, and the
  /// intercept less Σ b_j m_j / s_j.
  func coefficients(_ beta: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: deviations.count + 1)
    result[0] = beta[0]
    for (place, column) in varying.enumerated() {
      let slope = beta[place + 1] * scale[place]
      result[column + 1] = slope
      result[0] -= slope * center[place]
    }
    return result
  }

  func point(
    _ solver: ElasticNetSolver, _ lambda: Double, _ effort: ElasticNetSolver.Effort
  ) -> ElasticNetPath.Point {
    let logLikelihood = solver.value * totalWeight
    return ElasticNetPath.Point(
      lambda: lambda, coefficients: coefficients(solver.beta), logLikelihood: logLikelihood,
      devianceRatio: 1 + 2 * logLikelihood / nullDeviance, iterations: effort.iterations,
      violation: effort.violation, isConverged: effort.isConverged)
  }
}

extension LogisticLikelihood {
  /// The score alone, of columns with center 0 and scale 1: a sixth of the time of `derivatives` at
  /// 20 columns.
  func score(at beta: [Double]) -> [Double] {
    let size = columns.count + 1
    let parts = overRanges { data, first, last, _ in
      var gradient = Array(repeating: 0.0, count: size)
      withUnsafeTemporaryAllocation(
        of: Double.self, capacity: Int(ck_elastic_net_scratch(data.p))
      ) { scratch in
        // The capacity is never 0, so the buffer has an address.
        ck_elastic_net_score(
          &data, first, last, beta, &gradient, scratch.baseAddress.unsafelyUnwrapped)
      }
      return gradient
    }
    return parts.dropFirst().reduce(parts[0]) { sum, part in zip(sum, part).map { $0 + $1 } }
  }

  /// The log-likelihood with probabilities cut to 1e-5 … 1 − 1e-5, as cv.glmnet judges held-out rows.
  func clippedLogLikelihood(at beta: [Double]) -> Double {
    overRanges { data, first, last, scratch in
      ck_logistic_clipped_likelihood(
        &data, first, last, beta, 11.512915464920228, scratch)
    }.reduce(0, +)
  }
}
