import Testing

@testable import Churn

struct FingerprintSetTests {
  @Test func findsWhatWasSeen() {
    var set = FingerprintSet()
    let prints = (0..<5000).map { FingerprintSet.fingerprint("customer \($0)".utf8) }
    #expect(prints.allSatisfy { set.insert($0) })
    #expect(set.count == 5000)
    #expect(!prints.contains { set.insert($0) })
    #expect(set.count == 5000)
  }

  /// In batches, with ids that are there twice in one and in two of them, against a plain set.
  @Test func manyAtOnce() {
    var (set, seen, generator) = (FingerprintSet(), Set<UInt64>(), SystemRandomNumberGenerator())
    for size in [0, 1, 700, 3000, 3000, 20_000] {
      let batch = (0..<size).map { _ in
        // Many share their places.
        UInt64.random(in: 1...9000, using: &generator) << 10
      }
      let old = batch.count { !seen.insert($0).inserted }
      #expect(set.insert(all: batch) == old && set.count == seen.count)
    }
  }

  @Test func isNeverZero() {
    #expect(Set((0..<1000).map { FingerprintSet.fingerprint("\($0)".utf8) }).count == 1000)
    #expect(FingerprintSet.fingerprint("".utf8) != 0)
  }

  @Test func collidingPlacesAreApart() {
    var set = FingerprintSet()
    let prints = (1...600).map { UInt64($0) << 32 | 7 }
    #expect(prints.allSatisfy { set.insert($0) })
    #expect(!prints.contains { set.insert($0) })
  }
}
