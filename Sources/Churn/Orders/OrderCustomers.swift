import DelimitedText

/// The customers of the lines read, and their codes.
///
/// A batch that is read on its own knows no codes yet: there the customers of its lines stand one
/// after the other, and their places are in place of the codes.
struct OrderCustomers {
  private(set) var ids = ByteInterner()
  private let isPart: Bool
  private var places: [HashedText] = []
  let hash: TextHash

  /// Of a log.
  init() {
    isPart = false
    hash = ids.hash
  }

  /// Of a batch of it, whose memory must outlive these.
  init(batchOf customers: OrderCustomers) {
    isPart = true
    hash = customers.hash
  }

  mutating func code(of id: HashedText) -> Int32 {
    if !isPart { return ids.code(of: id.bytes) }
    places.append(id)
    return Int32(places.count - 1)
  }

  /// The codes of the customers of several lines of a batch.
  mutating func codes(of ids: ArraySlice<HashedText>) -> Range<Int32> {
    let start = Int32(places.count)
    places += ids
    return start..<Int32(places.count)
  }

  /// The codes of a batch's customers in this table.
  mutating func codes(of part: OrderCustomers) -> [Int32] { ids.codes(of: part.places) }
}
