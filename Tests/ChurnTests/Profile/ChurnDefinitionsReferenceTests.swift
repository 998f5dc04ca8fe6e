import DelimitedText
import Testing

@testable import Churn

/// CDNOW against a second program that counts customer by customer:
/// `References/churn_definitions.py`.
@Suite struct ChurnDefinitionsReferenceTests {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/References/"

  private func reference() throws -> [String: JSONValue] {
    let name = Self.folder + "churn_definitions.json"
    let value = try JSONValue.parse(try readBytes(.file(name)), name: name)
    guard case .object(let members) = value else { return [:] }
    return members
  }

  @Test(.enabled(if: SharedData.cdnow != nil, "needs notebooks-data/cdnow"))
  func cdnow() throws {
    let (log, _) = try OrderLog.read(.file(SharedData.cdnow ?? ""))
    var options = ChurnDefinitionOptions()
    options.replicates = 200
    let result = try churnDefinitions(of: try PurchaseTable(log), options: options)
    let expected = try reference()
    guard case .object(let cycles) = result.cycles.json, case .object(let all) = result.json,
      case .array(let definitions)? = all["definitions"],
      case .object(let expectedDefinitions)? = expected["definitions"]
    else {
      Issue.record("the documents are no objects")
      return
    }
    #expect(all["verification_dates"] == expected["verification_dates"])
    #expect(all["follow_up_days"] == expected["follow_up_days"])
    for key in [
      "customers", "gaps", "average_days", "standard_deviation_days", "median_days", "skewness",
      "share_beyond_2_cycles", "kaplan_meier",
    ] {
      expectNear(cycles[key], expected[key], tolerance: 1e-9, key)
    }
    for case .object(let definition) in definitions {
      guard case .string(let key)? = definition["key"],
        case .object(let numbers)? = expectedDefinitions[key],
        case .object(let verification)? = definition["verification"]
      else { continue }
      expectNear(definition["lost"], numbers["lost"], tolerance: 0, key)
      for part in ["dates", "stayed_away_share", "leavers_called_share"] {
        expectNear(verification[part], numbers[part], tolerance: 1e-7, "\(key) \(part)")
      }
      // The bootstrap's interval and that of the linearised variance.
      for end in ["low", "high"] {
        expectNear(verification[end], numbers[end], tolerance: 2e-3, "\(key) \(end)")
      }
    }
    let keys = result.definitions.map(\.line.key)
    #expect(expectedDefinitions.count == 9 && expectedDefinitions.keys.allSatisfy(keys.contains))
    #expect(result.claim.verdict == .refuted)
  }

  /// Each number of `expected` stands in `value`.
  private func expectNear(
    _ value: JSONValue?, _ expected: JSONValue?, tolerance: Double, _ place: String
  ) {
    switch (value, expected) {
    case (.number(let value)?, .number(let expected)?):
      #expect(abs(value - expected) <= tolerance * max(1, abs(expected)), "\(place)")
    case (.array(let values)?, .array(let expected)?):
      #expect(values.count == expected.count, "\(place)")
      for (value, expected) in zip(values, expected) {
        expectNear(value, expected, tolerance: tolerance, place)
      }
    case (.object(let value)?, .object(let expected)?):
      for (key, expected) in expected {
        expectNear(value[key], expected, tolerance: tolerance, "\(place) \(key)")
      }
    case (.null?, .null?): break
    default: Issue.record("\(place): another kind of value, or none")
    }
  }
}
