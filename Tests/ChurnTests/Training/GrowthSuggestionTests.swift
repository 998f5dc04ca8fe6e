import Churn
import Modeling
import Testing

@Suite struct GrowthSuggestionTests {
  @Test(arguments: TreeSpecification.Growth.allCases, [10, 999_999, 1_000_000])
  func largeFilesOnly(_ growth: TreeSpecification.Growth, rows: Int) {
    var options = TrainingRequest.TreeOptions()
    options.specification.growth = growth
    let suggestion = options.suggestion(rows: rows)
    #expect((suggestion != nil) == (growth == .exact && rows >= 1_000_000))
    #expect(suggestion?.contains("--growth histogram") != false)
  }
}
