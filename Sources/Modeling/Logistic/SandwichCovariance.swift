import CKernels

extension LogisticLikelihood {
  /// Σ_c s_c s_cᵀ with s_c = Σ w (y − μ) z over the rows of cluster c.
  /// - Parameter clusters: 0 ..< `count`, one a row; nil for a cluster a row.
  func scoreScatter(at beta: [Double], clusters: [Int]?, count: Int) -> Matrix {
    let residuals = residuals(at: beta)
    let (order, starts) = clusters.map { Self.sorted($0, count) } ?? Self.alone(labels.count)
    let size = columns.count + 1
    let ranges = min(32, max(count, 1))
    let parts = parallel.map(count: ranges) { range in
      var scatter = Matrix.zeros(rows: size, columns: size)
      var total = Array(repeating: 0.0, count: size)
      withKernelData { data in
        ck_logistic_scatter(
          &data, order, starts, Int64(count * range / ranges), Int64(count * (range + 1) / ranges),
          residuals, &scatter.storage, &total)
      }
      return scatter
    }
    var sum = Matrix.zeros(rows: size, columns: size)
    for part in parts {
      for i in part.storage.indices { sum.storage[i] += part.storage[i] }
    }
    for j in 0..<size {
      for i in 0..<j { sum[j, i] = sum[i, j] }
    }
    return sum
  }

  /// The rows cluster by cluster, and where each cluster begins.
  private static func sorted(_ clusters: [Int], _ count: Int) -> (order: [Int64], starts: [Int64]) {
    var starts = Array(repeating: Int64(0), count: count + 1)
    for cluster in clusters { starts[cluster + 1] += 1 }
    for c in 0..<count { starts[c + 1] += starts[c] }
    var next = starts
    var order = Array(repeating: Int64(0), count: clusters.count)
    for (row, cluster) in clusters.enumerated() {
      order[Int(next[cluster])] = Int64(row)
      next[cluster] += 1
    }
    return (order, starts)
  }

  private static func alone(_ rows: Int) -> (order: [Int64], starts: [Int64]) {
    ((0..<rows).map { Int64($0) }, (0...rows).map { Int64($0) })
  }
}

/// The covariance of estimates that does not trust the model's variance: C S C with the model's
/// covariance C and the scatter S of the scores (White 1980; Liang & Zeger 1986), as R's sandwich has
/// them: HC0 as it is, HC1 times n/(n − k), clustered times g/(g − 1).
struct SandwichCovariance {
  let matrix: Matrix
  /// Distinct clusters with weight; nil where rows stand alone.
  let clusterCount: Int?

  init(
    _ estimator: InferenceRequest.StandardErrors, _ likelihood: LogisticLikelihood,
    beta: [Double], covariance: Matrix
  ) throws(ModelingError) {
    let rows = likelihood.weights.map { $0.count { $0 > 0 } } ?? likelihood.labels.count
    var (clusters, factor) = ([Int]?.none, 1.0)
    var count = likelihood.labels.count
    switch estimator {
    case .model:
      (matrix, clusterCount) = (covariance, nil)
      return
    case .hc0: clusterCount = nil
    case .hc1:
      clusterCount = nil
      factor = Double(rows) / Double(max(rows - covariance.rows, 1))
    case .clustered(let codes):
      let weighted = Self.numbered(codes, likelihood.weights)
      guard weighted.count > 1 else {
        throw ModelingError(
          .data, "all rows belong to one cluster",
          advice: "Standard errors by cluster need several; name another column.")
      }
      (clusters, count, clusterCount) = (weighted.codes, weighted.count, weighted.count)
      factor = Double(count) / Double(count - 1)
    }
    let scatter = likelihood.scoreScatter(at: beta, clusters: clusters, count: count)
    matrix = Self.product(covariance, scatter, factor)
  }

  /// Codes from 0 in order of appearance; rows without weight, whose scores are 0, join the first.
  private static func numbered(
    _ codes: [Int], _ weights: [Double]?
  ) -> (codes: [Int], count: Int) {
    precondition(weights.map { $0.count == codes.count } ?? true)
    var places: [Int: Int] = [:]
    let result = codes.indices.map { row -> Int in
      guard (weights?[row] ?? 1) > 0 else { return 0 }
      if let known = places[codes[row]] { return known }
      places[codes[row]] = places.count
      return places.count - 1
    }
    return (result, places.count)
  }

  private static func product(_ c: Matrix, _ s: Matrix, _ factor: Double) -> Matrix {
    let size = c.rows
    var half = Matrix.zeros(rows: size, columns: size)
    for j in 0..<size {
      let column = s.times((0..<size).map { c[$0, j] })
      for i in 0..<size { half[i, j] = column[i] }
    }
    var result = half
    for j in 0..<size {
      let column = c.times((0..<size).map { half[$0, j] })
      for i in 0..<size { result[i, j] = factor * column[i] }
    }
    return result
  }
}
