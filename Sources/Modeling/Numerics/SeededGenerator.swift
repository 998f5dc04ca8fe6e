/// A seeded source of random numbers: xoshiro256** (Blackman & Vigna 2021), its state filled by
/// splitmix64 from a seed and a stream. Fold k or replicate k takes stream k.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// For a kernel that goes on from here.
  var words: [UInt64] { [state.0, state.1, state.2, state.3] }

  public init(seed: UInt64, stream: UInt64 = 0) {
    var mixer = SplitMix(state: seed)
    var second = SplitMix(state: mixer.next() ^ (stream &* 0xd134_2543_de82_ef95))
    state = (second.next(), second.next(), second.next(), second.next())
  }

  public mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// Uniform on 0 ..< 1, 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform on 0 ..< bound, without bias (Lemire 2019).
  /// - Precondition: `bound > 0`.
  public mutating func integer(below bound: Int) -> Int {
    let range = UInt64(bound)
    while true {
      let (high, low) = next().multipliedFullWidth(by: range)
      if low >= (0 &- range) % range { return Int(high) }
    }
  }

  /// A permutation of `items`, each as likely (Fisher & Yates). Not the standard library's
  /// `shuffle`, whose use of the generator may change between versions.
  public mutating func shuffled<Element>(_ items: [Element]) -> [Element] {
    var items = items
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, integer(below: last + 1))
    }
    return items
  }

  /// Standard normal: Marsaglia & Bray's (1964) polar method, which needs no sine.
  public mutating func standardNormal() -> Double {
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      if square > 0, square < 1 {
        return x * (-2 * Elementary.log(square) / square).squareRoot()
      }
    }
  }

  private func rotated(_ x: UInt64, by bits: UInt64) -> UInt64 { (x << bits) | (x >> (64 - bits)) }
}

/// splitmix64 (Steele, Lea & Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
