import DelimitedText
import Testing

@testable import Churn

@Suite struct OrdersRoleTests {
  @Test func parsesColumns() throws {
    let columns = try OrderRole.parse(columns: "customer=买家会员名, time = Paid at,Refund_Date=x=y")
    #expect(columns == [.customer: "买家会员名", .time: "Paid at", .refundDate: "x=y"])
  }

  @Test(arguments: ["", "customer", "customer=", "buyer=x", "time=a,time=b", "time=a,,"])
  func refuses(text: String) {
    #expect(throws: LocatedError.self) { _ = try OrderRole.parse(columns: text) }
  }

  @Test func everyNameIsRead() {
    for role in OrderRole.allCases { #expect(OrderRole(name: role.name) == role) }
  }
}
