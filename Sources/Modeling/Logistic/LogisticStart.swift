import CKernels

/// Where the iterations of a fit begin, and over which columns.
struct LogisticStart {
  let aliasing: Aliasing
  let beta: [Double]
  /// At `beta`, where they were needed before.
  let derivatives: LogisticLikelihood.Derivatives?

  /// With many rows every sixteenth block of them is fitted first: from there the whole needs two
  /// passes less, and where the sample's columns are independent beyond doubt, so are those of the
  /// whole: its Gram matrix is the sample's plus that of the other rows, which takes nothing from
  /// what is left of a column after projection on others.
  init(
    _ all: LogisticLikelihood, _ estimator: LogisticEstimator, manyRows: Int = Self.manyRows
  ) {
    if estimator == .maximumLikelihood, all.labels.count >= manyRows,
      let sample = SampleFit(all.everyBlock(Self.step)),
      Aliasing.areIndependent(sample.gram, spread: all.mostSquares)
    {
      self.init(Aliasing(independent: all), sample.beta, nil)
    } else {
      self.init(all)
    }
  }

  /// From the intercept alone. There every curvature is the same share of its weight, so the
  /// information tells the Gram matrix.
  init(_ all: LogisticLikelihood) {
    let first = all.derivatives(at: all.interceptOnly)
    let aliasing = Aliasing(all, gram: first.gram(all))
    self.init(
      aliasing, aliasing.basis.interceptOnly, aliasing.isOfAllColumns ? first : nil)
  }

  private init(
    _ aliasing: Aliasing, _ beta: [Double], _ derivatives: LogisticLikelihood.Derivatives?
  ) {
    self.aliasing = aliasing
    self.beta = beta
    self.derivatives = derivatives
  }

  static let manyRows = 200_000
  private static let step = 16
}

/// The fit to a sample of the rows.
private struct SampleFit {
  let beta: [Double]
  let gram: Matrix

  /// nil where the sample has no fit.
  init?(_ sample: LogisticLikelihood) {
    let (one, all) = sample.classWeights
    guard one > 0, one < all else { return nil }
    let start = sample.interceptOnly
    let first = sample.derivatives(at: start)
    gram = first.gram(sample)
    var regression = LogisticRegression()
    regression.maximumIterations = 12
    // Without a suspicion nothing is thrown.
    guard let solution = try? regression.maximize(sample, from: start, first, suspect: {}) else {
      return nil
    }
    beta = solution.beta
  }
}

extension LogisticLikelihood.Derivatives {
  /// ZᵀWZ, where the derivatives are those of the intercept alone.
  fileprivate func gram(_ likelihood: LogisticLikelihood) -> Matrix {
    var gram = information
    let factor = likelihood.classWeights.all / gram[0, 0]
    for i in gram.storage.indices { gram.storage[i] *= factor }
    return gram
  }
}

extension LogisticLikelihood {
  /// At least Σ w z² of each column: their standard deviation is below 2 and their mean near 0.
  fileprivate var mostSquares: Double { 4.1 * classWeights.all }

  /// The rows of every `step`-th block.
  fileprivate func everyBlock(_ step: Int) -> LogisticLikelihood {
    let block = Int(CK_LOGISTIC_BLOCK)
    @Sendable func rows<Value>(_ values: [Value]) -> [Value] {
      stride(from: 0, to: values.count, by: block * step).flatMap {
        values[$0..<min($0 + block, values.count)]
      }
    }
    return LogisticLikelihood(
      columns: parallel.map(count: columns.count) { rows(columns[$0]) }, center: center,
      scale: scale, labels: rows(labels), weights: weights.map(rows), parallel: parallel)
  }
}
