/// A term that is a linear combination of earlier ones.
public struct AliasedTerm: Sendable, Equatable {
  public var term: Term
  /// The term equals Σ coefficient × term over these.
  public var combination: [(term: Term, coefficient: Double)]

  public static func == (a: AliasedTerm, b: AliasedTerm) -> Bool {
    a.term == b.term
      && a.combination.elementsEqual(b.combination) {
        $0.term == $1.term && $0.coefficient == $1.coefficient
      }
  }

  /// `recency_weeks = 0.125 × recency`.
  public var description: String {
    if combination.isEmpty { return "\(term.name) = 0" }
    let parts = combination.map { part in
      let size = shortNumber(abs(part.coefficient))
      let factor = size == "1" ? part.term.name : "\(size) × \(part.term.name)"
      return part.coefficient < 0 ? "−\(factor)" : factor
    }
    return "\(term.name) = " + parts.joined(separator: " + ").replacing(" + −", with: " − ")
  }
}

/// At most ten significant digits, without trailing zeros.
private func shortNumber(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return "\(value)" }
  var magnitude = 1.0
  while abs(value) / magnitude >= 10 { magnitude *= 10 }
  while abs(value) / magnitude < 1 { magnitude /= 10 }
  let unit = magnitude * 1e-9
  let rounded = (value / unit).rounded() * unit
  let digits = abs(rounded) >= 1e-9 && abs(rounded) < 1e15 ? decimal(rounded) : "\(rounded)"
  return digits
}

/// The shortest of the decimals with 0 … 17 places that lies within 1e-9 relative.
private func decimal(_ value: Double) -> String {
  var scale = 1.0
  for _ in 0...17 {
    let whole = (value * scale).rounded()
    if abs(whole / scale - value) <= 1e-9 * abs(value) {
      let text = "\(whole / scale)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    scale *= 10
  }
  return "\(value)"
}

/// Which design columns are linear combinations of earlier ones, decided as R's glm does at its
/// default epsilon: a column is aliased when what is left of it after projection on the accepted ones
/// has less than 1e-11 of its own length (LINPACK dqrdc2 as changed by R, tol = epsilon / 1000).
/// The Gram matrix alone cannot see below 1e-8, so suspects are projected on the data themselves,
/// with two steps of iterative refinement.
struct Aliasing {
  /// Columns kept, in order.
  private(set) var kept: [Int] = []
  /// Columns dropped, each with the coefficients over the intercept and the kept ones, in the units
  /// of the standardised columns.
  private(set) var dropped: [(column: Int, intercept: Double, coefficients: [Double])] = []
  /// Kept columns that the others determine but for less than 1e-4 of their own spread.
  private(set) var nearlyCollinear: [Int] = []

  /// All columns, standardised.
  let likelihood: LogisticLikelihood
  private let gram: Matrix
  /// Rows of the Cholesky factor of the Gram matrix of the accepted columns, intercept first.
  private var factor: [[Double]] = []

  static let tolerance = 1e-11

  /// - Parameter gram: ZᵀWZ of the standardised columns with the intercept first.
  init(_ likelihood: LogisticLikelihood, gram: Matrix) {
    self.likelihood = likelihood
    self.gram = gram
    factor = [[gram[0, 0].squareRoot()]]
    for column in likelihood.columns.indices { consider(column) }
  }

  private mutating func consider(_ column: Int) {
    let place = column + 1
    let cross = [gram[0, place]] + kept.map { gram[$0 + 1, place] }
    let row = forward(cross)
    let residual = gram[place, place] - dot(row, row)
    if residual > 1e-8 * gram[place, place] {
      accept(column, row: row, residual: residual)
    } else {
      examine(column, cross: cross, row: row)
    }
  }

  private mutating func examine(_ column: Int, cross: [Double], row: [Double]) {
    let weight = gram[0, 0]
    let offset = likelihood.center[column] * likelihood.scale[column]
    let ownLength =
      (gram[column + 1, column + 1] + 2 * offset * gram[0, column + 1] + offset * offset * weight)
      .squareRoot()
    var coefficients = backward(row)
    for _ in 0..<2 {
      let (residual, _) = project(column, coefficients)
      let correction = backward(forward(crossProducts(residual)))
      for i in coefficients.indices { coefficients[i] += correction[i] }
    }
    let (_, length) = project(column, coefficients)
    if length < Self.tolerance * ownLength || ownLength == 0 {
      dropped.append((column, coefficients[0], Array(coefficients.dropFirst())))
    } else {
      nearlyCollinear.append(column)
      accept(column, row: row, residual: length * length)
    }
  }

  private mutating func accept(_ column: Int, row: [Double], residual: Double) {
    kept.append(column)
    factor.append(row + [residual.squareRoot()])
  }

  /// L⁻¹ v.
  private func forward(_ v: [Double]) -> [Double] {
    var x = v
    for i in x.indices {
      for k in 0..<i { x[i] -= factor[i][k] * x[k] }
      x[i] /= factor[i][i]
    }
    return x
  }

  /// L⁻ᵀ v.
  private func backward(_ v: [Double]) -> [Double] {
    var x = v
    for i in x.indices.reversed() {
      for k in (i + 1)..<max(x.count, i + 1) { x[i] -= factor[k][i] * x[k] }
      x[i] /= factor[i][i]
    }
    return x
  }

  private func standardized(_ column: Int) -> (Int) -> Double {
    let values = likelihood.columns[column]
    let center = likelihood.center[column]
    let scale = likelihood.scale[column]
    return { (values[$0] - center) * scale }
  }

  /// What is left of a column, and its weighted length.
  private func project(_ column: Int, _ coefficients: [Double]) -> ([Double], Double) {
    let target = standardized(column)
    var residual = (0..<likelihood.labels.count).map { target($0) - coefficients[0] }
    for (place, accepted) in kept.enumerated() {
      let values = standardized(accepted)
      let factor = coefficients[place + 1]
      for i in residual.indices { residual[i] -= factor * values(i) }
    }
    let weights = likelihood.weights
    let square = residual.indices.reduce(0.0) {
      $0 + (weights?[$1] ?? 1) * residual[$1] * residual[$1]
    }
    return (residual, square.squareRoot())
  }

  /// ZᵀW r over the intercept and the kept columns.
  private func crossProducts(_ residual: [Double]) -> [Double] {
    let weighted = likelihood.weights.map { zip($0, residual).map(*) } ?? residual
    let rest = kept.map { column in
      let values = standardized(column)
      return weighted.indices.reduce(0.0) { $0 + weighted[$1] * values($1) }
    }
    return [weighted.reduce(0, +)] + rest
  }
}
