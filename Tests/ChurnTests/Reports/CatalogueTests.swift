import Modeling
import Reporting
import Testing

@testable import Churn

/// Pages in Chinese.
struct CatalogueTests {
  private static let catalogue = Catalogue([
    ("model", "模型"), ("{} customers", "{} 位客户"), ("all {} customers", "全部 {} 位"),
    ("names: {}", "名称：{}"), ("threshold", "阈值"), ("{}: {}", "{}：{}"),
  ])

  @Test(arguments: [
    ("model", "模型"), ("Model", "Model"), ("12 customers", "12 位客户"),
    // The phrase that says more wins.
    ("all 12 customers", "全部 12 位"),
    // What stands in a gap is translated as well, item by item in a list.
    ("names: model", "名称：模型"), ("names: threshold, tree, model", "名称：阈值、tree、模型"),
    // Numbers, intervals, dates.
    ("45.9 %", "45.9%"), ("0.83 to 0.85", "0.83 至 0.85"), ("names: 1998-03-31", "名称：1998年3月31日"),
    ("1,022", "1,022"), ("<0.001", "<0.001"), ("-0.03 to -0.01", "-0.03 至 -0.01"),
    // Signs that join what is no phrase, and words at the end of a sentence, change nothing.
    ("a: b", "a: b"), ("tree: model", "tree：模型"), ("only 5 customers", "only 5 customers"),
    ("2 of 3", "2 / 3"), ("1 of the tree", "1 of the tree"),
    // Neither a phrase nor a number.
    ("a to b", "a to b"), ("orders", "orders"), ("", ""), ("names: ", "names: "),
  ])
  func translates(_ english: String, _ chinese: String) {
    #expect(Self.catalogue.translate(english) == chinese)
  }

  /// As many gaps on both sides, or something is lost.
  @Test func gapsAgree() {
    for (english, chinese) in Catalogue.chinesePhrases {
      #expect(
        english.split(separator: "{}", omittingEmptySubsequences: false).count
          == chinese.split(separator: "{}", omittingEmptySubsequences: false).count, "\(english)")
    }
    let phrases = Catalogue.chinesePhrases.map(\.english)
    #expect(Set(phrases).count == phrases.count, "a phrase stands in it twice")
  }

  /// Every text of a whole page that is a phrase of the program has a translation.
  @Test func nothingOfThePageIsLeftInEnglish() throws {
    let pages = try [
      page(of: [Kind.logistic.model, Kind.tree.model]), page(of: [penalized(), single()]),
    ]
    for page in pages {
      let missed = Missed()
      _ = page.page.translated(
        by: PageTranslation(
          phrase: { text in
            if Catalogue.chinese.phrase(text) == nil, Self.isEnglish(text) { missed.add(text) }
            return text
          }, value: { $0 }))
      #expect(missed.texts.isEmpty, "\(missed.texts)")
      #expect(page.html().contains("模型比较") && page.html().contains("lang=\"zh-CN\""))
    }
  }

  private func page(of models: [ChurnModel]) throws -> ComparisonPage {
    var options = Judgement.Options()
    options.judging.economics = try RetentionEconomics(
      value: 200, contactCost: 1, offerCost: 10, acceptRate: 0.3)
    let judgement = try Judgement(
      models, on: CustomerTable.seeded(300, seed: 21).input, options: options)
    var page = ComparisonPage(title: "Comparison of models", models: models)
    page.contests = [
      .init(
        title: "All judged customers", note: "",
        comparison: try Comparison(models.map { .model($0) }, judgement: judgement))
    ]
    page.language = .chinese
    return page
  }

  private func penalized() throws -> ChurnModel {
    var options = TrainingRequest.LogisticOptions()
    options.penalty.kind = .lasso
    return try TrainingRequest.request(.logistic(options)).train(on: Kind.table.input).model
  }

  private func single() throws -> ChurnModel {
    var request = TrainingRequest.tree
    request.columns.features = ["plan"]
    request.holdout = 0.3
    return try request.train(on: Kind.table.input).model
  }

  /// Words of three letters and more that are no names.
  private static func isEnglish(_ text: String) -> Bool {
    let names: Set = [
      "logistic", "tree", "lasso", "cv-min", "recency", "spend", "spend_cents", "plan", "region",
      "AUC", "ROC", "AIC", "BIC", "cv-", "say", "basic",
    ]
    return text.split { !($0.isLetter || $0 == "_" || $0 == "-") }.contains { word in
      word.count > 2 && word.allSatisfy { $0.isASCII } && !names.contains(String(word))
    }
  }
}

/// Texts seen by a translation.
private final class Missed: @unchecked Sendable {
  private(set) var texts: [String] = []

  func add(_ text: String) { if !texts.contains(text) { texts.append(text) } }
}
