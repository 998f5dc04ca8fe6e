import Reporting
import Testing

@testable import Churn
@testable import Modeling

struct DriftPageTests {
  /// With everything that can stand on it: alarms, growth, outcomes, warnings.
  private static func findings() throws -> [DriftFinding] {
    var later = CustomerTable.seeded(300, seed: 3)
    for row in later.rows.indices {
      later[row, "recency"] = row % 2 == 0 ? "" : "\(1000 + row)"
      later[row, "plan"] = row % 3 == 0 ? "other" : later[row, "plan"]
      if row % 5 == 0 { later[row, "churned"] = "" }
    }
    let check = try DriftCheck(DriftCheckTests.plain(.logistic))
    var judged = try check.run(on: later.input)
    var worse = judged
    worse.outcome?.auc = 0.1
    worse.outcome?.slope = .init(value: 3, standardError: 0.1)
    judged.outcome?.slope = .init(value: 3, standardError: 0.1)
    judged.outcome?.auc = 1
    worse.report.columns[0].growsWithTime = true
    var alone = judged
    alone.reference = nil
    return [
      judged, worse, alone, try check.run(on: later.without(["churned"]).input),
      try check.run(on: Kind.table.input),
    ]
  }

  @Test func everyPartIsThere() throws {
    let finding = try Self.findings()[0]
    let html = DriftPage(finding).html()
    for part in ["Drift of logistic", "<svg", "critical", "unseen level", "calibration slope"] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(try Set(Self.findings().map(\.verdict)) == Set(DriftFinding.Verdict.allCases))
  }

  @Test func nothingIsLeftInEnglish() throws {
    for finding in try Self.findings() {
      let page = DriftPage(finding)
      let missed = Texts()
      _ = page.page.translated(
        by: PageTranslation(
          phrase: { text in
            if Catalogue.chinese.phrase(text) == nil, Self.isEnglish(text) { missed.add(text) }
            return text
          }, value: { $0 }))
      #expect(missed.texts.isEmpty, "\(missed.texts)")
    }
    var page = DriftPage(try Self.findings()[0])
    page.language = .chinese
    #expect(page.html().contains("漂移") && page.html().contains("lang=\"zh-CN\""))
  }

  private static func isEnglish(_ text: String) -> Bool {
    let names: Set = ["recency", "spend", "spend_cents", "plan", "region", "AUC", "PSI"]
    return text.split { !($0.isLetter || $0 == "_") }.contains { word in
      word.count > 2 && word.allSatisfy { $0.isASCII } && !names.contains(String(word))
    }
  }
}

private final class Texts: @unchecked Sendable {
  private(set) var texts: [String] = []

  func add(_ text: String) { texts.append(text) }
}
