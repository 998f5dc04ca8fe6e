import Modeling

/// Seeded changes of bytes: flipped bits, deleted and doubled stretches, other bytes.
public struct ByteMutation {
  private var random: SeededGenerator

  public init(seed: UInt64, stream: UInt64 = 0) {
    random = SeededGenerator(seed: seed, stream: stream)
  }

  public mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...random.integer(below: 4) where !result.isEmpty { change(&result) }
    return result
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = random.integer(below: bytes.count)
    let length = min(bytes.count - place, 1 + random.integer(below: 200))
    switch random.integer(below: 6) {
    case 0: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
    case 1: bytes[place] = UInt8(random.integer(below: 256))
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    case 4: bytes.removeSubrange(place...)
    default:
      // A digit: it keeps the document valid.
      guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
        return
      }
      bytes[digit] = UInt8(0x30 + random.integer(below: 10))
    }
  }
}
