import Modeling
import Testing

@Suite struct FeatureSchemaTests {
  /// Composed and decomposed é: equal for Swift's ==, two levels in a file.
  static let composed = "caf\u{e9}"
  static let decomposed = "cafe\u{301}"

  static func numeric(_ values: [Double]) throws -> FeatureSchema.Numeric {
    let schema = FeatureSchema.learn(from: FeatureTable([("x", .numeric(values))])).schema
    guard case .numeric(let learned) = try #require(schema.features.first).kind else {
      throw ModelingError(.data, "not a number", advice: "")
    }
    return learned
  }

  static func categorical(_ values: FeatureTable.Values) throws -> FeatureSchema.Categorical {
    let schema = FeatureSchema.learn(from: FeatureTable([("x", values)])).schema
    guard case .categorical(let learned) = try #require(schema.features.first).kind else {
      throw ModelingError(.data, "not a category", advice: "")
    }
    return learned
  }

  @Test func learnsNumbers() throws {
    let learned = try Self.numeric([4, .nan, 1, 9, 2, .nan])
    #expect(learned.median == 3 && learned.missingCount == 2)
    // Of 4, 3, 1, 9, 2, 3: squares 16 + 9 + 1 + 81 + 4 + 9.
    let variance = 120.0 / 6 - (22.0 / 6) * (22.0 / 6)
    #expect(relativeError(learned.standardDeviation, variance.squareRoot()) < 1e-15)
    // The mean with the median in both gaps.
    #expect(relativeError(learned.mean, 22.0 / 6) < 1e-15)
  }

  /// The same bits as one number after the other, whatever the blocks.
  @Test(arguments: [1, 8, 255, 256, 257, 3000], [0, 0.3])
  func sumsAreThoseOfTheRowsInTheirOrder(_ count: Int, _ gaps: Double) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let numbers =
      (0..<count).map { _ in
        generator.uniform() < gaps ? .nan : generator.standardNormal() * 1e3 - 70
      } + [-0.1]
    let present = numbers.filter { !$0.isNaN }
    let unit = present.map(abs).max() ?? 0
    let median = try #require(Quantiles.median(present))
    var (offset, square) = (0.0, 0.0)
    for number in present {
      let scaled = number / unit - median / unit
      offset += scaled / Double(numbers.count)
      square += scaled * scaled / Double(numbers.count)
    }
    let learned = try Self.numeric(numbers)
    #expect(learned.mean == median + offset * unit)
    #expect(learned.standardDeviation == max(0, square - offset * offset).squareRoot() * unit)
  }

  @Test func meanOfConstantAndHugeColumns() throws {
    #expect(try Self.numeric(Array(repeating: 0.1, count: 1001)).mean == 0.1)
    let huge = Double.greatestFiniteMagnitude
    #expect(try Self.numeric([huge, huge, huge]).mean == huge)
    #expect(try Self.numeric([7]).median == 7)
  }

  @Test func learnsLevelsInCodePointOrder() throws {
    let learned = try Self.categorical(
      .levels(["zebra", "Banana", nil, "10", "9", "apple", "Zürich", "Århus", "9", nil]))
    #expect(learned.levels == ["10", "9", "Banana", "Zürich", "apple", "zebra", "Århus"])
    #expect(learned.counts == [1, 2, 1, 1, 1, 1, 1] && learned.missingCount == 2)
  }

  /// Levels of the table that no training row has are not learned.
  @Test func levelsWithoutRowsAreUnknown() throws {
    let learned = try Self.categorical(
      .categorical(codes: [2, 0, 2], levels: ["b", "unused", "a"]))
    #expect(learned.levels == ["a", "b"] && learned.counts == [2, 1])
  }

  @Test func columnsWithoutValuesAreNamed() {
    let table = FeatureTable([
      ("gone", .numeric([.nan, .nan])), ("x", .numeric([1, 2])), ("void", .levels([nil, nil])),
    ])
    let (schema, empty) = FeatureSchema.learn(from: table)
    #expect(empty == ["gone", "void"] && schema.features.map(\.name) == ["x"])
    #expect(schema.rowCount == 2 && schema.features[0].missingCount == 0)
    #expect(FeatureSchema.learn(from: FeatureTable([])).schema.features.isEmpty)
  }

  /// What other rows hold changes nothing: the schema is a function of the training rows.
  @Test func learnsFromTrainingRowsAlone() {
    let sample = TreeFitTests.Sample(rows: 100)
    let training = Array(0..<60)
    var changed = sample
    for row in 60..<100 {
      changed.x[row] = 1e6
      changed.z[row] = row % 2 == 0 ? .nan : -1e6
      changed.plan[row] = row % 2 == 0 ? nil : "never seen"
    }
    let schemas = [sample, changed].map {
      FeatureSchema.learn(from: $0.table.selecting(rows: training)).schema
    }
    #expect(schemas[0] == schemas[1] && schemas[0].rowCount == 60)
    #expect(schemas[0] != FeatureSchema.learn(from: changed.table).schema)
  }

  @Test func canonicallyEquivalentLevelsStayApart() throws {
    let learned = try Self.categorical(
      .levels([Self.composed, Self.decomposed, Self.decomposed, "cafe"]))
    #expect(learned.levels.map { Array($0.utf8).count } == [4, 6, 5])
    #expect(learned.counts == [1, 2, 1])
  }

  @Test func codePointOrder() {
    #expect("Z".precedesByCodePoint("a") && !"a".precedesByCodePoint("Z"))
    #expect("a".precedesByCodePoint("aa") && !"a".precedesByCodePoint("a"))
    #expect("\u{ffff}".precedesByCodePoint("\u{10000}"))
    #expect(Self.decomposed.precedesByCodePoint(Self.composed))
  }

  @Test func selectingRowsKeepsTypesAndOrder() {
    let table = FeatureTable([("x", .numeric([1, 2, 3])), ("p", .levels(["a", nil, "b"]))])
    let chosen = table.selecting(rows: [2, 0, 2, 1])
    #expect(chosen.rowCount == 4)
    #expect(chosen.columns[0].values == .numeric([3, 1, 3, 2]))
    #expect(chosen.columns[1].values == .categorical(codes: [1, 0, 1, -1], levels: ["a", "b"]))
    #expect(table.column(named: "p") == table.columns[1] && table.column(named: "q") == nil)
  }

  @Test func columnsAreFoundByTheBytesOfTheirNames() {
    let table = FeatureTable([
      (Self.composed, .numeric([1])), (Self.decomposed, .numeric([2])),
    ])
    #expect(table.column(named: Self.decomposed)?.values == .numeric([2]))
  }
}
