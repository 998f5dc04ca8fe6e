import DelimitedText
import Modeling
import Testing

@testable import Churn

@Suite struct LabelledCustomersTests {
  static let text = """
    customer_id,churned,shop,fold,x
    1,0,a,1,5
    2,,a,1,6
    ,1,a,2,7
    4,1,,2,8
    5,0,b,,9
    ,,,,10
    7,1,b,2,11
    8,0,b,1,12
    9,1,a,2,13
    10,0,b,1,14
    11,1,a,2,15
    12,0,b,1,16
    13,1,a,2,17

    """

  private func read(_ change: (inout CustomerColumns) -> Void) throws -> LabelledCustomers {
    var columns = CustomerColumns()
    columns.id = "customer_id"
    columns.target = "churned"
    columns.keepsIDs = true
    change(&columns)
    return try .read(.bytes(Array(Self.text.utf8), name: "c.csv"), columns: columns)
  }

  /// Of all that a row lacks the first is told: cluster, fold, label, id.
  @Test func whatARowLacks() throws {
    let whole = try read {
      $0.cluster = "shop"
      $0.folds = "fold"
    }
    #expect(
      whole.rejects.list.map(\.reason)
        == ["no label", "no customer", "no cluster", "no fold", "no cluster"])
    #expect(whole.rejects.list.map(\.row) == [2, 3, 4, 5, 6])
    #expect(whole.rejects.list.map(\.line) == [3, 4, 5, 6, 7])
    #expect(whole.numbers == [1, 7, 8, 9, 10, 11, 12, 13] && whole.rowsRead == 13)
    #expect(whole.labels == [false, true, false, true, false, true, false, true])
    #expect(whole.ids.map { Array($0) } == ["1", "7", "8", "9", "10", "11", "12", "13"])
    #expect(
      whole.features.column(named: "x")?.values == .numeric([5, 11, 12, 13, 14, 15, 16, 17]))
  }

  @Test func columnsThatAreNotAskedForAreNotMissed() throws {
    let whole = try read { _ in }
    #expect(whole.rejects.list.map(\.reason) == ["no label", "no customer", "no label"])
    #expect(whole.numbers == [1, 4, 5, 7, 8, 9, 10, 11, 12, 13])
  }
}
