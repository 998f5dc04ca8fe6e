import DelimitedText
import Testing

@testable import Churn

/// Totals of an order that its lines repeat.
@Suite struct OrdersTotalsTests {
  private let jd = "订单号,下单帐号,下单时间,付款确认时间,京东价,订购数量,订单金额,结算金额,运费金额,商品ID,订单状态\n"

  private func line(
    _ order: String, _ price: String, _ quantity: String, _ total: String, postage: String = "6.00",
    product: String = "p", customer: String = "a"
  ) -> String {
    [
      order, customer, "2016-01-02 08:00:00", "2016-01-02 09:00:00", price, quantity, "0", total,
      postage, product, "完成",
    ].joined(separator: ",") + "\n"
  }

  @Test func totalsThatRepeatAreNotSummed() throws {
    let (log, report) = try read(
      jd + line("1", "758", "1", "932.45") + line("1", "339", "1", "932.45", product: "q")
        + line("2", "5", "2", "10"))
    #expect(report.orders == 2 && report.lines == 3)
    #expect(bought(log).map(\.amount) == [942.45])
    let known = history(log, asOf: "2016-12-31")
    #expect(known.postage == 12 && known.orderedAmount == 942.45)
    #expect(abs(log.lines.amount[0] - 932.45 * 758 / 1097) < 1e-9)
  }

  /// Also where somebody has sorted the rows by product.
  @Test func linesOfAnOrderNeedNotStandTogether() throws {
    let (log, _) = try read(
      jd + line("1", "10", "1", "30") + line("2", "7", "1", "7") + line("1", "20", "1", "30"))
    #expect(log.lines.amount == [10, 20, 7])
    #expect(bought(log).map(\.amount) == [37])
  }

  @Test func withoutPricesThePartsAreEqual() throws {
    let (log, _) = try read(jd + line("1", "", "1", "30") + line("1", "", "2", "30"))
    #expect(log.lines.amount == [15, 15])
  }

  @Test func aGiftHasNoPartInTheTotal() throws {
    let (log, _) = try read(
      jd + line("1", "0.1", "3", "0.3") + line("1", "0.2", "3", "0.3") + line("1", "0", "1", "0.3"))
    #expect(log.lines.amount[2] == 0)
    #expect(log.lines.amount.reduce(0, +) == 0.3)
  }

  @Test func oneRefundOfAnOrderCountsOnce() throws {
    let text =
      "order_id,date,status,billing_email,order_total,shipping_total,refunded_total,item_price,item_quantity,item_sku\n"
    let (log, report) = try read(
      text + "7,2020-01-01 10:00:00,completed,a@x,35,5,-12,10,1,p\n"
        + "7,2020-01-01 10:00:00,completed,a@x,35,5,-12,20,1,q\n"
        + "8,2020-01-01 11:00:00,completed,a@x,5,0,0,5,1,q\n")
    #expect(report.preset == "woocommerce-skyverge")
    let known = history(log, asOf: "2020-12-31")
    #expect(known.occasions.map(\.amount) == [23] && known.refundedAmount == 12)
    #expect(known.postage == 5 && known.distinctProducts == 2)
  }

  @Test func theSameOrderTwiceInAnOrderListIsOneOrder() throws {
    let text = "订单编号,买家会员名,买家应付货款,订单状态,订单付款时间\n"
    let row = "1,a,30,交易成功,2017-07-08 00:43:10\n"
    let (log, report) = try read(text + row + row)
    #expect(report.orders == 1 && report.duplicateLines == 1)
    #expect(bought(log).map(\.amount) == [30])
  }
}
