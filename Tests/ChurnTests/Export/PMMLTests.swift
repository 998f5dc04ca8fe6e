import DelimitedText
import Modeling
import Testing

@testable import Churn

/// The structure of PMML documents; what evaluators make of them is in References.
struct PMMLTests {
  static let kinds = Kind.allCases

  private func count(_ part: String, in text: String) -> Int {
    text.components(part).count - 1
  }

  @Test(arguments: kinds)
  func carriesItsVerification(_ kind: Kind) throws {
    let model = try kind.model
    let text = try PMMLDocument(model).text
    #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PMML version=\"4.4\""))
    #expect(count("<row>", in: text) == model.verification.count)
    #expect(text.contains("recordCount=\"\(model.verification.count)\""))
    for name in ["probability_0", "probability_1"] {
      #expect(text.contains("<OutputField name=\"\(name)\""))
    }
    #expect(text.contains(kind == .tree ? "feature=\"entityId\"" : "normalizationMethod=\"logit\""))
  }

  @Test func surrogatesAndSidesAreThere() throws {
    let model = try Kind.tree.model
    let text = try PMMLDocument(model).text
    let splits = model.fitted.tree?.tree.nodes.compactMap(\.split) ?? []
    #expect(count("defaultChild=\"", in: text) == splits.count)
    let withSurrogates = splits.count { !$0.surrogates.isEmpty }
    #expect(count("booleanOperator=\"surrogate\"", in: text) == 2 * withSurrogates)
    #expect(text.contains("missingValueStrategy=\"defaultChild\""))
  }

  /// A model without gaps in training answers rows with gaps nowhere, and says so of no row.
  @Test func rowsWithGapsAreLeftOutWhereTheyHaveNoAnswer() throws {
    let model = try TrainingRequest.logistic(missing: .drop).train(on: Kind.table.input).model
    let text = try PMMLDocument(model).text
    let gaps = model.verification.count { $0.values.contains(.missing) }
    #expect(gaps > 0 && count("<row>", in: text) == model.verification.count - gaps)
    #expect(text.contains("name=\"no gap\""))
  }

  @Test func textsAreEscaped() {
    let element = XMLElement("a", [("b", "<\"&\n'")], [XMLElement("c", text: "1 < 2 & \r>")])
    #expect(
      element.document.hasSuffix(
        "<a b=\"&lt;&quot;&amp;&#10;'\">\n  <c>1 &lt; 2 &amp; &#13;&gt;</c>\n</a>\n"))
  }

  @Test func charactersThatXMLForbids() throws {
    var model = try Kind.tree.model
    model.schema.features[0].name = "bell\u{7}"
    let error = #expect(throws: LocatedError.self) { try PMMLDocument(model) }
    #expect(error?.kind == .wrongData && error?.what.contains("U+7") == true)
  }

  @Test func derivedFieldsTakeNoFeaturesName() {
    var names = PMMLNames(["effect of age"])
    #expect(names.new("effect of age") == "effect of age'")
    #expect(names.new("effect of age") == "effect of age''")
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
