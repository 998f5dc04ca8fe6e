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
