import Modeling
import Testing

@Suite struct EncodedTableTests {
  static let training = FeatureTable([
    ("x", .numeric([1, 2, .nan])), ("plan", .levels(["pro", "free", "pro"])),
  ])
  static let schema = FeatureSchema.learn(from: training).schema

  static func codes(_ table: EncodedTable, _ place: Int) -> [Int32] {
    if case .categorical(let codes) = table.columns[place] { codes } else { [] }
  }

  @Test func missingAndUnseenLevels() throws {
    // Other columns, another order, another order of levels.
    let later = FeatureTable([
      ("other", .numeric([0, 0, 0, 0])), ("plan", .levels([nil, "gold", "pro", "free"])),
      ("x", .numeric([.nan, 5, 6, 7])),
    ])
    let encoded = try Self.schema.encode(later)
    #expect(encoded.rowCount == 4 && encoded.columns.count == 2)
    // Levels are free = 0, pro = 1.
    #expect(Self.codes(encoded, 1) == [EncodedTable.missing, EncodedTable.unseen, 1, 0])
    guard case .numeric(let numbers) = encoded.columns[0] else {
      Issue.record("x is not numeric")
      return
    }
    #expect(numbers[0].isNaN && Array(numbers.dropFirst()) == [5, 6, 7])
    #expect(encoded.columns.map(\.missingCount) == [1, 1])
    #expect(encoded.columns.map(\.unseenCount) == [0, 1])
  }

  @Test func canonicallyEquivalentLevelsStayApart() throws {
    let (composed, decomposed) = (FeatureSchemaTests.composed, FeatureSchemaTests.decomposed)
    let one = FeatureSchema.learn(from: FeatureTable([("p", .levels([composed, "a"]))])).schema
    let later = try one.encode(FeatureTable([("p", .levels([decomposed, composed, "a"]))]))
    #expect(Self.codes(later, 0) == [EncodedTable.unseen, 1, 0])
    #expect(LevelIndex([composed, decomposed]).code(of: decomposed) == 1)
  }

  @Test func refusesAbsentColumnsAndOtherTypes() {
    let without = FeatureTable([("x", .numeric([1]))])
    let error = modelingError { () throws(ModelingError) in try Self.schema.encode(without) }
    #expect(error?.kind == .data && error?.what.contains("plan") == true)
    let swapped = FeatureTable([("x", .levels(["1"])), ("plan", .numeric([1]))])
    let other = modelingError { () throws(ModelingError) in try Self.schema.encode(swapped) }
    #expect(other?.kind == .data && other?.what.contains("another type") == true)
    #expect(other?.description.contains("\n") == true)
  }

  @Test func noRows() throws {
    let empty = FeatureTable(
      rowCount: 0,
      columns: [.init(name: "x", values: .numeric([])), .init(name: "plan", values: .levels([]))])
    #expect(try Self.schema.encode(empty).rowCount == 0)
  }
}
