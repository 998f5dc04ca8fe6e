/// min ‖t + Σ νᵢ aᵢ‖ over ν ≥ 0 by active sets (Lawson & Hanson 1974, algorithm NNLS), where vectors
/// aᵢ of length 1 may be added between solutions. The inner least-squares problems have as many
/// equations as the vectors have elements and at most as many unknowns; they are solved by QR.
struct NonNegativeLeastSquares {
  /// t + Σ νᵢ aᵢ at the last solution.
  private(set) var residual: [Double]
  /// A vector gains only by a cosine with the residual below −`tolerance`.
  let tolerance: Double
  private let target: [Double]
  private var vectors: [[Double]] = []
  private var passive: [Int] = []
  private var solution: [Double] = []

  init(target: [Double], tolerance: Double) {
    self.target = target
    self.tolerance = tolerance
    residual = target
  }

  mutating func add(_ vector: [Double]) { vectors.append(vector) }

  /// Whether the residual is 0 to the rounding of the numbers that it is the sum of: then t lies in
  /// the cone of the −aᵢ. With as many passive vectors as dimensions nothing else is possible.
  var isZero: Bool {
    let size = length(target) + solution.reduce(0, +)
    return passive.count == target.count
      || length(residual) <= 4 * Double(target.count) * Double.ulpOfOne * size
  }

  /// The residual brought to length 1, once more freed of the passive vectors' share.
  var direction: [Double] {
    var unit = residual.map { $0 / length(residual) }
    for _ in 0..<2 {
      guard let share = leastSquares(passive, unit) else { break }
      for (place, factor) in zip(passive, share) { unit = plus(unit, factor, vectors[place]) }
      let size = length(unit)
      if size > 0 { unit = unit.map { $0 / size } }
    }
    return unit
  }

  /// To the optimum over the vectors added so far.
  mutating func solve() {
    var barred: Set<Int> = []
    for _ in 0..<(3 * vectors.count + 30) {
      guard !isZero, let entering = steepest(barred) else { return }
      let before = length(residual)
      if enter(entering), length(residual) < before {
        barred = []
      } else {
        barred.insert(entering)
      }
    }
  }

  /// The vector with the most negative product with the residual.
  private func steepest(_ barred: Set<Int>) -> Int? {
    let limit = -tolerance * length(residual)
    var best: (place: Int, product: Double)?
    for place in vectors.indices where !barred.contains(place) && !passive.contains(place) {
      let product = dot(vectors[place], residual)
      if product < limit, product < best?.product ?? 0 { best = (place, product) }
    }
    return best?.place
  }

  /// Moves to the least-squares solution with the vector, dropping those whose factor would fall
  /// below 0. Returns false, and changes nothing, where rounding leaves the vector no part.
  private mutating func enter(_ place: Int) -> Bool {
    let (oldPassive, oldSolution, oldResidual) = (passive, solution, residual)
    passive.append(place)
    solution.append(0)
    while !passive.isEmpty {
      guard let wanted = leastSquares(passive, target) else { break }
      if wanted.allSatisfy({ $0 > 0 }) {
        solution = wanted
        residual = zip(passive, solution).reduce(target) { plus($0, $1.1, vectors[$1.0]) }
        return true
      }
      if passive.last == place, (wanted.last ?? 0) <= 0, solution.last == 0 { break }
      step(towards: wanted)
    }
    (passive, solution, residual) = (oldPassive, oldSolution, oldResidual)
    return false
  }

  /// As far towards `wanted` as all factors stay at 0 or above; the ones that get there leave.
  private mutating func step(towards wanted: [Double]) {
    var share = 1.0
    for (now, then) in zip(solution, wanted) where then <= 0 {
      share = now > 0 ? min(share, now / (now - then)) : 0
    }
    var leaves = passive.indices.map { solution[$0] + share * (wanted[$0] - solution[$0]) <= 0 }
    for i in passive.indices where wanted[i] <= 0 {
      if solution[i] <= share * (solution[i] - wanted[i]) { leaves[i] = true }
    }
    let kept = passive.indices.filter { !leaves[$0] }
    solution = kept.map { solution[$0] + share * (wanted[$0] - solution[$0]) }
    passive = kept.map { passive[$0] }
  }

  /// ν with t + Σ νᵢ aᵢ least; nil where the vectors are not independent.
  private func leastSquares(_ places: [Int], _ target: [Double]) -> [Double]? {
    guard !places.isEmpty, places.count <= target.count else { return nil }
    let matrix = Matrix(
      rows: target.count, columns: places.count, storage: places.flatMap { vectors[$0] })
    let factor = PivotedQR(matrix)
    return factor.rank == places.count ? factor.solve(target.map { -$0 }) : nil
  }

  private func plus(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] {
    zip(a, b).map { $0 + factor * $1 }
  }

  private func length(_ v: [Double]) -> Double { dot(v, v).squareRoot() }
}
