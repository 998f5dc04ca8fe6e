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
func shortNumber(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
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
/// with steps of iterative refinement. What is left of a column that is nearly, but not quite, a
/// combination takes its place in the basis of the fit: the information matrix then holds it to all
/// digits, and `expanded` leads back.
struct Aliasing {
  /// A column that was replaced by the remainder (z − Σ coefficient · basis) · scale.
  private struct Remainder {
    /// Over the intercept and the basis before it.
    var coefficients: [Double]
    var scale: Double
  }

  /// Columns kept, in order.
  private(set) var kept: [Int] = []
  /// Columns dropped, each with the coefficients over the intercept and the kept ones, in the units
  /// of the standardised columns.
  private(set) var dropped: [(column: Int, intercept: Double, coefficients: [Double])] = []
  /// Kept columns that the others determine but for less than 1e-4 of their own spread.
  private(set) var nearlyCollinear: [Int] = []
  /// Columns that span what the kept ones span, one for each of them: themselves, or remainders.
  private(set) var basis: LogisticLikelihood

  /// All columns, standardised.
  let likelihood: LogisticLikelihood
  private let gram: Matrix
  private var remainders: [Remainder?] = []
  /// Rows of the Cholesky factor of the Gram matrix of the basis, intercept first.
  private var factor: [[Double]] = []

  static let tolerance = 1e-11

  /// - Parameter gram: ZᵀWZ of the standardised columns with the intercept first.
  init(_ likelihood: LogisticLikelihood, gram: Matrix) {
    self.likelihood = likelihood
    self.gram = gram
    basis = likelihood.selecting([])
    factor = [[gram[0, 0].squareRoot()]]
    for column in likelihood.columns.indices { consider(column) }
  }

  /// Of columns that are known to be independent.
  init(independent likelihood: LogisticLikelihood) {
    self.likelihood = likelihood
    gram = .zeros(rows: 0, columns: 0)
    basis = likelihood
    kept = Array(likelihood.columns.indices)
    remainders = kept.map { _ in nil }
  }

  /// Whether of every column more is left, after projection on those before it, than rounding or a
  /// near combination would leave: a millionth of its squares.
  /// - Parameter spread: at least the squares of each column.
  static func areIndependent(_ gram: Matrix, spread: Double) -> Bool {
    var factor: [[Double]] = []
    for place in 0..<gram.columns {
      var row = (0..<place).map { gram[$0, place] }
      for i in row.indices {
        for k in 0..<i { row[i] -= factor[i][k] * row[k] }
        row[i] /= factor[i][i]
      }
      let residual = gram[place, place] - dot(row, row)
      guard residual > 1e-6 * spread else { return false }
      factor.append(row + [residual.squareRoot()])
    }
    return true
  }

  /// Whether a place of the basis is a column of the design, not a remainder.
  func isColumn(_ place: Int) -> Bool { remainders[place] == nil }

  /// Whether the basis is all columns as they are.
  var isOfAllColumns: Bool { kept.count == likelihood.columns.count && isOfKeptColumns }

  /// Whether the basis is the kept columns as they are.
  var isOfKeptColumns: Bool { remainders.allSatisfy { $0 == nil } }

  /// Coefficients over the intercept and the kept standardised columns, from those over the basis.
  func expanded(_ coefficients: [Double]) -> [Double] {
    var result = coefficients
    for (place, remainder) in remainders.enumerated().reversed() {
      guard let remainder else { continue }
      result[place + 1] *= remainder.scale
      for (k, part) in remainder.coefficients.enumerated() {
        result[k] -= part * result[place + 1]
      }
    }
    return result
  }

  /// The covariance of the expanded coefficients.
  func expanded(covariance: Matrix) -> Matrix {
    guard remainders.contains(where: { $0 != nil }) else { return covariance }
    var result = covariance
    for j in 0..<covariance.columns {
      let column = expanded((0..<covariance.rows).map { result[$0, j] })
      for i in column.indices { result[i, j] = column[i] }
    }
    for i in 0..<covariance.rows {
      let row = expanded((0..<covariance.columns).map { result[i, $0] })
      for j in row.indices { result[i, j] = row[j] }
    }
    return result
  }

  private mutating func consider(_ column: Int) {
    let place = column + 1
    let cross = crossProducts(column)
    let row = forward(cross)
    let residual = gram[place, place] - dot(row, row)
    if residual > 1e-8 * gram[place, place] {
      accept(column, row: row, residual: residual)
    } else {
      examine(column, row: row)
    }
  }

  private mutating func examine(_ column: Int, row: [Double]) {
    let weight = gram[0, 0]
    let offset = likelihood.center[column] * likelihood.scale[column]
    let ownLength =
      (gram[column + 1, column + 1] + 2 * offset * gram[0, column + 1] + offset * offset * weight)
      .squareRoot()
    var coefficients = backward(row)
    for _ in 0..<3 {
      let (residual, _) = project(column, coefficients)
      let correction = backward(forward(crossProducts(residual)))
      for i in coefficients.indices { coefficients[i] += correction[i] }
    }
    let (residual, length) = project(column, coefficients)
    if length < Self.tolerance * ownLength || ownLength == 0 {
      let full = expanded(coefficients)
      dropped.append((column, full[0], Array(full.dropFirst())))
    } else {
      nearlyCollinear.append(column)
      replace(column, by: residual, coefficients)
    }
  }

  private mutating func accept(_ column: Int, row: [Double], residual: Double) {
    kept.append(column)
    remainders.append(nil)
    factor.append(row + [residual.squareRoot()])
    basis = basis.appending(
      likelihood.columns[column], center: likelihood.center[column],
      scale: likelihood.scale[column])
  }

  /// The remainder joins the basis; it has no part in the directions before it.
  private mutating func replace(_ column: Int, by residual: [Double], _ coefficients: [Double]) {
    let standard = Standardization(columns: [residual], weights: likelihood.weights)
    let scale = standard.scale[0]
    kept.append(column)
    remainders.append(Remainder(coefficients: coefficients, scale: scale))
    basis = basis.appending(residual, center: 0, scale: scale)
    let square = weighted(residual, residual) * scale * scale
    let row = forward(Array(crossProducts(residual.map { $0 * scale }).dropLast()))
    factor.append(row + [max(square - dot(row, row), square / 2).squareRoot()])
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

  private func values(_ place: Int) -> (Int) -> Double {
    let values = basis.columns[place]
    let center = basis.center[place]
    let scale = basis.scale[place]
    return { (values[$0] - center) * scale }
  }

  /// What is left of a column, and its weighted length.
  private func project(_ column: Int, _ coefficients: [Double]) -> ([Double], Double) {
    var residual = likelihood.columns[column].map {
      ($0 - likelihood.center[column]) * likelihood.scale[column] - coefficients[0]
    }
    for place in kept.indices {
      let (values, factor) = (values(place), coefficients[place + 1])
      for i in residual.indices { residual[i] -= factor * values(i) }
    }
    return (residual, weighted(residual, residual).squareRoot())
  }

  private func weighted(_ a: [Double], _ b: [Double]) -> Double {
    a.indices.reduce(0.0) { $0 + (likelihood.weights?[$1] ?? 1) * a[$1] * b[$1] }
  }

  /// BᵀW r over the intercept and the basis.
  private func crossProducts(_ residual: [Double]) -> [Double] {
    let weighted = likelihood.weights.map { zip($0, residual).map(*) } ?? residual
    let rest = basis.columns.indices.map { place in
      let values = values(place)
      return weighted.indices.reduce(0.0) { $0 + weighted[$1] * values($1) }
    }
    return [weighted.reduce(0, +)] + rest
  }

  /// BᵀW z of a standardised column, from the Gram matrix where the basis has the columns themselves.
  private func crossProducts(_ column: Int) -> [Double] {
    let place = column + 1
    let rest = kept.indices.map { k -> Double in
      guard remainders[k] != nil else { return gram[kept[k] + 1, place] }
      let values = values(k)
      return likelihood.columns[column].indices.reduce(0.0) {
        let z = (likelihood.columns[column][$1] - likelihood.center[column])
        return $0 + (likelihood.weights?[$1] ?? 1) * z * likelihood.scale[column] * values($1)
      }
    }
    return [gram[0, place]] + rest
  }
}
