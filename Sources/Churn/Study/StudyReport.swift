import DelimitedText
import Modeling
import Reporting

// What the study writes about itself.

extension Study {
  func json(_ outcome: Outcome, _ trainingDay: Day, _ idle: Double?) -> JSONValue {
    guard case .object(var members) = outcome.all.comparison?.json ?? .object([:]) else {
      return .null
    }
    members["study"] = [
      "as_of": .string("\(asOf)"), "training_as_of": .string("\(trainingDay)"),
      "gap": JSONValue(window.gap), "horizon": JSONValue(window.horizon),
      "idle_line_days": JSONValue(idle), "seed": JSONValue(Double(seed)),
    ]
    members["subsets"] = .array(
      outcome.subsets.map { subset in
        [
          "name": .string(subset.key), "description": .string(subset.note),
          "models": subset.comparison?.json.members["models"] ?? [],
          "baselines": subset.comparison?.json.members["baselines"] ?? [],
          "pairs": subset.comparison?.json.members["pairs"] ?? [],
        ]
      })
    members["sanity"] = outcome.sanity.json
    members["study_warnings"] = .array(outcome.warnings.map { .string($0) })
    return .object(members)
  }

  func page(_ outcome: Outcome, _ trainingDay: Day) -> String {
    let after = window.gap > 0 ? " after a gap of \(window.gap) days" : " after it"
    var page = ComparisonPage(title: "Churn study as of \(asOf)", models: outcome.models)
    page.lead =
      [
        .paragraph(
          "Models trained on what was known on \(trainingDay), judged on the customers of \(asOf): "
            + "who bought nothing in the \(window.horizon) days\(after)?")
      ]
    page.sanity = outcome.sanity.blocks
    page.language = language
    page.contests = outcome.subsets.compactMap { subset in
      subset.comparison.map {
        ComparisonPage.Contest(title: subset.title, note: subset.note, comparison: $0)
      }
    }
    return page.html()
  }
}

extension JSONValue {
  fileprivate var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }
}
