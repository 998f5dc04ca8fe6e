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
}
