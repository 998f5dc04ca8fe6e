import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct SimulatedShopTests {
  private static func file(_ shop: SimulatedShop) throws -> [UInt8] {
    try withScratchFolder { folder in
      let output = try AtomicOutput(path: folder + "/orders.csv")
      _ = try shop.write(to: output)
      try output.commit()
      return try readBytes(.file(folder + "/orders.csv"))
    }
  }

  private static func table(_ shop: SimulatedShop) throws -> PurchaseTable {
    let (log, _) = try OrderLog.read(.bytes(try file(shop), name: "orders.csv"))
    return try PurchaseTable(log, burnIn: 0)
  }

  /// 4,000 customers, read once.
  private static let usual = Result { try table(SimulatedShop(customers: 4000, seed: 3)) }

  @Test func theSameOptionsGiveTheSameFile() throws {
    let shop = try SimulatedShop(customers: 50, seed: 3)
    #expect(try Self.file(shop) == Self.file(shop))
    #expect(try Self.file(shop) != Self.file(SimulatedShop(customers: 50, seed: 4)))
    let lines = String(decoding: try Self.file(shop), as: UTF8.self).split(separator: "\n")
    #expect(lines[0] == "customer_id,order_id,order_date,amount,quantity,product,category,channel")
    #expect(lines[1].hasPrefix("00000001,100000000000000001,2020-01-01,"))
    let days = lines.dropFirst().map { $0.split(separator: ",")[2] }
    #expect(days == days.sorted())
  }

  /// Within four standard errors.
  @Test func thePublishedFiguresStandInTheRawShares() throws {
    let table = try Self.usual.get()
    #expect(table.customerCount == 4000)
    let back = (0..<4000).filter { table.occasions(of: $0).count > 1 }
    #expect(abs(Double(back.count) / 4000 - 0.193) < 4 * 0.00624)
    let gaps = back.compactMap { table.gaps(of: $0).first }
    for (share, days) in ReferenceShop.firstGaps where days > 0 {
      let within = Double(gaps.count { $0 <= days }) / Double(gaps.count)
      let error = (share * (1 - share) / Double(gaps.count)).squareRoot()
      #expect(abs(within - share) <= 4 * error, "\(days)")
    }
    for (isIn, rate) in [
      ({ $0 < 149 }, 0.124), ({ $0 >= 412 }, 0.262),
    ] as [((Double) -> Bool, Double)] {
      let tier = (0..<4000).filter { isIn(table.occasions[table.starts[$0]].amount) }
      let returned = tier.count { table.occasions(of: $0).count > 1 }
      let error = (rate * (1 - rate) / Double(tier.count)).squareRoot()
      #expect(abs(Double(returned) / Double(tier.count) - rate) < 4 * error)
    }
  }

  /// The end of a running shop's file cuts histories off; Kaplan–Meier makes up for it.
  @Test func aRunningShopIsCutOff() throws {
    let table = try Self.table(SimulatedShop(customers: 4000, isRunning: true, seed: 3))
    #expect(table.asOf - Day(number: table.occasions[table.starts[3999]].day) < 2)
    let first = (0..<4000).map { customer -> (days: Double, returned: Bool) in
      let gap = table.gaps(of: customer).first
      let open = table.asOf.number - table.occasions[table.starts[customer]].day
      return (gap ?? Double(open), gap != nil)
    }
    let raw = Double(first.count { $0.returned }) / 4000
    let estimate = KaplanMeier(
      durations: first.map(\.days), isEvent: first.map(\.returned))
    #expect(raw < 0.18)
    #expect(abs(1 - estimate.survival(at: 730) - 0.193) < 0.03)
  }

  @Test(arguments: [(0, 1461, false), (10, 730, false), (10, 0, true), (10, 40_000, true)])
  func numbersOutOfRange(customers: Int, days: Int, isRunning: Bool) {
    let error = #expect(throws: LocatedError.self) {
      try SimulatedShop(customers: customers, days: days, isRunning: isRunning)
    }
    #expect(error?.kind == .usage)
  }
}
