import Testing

@testable import Churn

@Suite struct OrdersOpenQuantitiesTests {
  @Test func takesFromTheLatestLineWithEnoughLeft() {
    var open = OpenQuantities(capacity: 4)
    for quantity in [5.0, 2, 3] { open.append(quantity) }
    #expect(open.take(3) == 2)
    #expect(open.take(2) == 1)
    #expect(open.take(1) == 0)
    #expect(open.take(4) == 0)
    #expect(open.take(1) == nil)
    open.append(1)
    #expect(open.take(1) == 3)
  }

  @Test func emptyHasNothingToTake() {
    var open = OpenQuantities(capacity: 0)
    #expect(open.take(1) == nil)
  }

  @Test func agreesWithABackwardScan() {
    var state: UInt64 = 7
    func next(_ bound: UInt64) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % bound)
    }
    var open = OpenQuantities(capacity: 300)
    var left: [Double] = []
    for _ in 0..<300 {
      if next(2) == 0 {
        left.append(1 + next(9))
        open.append(left[left.count - 1])
      } else {
        let quantity = 1 + next(12)
        let expected = left.lastIndex { $0 >= quantity }
        #expect(open.take(quantity) == expected)
        if let expected { left[expected] -= quantity }
      }
    }
  }
}
