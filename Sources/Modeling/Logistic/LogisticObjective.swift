import CKernels

/// What is maximised over the standardised coefficients: the log-likelihood ℓ, or Firth's
/// ℓ + ½ log |I| with the score Σ [w (y − μ) + h (½ − μ)] z (Firth 1993; Heinze & Schemper 2002).
struct LogisticObjective: Sendable {
  let likelihood: LogisticLikelihood
  let isFirth: Bool

  struct Point: Sendable {
    var beta: [Double]
    var value: Double
    var logLikelihood: Double
    var gradient: [Double]
    var information: Matrix
  }

  var size: Int { likelihood.columns.count + 1 }

  /// nil where Firth's penalty does not exist: the information is singular to rounding.
  func point(at beta: [Double]) -> Point? {
    let here = likelihood.derivatives(at: beta)
    var point = Point(
      beta: beta, value: here.logLikelihood, logLikelihood: here.logLikelihood,
      gradient: here.gradient, information: here.information)
    guard point.value.isFinite else { return nil }
    if isFirth {
      let factor = PivotedCholesky(here.information)
      guard factor.isPositiveDefinite else { return nil }
      point.value += factor.logDeterminant / 2
      let addition = likelihood.hatScore(at: beta, root: factor.inverseRoot())
      for i in point.gradient.indices { point.gradient[i] += addition[i] }
    }
    return point
  }

  /// The objective on one thread, for work that is itself spread over threads.
  var serial: LogisticObjective {
    LogisticObjective(likelihood: likelihood.serial, isFirth: isFirth)
  }
}

extension LogisticLikelihood {
  /// Σ h (½ − μ) z, intercept first; `root` times its transpose is the inverse information.
  func hatScore(at beta: [Double], root: Matrix) -> [Double] {
    let parts = overRanges { data, first, last, scratch in
      var part = beta.map { _ in 0.0 }
      ck_logistic_hat_score(&data, first, last, beta, root.storage, &part, scratch)
      return part
    }
    return parts.reduce(beta.map { _ in 0.0 }) { total, part in zip(total, part).map(+) }
  }

  /// w (y − μ) of each row.
  func residuals(at beta: [Double]) -> [Double] {
    overRanges { data, first, last, scratch in
      [Double](unsafeUninitializedCapacity: Int(last - first)) { buffer, count in
        if let address = buffer.baseAddress, last > first {
          ck_logistic_residuals(&data, first, last, beta, address, scratch)
        }
        count = Int(last - first)
      }
    }.flatMap { $0 }
  }

  var serial: LogisticLikelihood { on(Parallel(threads: 1)) }

  func on(_ parallel: Parallel) -> LogisticLikelihood {
    LogisticLikelihood(
      columns: columns, center: center, scale: scale, labels: labels, weights: weights,
      parallel: parallel)
  }
}
