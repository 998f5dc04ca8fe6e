import CKernels

/// The weighted log-likelihood of a logistic model with its derivatives, over the standardised
/// columns z_j = (x_j − center_j) · scale_j and an intercept.
struct LogisticLikelihood: Sendable {
  struct Derivatives: Sendable {
    var logLikelihood: Double
    /// Xᵀ W (y − μ), intercept first.
    var gradient: [Double]
    /// Xᵀ W μ(1 − μ) X, symmetric.
    var information: Matrix
  }

  /// Ranges of rows that are summed apart.
  static let mostRanges = 32

  let columns: [[Double]]
  let center: [Double]
  let scale: [Double]
  /// 1 or 0 a row.
  let labels: [UInt8]
  /// Case weights; nil for 1.
  let weights: [Double]?
  let parallel: Parallel

  /// The same model with the columns at `places` alone.
  func selecting(_ places: [Int]) -> LogisticLikelihood {
    LogisticLikelihood(
      columns: places.map { columns[$0] }, center: places.map { center[$0] },
      scale: places.map { scale[$0] }, labels: labels, weights: weights, parallel: parallel)
  }

  /// The same model with one column more, last.
  func appending(_ column: [Double], center: Double, scale: Double) -> LogisticLikelihood {
    LogisticLikelihood(
      columns: columns + [column], center: self.center + [center], scale: self.scale + [scale],
      labels: labels, weights: weights, parallel: parallel)
  }

  /// - Parameter beta: intercept first, `columns.count + 1` numbers.
  func derivatives(at beta: [Double]) -> Derivatives {
    let size = columns.count + 1
    let parts = overRanges { data, first, last, scratch in
      var part = Derivatives(
        logLikelihood: 0, gradient: Array(repeating: 0, count: size),
        information: .zeros(rows: size, columns: size))
      ck_logistic_pass(
        &data, first, last, beta, &part.logLikelihood, &part.gradient,
        &part.information.storage, scratch)
      return part
    }
    return sum(parts, size: size)
  }

  func logLikelihood(at beta: [Double]) -> Double {
    overRanges { data, first, last, scratch in
      ck_logistic_likelihood(&data, first, last, beta, scratch)
    }.reduce(0, +)
  }

  /// Adds the parts in the order of the rows; the kernel fills one triangle.
  private func sum(_ parts: [Derivatives], size: Int) -> Derivatives {
    var total = Derivatives(
      logLikelihood: 0, gradient: Array(repeating: 0, count: size),
      information: .zeros(rows: size, columns: size))
    for part in parts {
      total.logLikelihood += part.logLikelihood
      for i in 0..<size { total.gradient[i] += part.gradient[i] }
      for j in 0..<size {
        for i in 0...j { total.information[i, j] += part.information[i, j] }
      }
    }
    for j in 0..<size {
      for i in 0..<j { total.information[j, i] = total.information[i, j] }
    }
    return total
  }

  /// The rows in 32 ranges of whole blocks, whatever the number of threads: partial sums, and so
  /// results, do not depend on it.
  func overRanges<Part: Sendable>(
    _ body: @Sendable (inout ck_logistic_data, Int64, Int64, UnsafeMutablePointer<Double>) -> Part
  ) -> [Part] {
    let block = Int(CK_LOGISTIC_BLOCK)
    let blocks = (labels.count + block - 1) / block
    let ranges = min(Self.mostRanges, max(blocks, 1))
    let parallel = labels.count < 20_000 ? Parallel(threads: 1) : parallel
    return parallel.map(count: ranges) { range in
      let first = min(blocks * range / ranges * block, labels.count)
      let last = min(blocks * (range + 1) / ranges * block, labels.count)
      return withKernelData { data in
        // Whole vectors are read from it: where they lie across two lines each takes twice as long.
        withUnsafeTemporaryAllocation(
          byteCount: Int(ck_logistic_scratch(Int64(columns.count))) * MemoryLayout<Double>.stride,
          alignment: 64
        ) { scratch in
          // The capacity is never 0, so the buffer has an address.
          let room = scratch.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Double.self)
          return body(&data, Int64(first), Int64(last), room)
        }
      }
    }
  }

  func withKernelData<R>(_ body: (inout ck_logistic_data) -> R) -> R {
    withPointers(to: columns[...], []) { pointers in
      center.withUnsafeBufferPointer { center in
        scale.withUnsafeBufferPointer { scale in
          labels.withUnsafeBufferPointer { labels in
            withOptionalPointer(to: weights) { weights in
              pointers.withUnsafeBufferPointer { pointers in
                var data = ck_logistic_data(
                  columns: pointers.baseAddress, center: center.baseAddress,
                  scale: scale.baseAddress, p: Int64(columns.count), labels: labels.baseAddress,
                  weights: weights)
                return body(&data)
              }
            }
          }
        }
      }
    }
  }
}

/// Addresses of several arrays at once, valid inside `body`.
func withPointers<R>(
  to columns: ArraySlice<[Double]>, _ pointers: [UnsafePointer<Double>?],
  _ body: ([UnsafePointer<Double>?]) -> R
) -> R {
  guard let first = columns.first else { return body(pointers) }
  return first.withUnsafeBufferPointer {
    withPointers(to: columns.dropFirst(), pointers + [$0.baseAddress], body)
  }
}

func withOptionalPointer<R>(
  to values: [Double]?, _ body: (UnsafePointer<Double>?) -> R
) -> R {
  guard let values else { return body(nil) }
  return values.withUnsafeBufferPointer { body($0.baseAddress) }
}
