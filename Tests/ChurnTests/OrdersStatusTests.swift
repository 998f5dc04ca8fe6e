import Testing

@testable import Churn

@Suite struct OrdersStatusTests {
  @Test(arguments: [
    ("completed", OrderStatus.stands), ("", .stands), ("partially refunded", .stands),
    ("Paid", .stands), ("Cancelled", .neverPaid), ("CANCELED", .neverPaid),
    ("pending_payment", .neverPaid), ("on-hold", .neverPaid), ("unpaid", .neverPaid),
    ("refunded", .refunded), ("Fully Refunded", .refunded), ("returned", .refunded),
  ])
  func words(text: String, status: OrderStatus) {
    #expect(OrderStatus(text) == status)
  }

  @Test(arguments: [
    ("交易成功", OrderStatus.stands, true), ("买家已付款，等待卖家发货", .stands, true),
    ("买家已付款,等待卖家发货", .stands, true), ("（删除）等待出库", .closed, true), ("(删除)等待出库", .closed, true),
    ("已发货，退款成功", .refunded, true), ("退款成功", .refunded, true), ("等待买家付款", .neverPaid, true),
    ("", .stands, true), ("什么", .stands, false), ("completed", .stands, false),
  ])
  func chineseWords(text: String, status: OrderStatus, isKnown: Bool) {
    let meaning = OrderStatusWords.chinese.meaning(of: text)
    #expect(meaning.status == status && meaning.isKnown == isKnown)
  }

  @Test(arguments: [("wc-on-hold", OrderStatus.neverPaid), ("wc-completed", .stands)])
  func prefixOfWooCommerce(text: String, status: OrderStatus) {
    let meaning = OrderStatusWords.english.meaning(of: text)
    #expect(meaning.status == status && meaning.isKnown)
  }
}
