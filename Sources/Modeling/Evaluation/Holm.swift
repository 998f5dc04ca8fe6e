/// Holm's (1979) step-down adjustment of p-values for the number of tests; nil stays nil.
public func holmAdjusted(_ pValues: [Double?]) -> [Double?] {
  let tested = pValues.indices.compactMap { place in pValues[place].map { (place, $0) } }
    .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
  var adjusted = pValues
  var largest = 0.0
  for (rank, (place, p)) in tested.enumerated() {
    largest = max(largest, min(1, p * Double(tested.count - rank)))
    adjusted[place] = largest
  }
  return adjusted
}
