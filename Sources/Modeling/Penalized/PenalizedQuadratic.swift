import CKernels

/// The quadratic approximation of a penalised log-likelihood around a point:
/// ½ dᵀHd − gᵀd + Σ (l1_j |b_j| + l2_j b_j² / 2), d = b − b₀.
struct PenalizedQuadratic {
  let curvature: Matrix
  /// Weights of |b| and b²/2 a coordinate; 0 for the free ones.
  let l1: [Double]
  let l2: [Double]

  /// The b that minimises it: coordinate descent finds which coordinates are 0 and the signs of the
  /// others, and a linear solve finishes where these stay as they are.
  func minimum(from start: [Double], gradient: [Double], tolerance: Double) -> [Double] {
    var beta = start
    var residual = gradient
    var sweeps: Int64 = 20
    for _ in 0..<12 {
      let moved = ck_elastic_net_descend(
        curvature.storage, Int64(beta.count), l1, l2, &residual, &beta, sweeps, tolerance)
      if moved <= tolerance { return beta }
      if let exact = solved(beta, residual, tolerance) { return exact }
      sweeps *= 2
    }
    return beta
  }

  /// The minimum over the coordinates that are free or not 0, with their signs; nil where a sign turns
  /// or another coordinate would leave 0.
  private func solved(
    _ beta: [Double], _ residual: [Double], _ tolerance: Double
  ) -> [Double]? {
    let active = beta.indices.filter { beta[$0] != 0 || (l1[$0] == 0 && curvature[$0, $0] > 0) }
    var system = curvature.submatrix(active)
    for (place, j) in active.enumerated() { system[place, place] += l2[j] }
    let factor = PivotedCholesky(system)
    guard factor.isPositiveDefinite else { return nil }
    let step = factor.solve(
      active.map { residual[$0] - l2[$0] * beta[$0] - sign(beta[$0]) * l1[$0] })
    var result = beta
    for (place, j) in active.enumerated() {
      result[j] += step[place]
      if l1[j] > 0, sign(result[j]) != sign(beta[j]) { return nil }
    }
    for j in beta.indices where beta[j] == 0 && l1[j] > 0 {
      let moved = active.indices.reduce(residual[j]) { $0 - curvature[j, active[$1]] * step[$1] }
      if abs(moved) > l1[j] + tolerance { return nil }
    }
    return result
  }

  /// How far each coordinate is from its optimality condition; the largest of them.
  static func violation(
    _ beta: [Double], _ gradient: [Double], l1: [Double], l2: [Double]
  ) -> Double {
    beta.indices.reduce(0) { largest, j in
      let slope = gradient[j] - l2[j] * beta[j]
      let distance =
        beta[j] == 0 ? max(abs(slope) - l1[j], 0) : abs(slope - sign(beta[j]) * l1[j])
      return distance > largest || distance.isNaN ? distance : largest
    }
  }
}

/// −1, 0 or 1.
func sign(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : 0) }
