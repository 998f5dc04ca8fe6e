import DelimitedText
import Modeling
import Testing

@testable import Churn

struct ComparisonTests {
  private static let holdout = CustomerTable.seeded(300, seed: 21)

  /// Logistic, tree, and a tree of one column; three pairs.
  private static let models = Result {
    var request = TrainingRequest.tree
    request.columns.features = ["plan"]
    request.name = "plan only"
    return [
      try Kind.logistic.model, try Kind.tree.model, try request.train(on: Kind.table.input).model,
    ]
  }

  private func compared(_ table: CustomerTable) throws -> (Comparison, Judgement) {
    let models = try Self.models.get()
    let judgement = try Judgement(models, on: table.input)
    return (try Comparison(models.map { .model($0) }, judgement: judgement), judgement)
  }

  @Test func pairsHaveDifferencesAMinusB() throws {
    let (comparison, judgement) = try compared(Self.holdout)
    #expect(comparison.pairs.map(\.a) == [0, 0, 1] && comparison.pairs.map(\.b) == [1, 2, 2])
    let aucs = comparison.entries.compactMap(\.report.measures.auc)
    for pair in comparison.pairs {
      let difference = try #require(pair.auc.difference)
      #expect(abs(difference - (aucs[pair.a] - aucs[pair.b])) < 1e-12)
      let (low, high) = (try #require(pair.auc.low), try #require(pair.auc.high))
      #expect(low < difference && difference < high)
      let test = judgement.rows.aucDifference(
        judgement.probabilities[pair.a], judgement.probabilities[pair.b])
      #expect(pair.auc.pValue == test?.pValue)
    }
    #expect(comparison.entries.allSatisfy { $0.source == .data && !$0.report.isInSample })
    #expect(Set(comparison.entries.map(\.report.measures.rows)) == [300])
  }

  /// Holm (1979): the smallest p by 3, the next by 2, the largest by 1, never decreasing.
  @Test func pValuesAreAdjustedByHolm() throws {
    let (comparison, _) = try compared(Self.holdout)
    let p = try comparison.pairs.map { try #require($0.auc.pValue) }
    let order = p.indices.sorted { p[$0] < p[$1] }
    var largest = 0.0
    for (rank, place) in order.enumerated() {
      largest = max(largest, min(1, p[place] * Double(3 - rank)))
      #expect(comparison.pairs[place].auc.adjustedPValue == largest)
    }
    #expect(holmAdjusted([0.01, nil, 0.04, 0.03]) == [0.03, nil, 0.06, 0.06])
    #expect(holmAdjusted([0.6, 0.9]) == [1, 1])
    #expect(holmAdjusted([nil]) == [nil])
  }

  @Test func nothingIsComparedInSample() throws {
    let (comparison, _) = try compared(Kind.table)
    for pair in comparison.pairs {
      #expect(
        pair.auc.difference == nil && pair.auc.low == nil && pair.auc.high == nil
          && pair.auc.pValue == nil
          && pair.auc.adjustedPValue == nil)
    }
    #expect(comparison.best == nil)
    #expect(comparison.json[path: "/models/0/in_sample"] == true)
    #expect(comparison.json[path: "/pairs/0/auc_difference"] == .null)
    #expect(comparison.verdict.contains("has not seen"))
    #expect(comparison.warnings.count { $0.contains("training rows") } == 3)
  }

  @Test func reportsHaveADifferenceOnly() throws {
    let models = try Self.models.get()
    let judgement = try Judgement([models[1]], on: Self.holdout.input)
    let other = try Judgement([models[0]], on: Self.holdout.input).report(0)
    let report = try ModelReport.read(.bytes(other.json.fileBytes, name: "r.json"))
    let comparison = try Comparison([.report(report), .model(models[1])], judgement: judgement)
    let pair = comparison.pairs[0]
    let aucs = comparison.entries.compactMap(\.report.measures.auc)
    #expect(pair.auc.difference == aucs[0] - aucs[1])
    #expect(pair.auc.low == nil && pair.auc.high == nil && pair.auc.pValue == nil)
    #expect(comparison.entries.map(\.source) == [.report, .data])
    #expect(comparison.warnings.contains { $0.contains("no interval") })
    #expect(!comparison.warnings.contains { $0.contains("different rows") })
  }

  @Test func modelsWithoutDataShowTheirOwnMeasures() throws {
    var request = TrainingRequest.tree
    request.holdout = 0.3
    let held = try request.train(on: Kind.table.input).model
    let comparison = try Comparison([.model(try Kind.tree.model), .model(held)], judgement: nil)
    #expect(comparison.entries.map(\.source) == [.training, .training])
    #expect(comparison.entries.map(\.report.isInSample) == [true, false])
    #expect(comparison.entries[1].report.measures == held.holdoutMeasures)
    #expect(comparison.warnings.contains { $0.contains("different rows") })
    #expect(comparison.best == nil)
  }

  @Test func contestantsAreToldApart() throws {
    let model = try Kind.tree.model
    guard case .model = try Comparison.Contestant.read(.bytes(model.fileBytes, name: "m")) else {
      Issue.record("not taken for a model")
      return
    }
    let report = try Judgement([model], on: Self.holdout.input).report(0)
    guard
      case .report = try Comparison.Contestant.read(.bytes(report.json.fileBytes, name: "r"))
    else {
      Issue.record("not taken for a report")
      return
    }
    for text in ["{}", "[]", "3", "{\"format\": \"churn-comparison\"}", "not JSON", ""] {
      let error = #expect(throws: LocatedError.self) {
        try Comparison.Contestant.read(.bytes(Array(text.utf8), name: "x.json"))
      }
      #expect(error?.kind == .wrongData && error?.location?.file == "x.json")
    }
  }

