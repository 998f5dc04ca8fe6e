/// Which rows belong together, such as those of one customer, in numbers that can index arrays. Made
/// once for all models judged on the rows.
public struct Clustering: Sendable, Equatable {
  /// The cluster of each row, 0 … count − 1 in the order of their first rows.
  public let ofRow: [Int32]
  public let count: Int

  /// - Parameter clusters: any number for each row, the same for rows that belong together.
  public init(_ clusters: [Int]) {
    var places = [Int: Int32](minimumCapacity: clusters.count)
    var ofRow: [Int32] = []
    ofRow.reserveCapacity(clusters.count)
    for cluster in clusters {
      let place = places[cluster] ?? Int32(places.count)
      if Int(place) == places.count { places[cluster] = place }
      ofRow.append(place)
    }
    self.ofRow = ofRow
    count = places.count
  }
}
