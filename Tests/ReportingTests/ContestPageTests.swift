import Testing

@testable import Reporting

struct ContestPageTests {
  @Test(arguments: ["en", "zh-CN"])
  func isWellFormed(language: String) {
    let html = ContestPage.page(language: language).html()
    let xml = html.replacing("<!DOCTYPE html>\n", with: "").split(separator: "\n")
      .filter { !$0.hasPrefix("<meta") }.joined(separator: "\n")
    #expect(xmlFault(in: xml) == nil)
    #expect(html.split(separator: "<details").count == 9)
  }

  @Test func drawsStepsAreasAndShapes() {
    let scores = ContestPage.scores.svg()
    let corners = scores.split(separator: "polyline class=\"line s1\" points=\"")[1]
      .prefix { $0 != "\"" }.split(separator: " ").count
    // 20 cells have two corners each, and the outline begins and ends at zero.
    #expect(corners == 42)
    #expect(scores.split(separator: "class=\"band s").count == 3)
    let calibration = ContestPage.calibration.svg()
    #expect(calibration.split(separator: "polygon class=\"marker s2\"").count == 13)
    #expect(!calibration.contains("class=\"line s2\""))
    let profit = ContestPage.profit.svg()
    #expect(profit.contains(">-¥10,000<") && profit.contains("class=\"line s0\""))
    // A reference takes no colour from the series behind it.
    #expect(!profit.contains("s3"))
  }

  @Test func histogramsCoverTheirCells() {
    let series = LineChart.Series.histogram("h", edges: [0, 1, 3], heights: [2, 5, 9])
    #expect(
      series.points == [.init(0, 0), .init(0, 2), .init(1, 5), .init(3, 5), .init(3, 0)])
    #expect(LineChart.Series.histogram("h", edges: [0], heights: [1]).points.isEmpty)
    #expect(LineChart.Series.histogram("h", edges: [], heights: []).points.isEmpty)
  }
}