  @Test func equalNamesAreNumbered() throws {
    let model = try Kind.tree.model
    let judgement = try Judgement([model, model, model], on: Self.holdout.input)
    let comparison = try Comparison(
      [.model(model), .model(model), .model(model)], judgement: judgement)
    let names = comparison.entries.map(\.report.model.name)
    #expect(names == ["tree", "tree (2)", "tree (3)"])
    #expect(comparison.json[path: "/pairs/2/a"] == "tree (2)")
    #expect(comparison.json[path: "/pairs/2/b"] == "tree (3)")
    // Equal scores: a difference of 0 without variance has no p.
    #expect(comparison.pairs.allSatisfy { $0.auc.difference == 0 && $0.auc.pValue == nil })
  }

  // MARK: - The page

  private static let hostile = "<script src=\"http://evil.example/x.js\">&\"'</script>"

  @Test func pageHoldsEachModel() throws {
    let (comparison, judgement) = try compared(Self.holdout)
    let models = try Self.models.get()
    let few = judgement.selecting(Array(0..<50))
    var page = ComparisonPage(title: "Contest", models: models)
    page.contests = [
      .init(title: "All of them", note: "", comparison: comparison),
      .init(
        title: "A part", note: "Fifty of them.",
        comparison: try Comparison(models.map { .model($0) }, judgement: few)),
    ]
    let html = page.html()
    for text in ["Contest", "Model logistic", "Model tree", "Model plan only", "A part", "Fifty"] {
      #expect(html.contains(text))
    }
    #expect(html.contains("<svg") && html.contains("recency"))
    #expect(html.hasPrefix("<!DOCTYPE html>") || html.hasPrefix("<!doctype html>"))
    expectSelfContained(html)
  }

  /// No script, and nothing that is fetched from elsewhere; a namespace is fetched by nobody.
  private func expectSelfContained(_ html: String) {
    let rest = html.replacing("http://www.w3.org/2000/svg", with: "").lowercased()
    for text in [
      "<script", "http://", "https://", "javascript:", "<link", "@import", "url(", "<iframe",
      " onload=", " onerror=", " src=", "<img",
    ] { #expect(!rest.contains(text), "\(text)") }
  }

  @Test func hostileNamesAreEscaped() throws {
    var table = Kind.table
    table.header[table.place("region")] = "<img src=x onerror=alert(1)>"
    for row in table.rows.indices {
      if table[row, "plan"] == "basic" { table[row, "plan"] = Self.hostile }
    }
    var models: [ChurnModel] = []
    for kind in Kind.allCases {
      var request = kind.request
      request.name = Self.hostile + kind.rawValue
      request.columns.weights = "weight"
      models.append(try request.train(on: table.input).model)
    }
    var holdout = Self.holdout
    holdout.header = table.header
    let judgement = try Judgement(models, on: holdout.input)
    var comparison = try Comparison(models.map { .model($0) }, judgement: judgement)
    comparison.warnings.append(Self.hostile)
    var page = ComparisonPage(title: Self.hostile, models: models)
    page.contests = [.init(title: Self.hostile, note: Self.hostile, comparison: comparison)]
    let html = page.html()
    #expect(html.contains("&lt;script"))
    #expect(!html.contains("<script") && !html.contains("<img"))
    #expect(!html.contains("src=\"http"))
  }
}
