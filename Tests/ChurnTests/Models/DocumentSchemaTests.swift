import DelimitedText
import Modeling
import Testing

@testable import Churn

/// Holds the JSON Schemas in `models` to what the writers write: every key that is written is
/// listed, every key that is listed is written, and required keys and types are as they say.
struct DocumentSchemaTests {
  private static let holdout = CustomerTable.seeded(300, seed: 31)

  private static func schemas() throws -> SchemaWalker {
    let folder = String(#filePath).split(separator: "/").dropLast(4).joined(separator: "/")
    var documents: [String: JSONValue] = [:]
    for name in ["model.schema.json", "report.schema.json"] {
      let bytes = try readBytes(.file("/\(folder)/models/\(name)"), limit: 1 << 20)
      documents[name] = try JSONValue.parse(bytes, name: name)
    }
    return SchemaWalker(documents: documents)
  }

  /// Models of both kinds, with and without gaps, hold-out, outcome window and cross-validation.
  private static func models() throws -> [ChurnModel] {
    var request = TrainingRequest.logistic
    request.holdout = 0.3
    (request.gap, request.horizon) = (7, 30)
    var options = TrainingRequest.LogisticOptions()
    options.design.references = ["region": "region 1"]
    request.method = .logistic(options)
    var grown = TrainingRequest.TreeOptions()
    grown.folds = 0
    grown.specification.pruning = .none
    var heldOut = TrainingRequest.tree.weighted
    heldOut.holdout = 0.3
    return try Kind.allCases.map { try $0.model } + logisticParts() + [
      heldOut.train(on: Kind.table.input).model,
      request.train(on: Kind.table.input).model,
      TrainingRequest.request(.tree(grown)).train(on: Kind.table.without(["as_of"]).input).model,
    ]
  }

  /// So that each kind of baseline is written: with the columns of the shop's rules, and with levels
  /// alone.
  private static func baselines() throws -> [ChurnModel] {
    var levels = TrainingRequest.tree
    levels.columns.features = ["plan", "region"]
    return try [TrainingRequest.tree.train(on: shop.input), levels.train(on: Kind.table.input)]
      .map(\.model)
  }

  private static var shop: CustomerTable {
    var table = Kind.table
    table.header += ["recency_days", "recency_over_cycle"]
    for row in table.rows.indices {
      table.rows[row] += ["\((row * 7) % 90)", row % 3 == 0 ? "" : "\((row * 7) % 31).5"]
    }
    return table
  }

  /// Designs, penalties, inference and guards, so that each of their keys is written.
  private static func logisticParts() throws -> [ChurnModel] {
    var formed = TrainingRequest.LogisticOptions()
    formed.design.transforms = ["recency": .spline(degreesOfFreedom: 3), "spend": .standardize]
    formed.design.interactions = [
      .init(first: "recency", second: "region"), .init(first: "plan", second: "region"),
    ]
    formed.design.lumpBelow = 60
    var net = TrainingRequest.LogisticOptions()
    net.penalty.kind = .elasticNet
    net.penalty.folds = 3
    net.penalty.factors = ["recency": 0.5]
    var tested = TrainingRequest.LogisticOptions()
    tested.inference.intervals = .profile
    tested.inference.robust = .hc1
    tested.inference.testsVariables = true
    tested.penalty.folds = 3
    var corrected = TrainingRequest.LogisticOptions()
    corrected.guards.baseRate = 0.1
    return try [formed, net, tested, corrected].map { options in
      var request = TrainingRequest.request(.logistic(options))
      request.allowLeak = ["plan"]
      return try request.train(on: Kind.table.input).model
    }
  }

  /// With money, so that its keys are written.
  private static func judgement(
    _ models: [ChurnModel], on table: CustomerTable
  ) throws -> Judgement {
    var options = Judgement.Options()
    options.judging.economics = try RetentionEconomics(
      value: 200, contactCost: 1, offerCost: 10, acceptRate: 0.3)
    return try Judgement(models, on: table.input, options: options)
  }

  @Test func modelFiles() throws {
    var walker = try Self.schemas()
    var folded = TreeFileTests.request { $0.folds = 0 }
    folded.columns.folds = "region"
    var parts = TreeFileTests.request {
      ($0.repeats, $0.specification.monotone) = (2, ["recency": .increasing])
    }
    parts.holdout = 0.3
    let others = try [folded, parts, TreeFileTests.regression].map { try TreeFileTests.model($0) }
    for model in try Self.models() + Self.baselines() + others + ValueTierModelTests.models() {
      walker.walk(ModelFile.document(of: model), "model.schema.json#")
    }
    #expect(walker.faults == [])
    #expect(walker.unwritten(of: "model.schema.json#") == [])
  }

  /// Files of earlier versions too; what they lack is optional.
  @Test(arguments: ShippedModelsTests.names + ModelSealTests.files.suffix(7))
  func shippedFiles(_ name: String) throws {
    var walker = try Self.schemas()
    let path = name.hasPrefix("/") ? name : ShippedModelsTests.folder + "/" + name
    let document = try JSONValue.parse(readBytes(.file(path)), name: name)
    let isModel = document[path: "/format"] == "churn-model"
    walker.walk(document, isModel ? "model.schema.json#" : "report.schema.json#/$defs/report")
    #expect(walker.faults == [])
  }

  @Test func reports() throws {
    var walker = try Self.schemas()
    for model in try Self.models() {
      for table in [Self.holdout, Kind.table] {
        walker.walk(
          try Self.judgement([model], on: table).report(0).json,
          "report.schema.json#/$defs/report")
      }
    }
    #expect(walker.faults == [])
    #expect(walker.unwritten(of: "report.schema.json#/$defs/report") == [])
  }

  @Test func comparisons() throws {
    var walker = try Self.schemas()
    let models = try Self.models()
    let judgement = try Self.judgement(models, on: Self.holdout)
    let place = "report.schema.json#/$defs/comparison"
    walker.walk(try Comparison(models.map { .model($0) }, judgement: judgement).json, place)
    walker.walk(try Comparison(models.map { .model($0) }, judgement: nil).json, place)
    let study = try StudyTests.comparisonFile()
    walker.walk(try JSONValue.parse(study, name: "comparison.json"), place)
    walker.walk(
      try JSONValue.parse(study, name: "comparison.json")
        .setting("/sanity", to: SanityReport.failed.json), place)
    #expect(walker.faults == [])
    #expect(walker.unwritten(of: place) == [])
  }

  /// The walker itself can find fault.
  @Test func faultsAreFound() throws {
    var walker = try Self.schemas()
    let document = ModelFile.document(of: try Kind.tree.model)
      .setting("/label/column", to: nil).setting("/label/surprise", to: 1)
      .setting("/tree/nodes/0/rows", to: "many").setting("/tree/nodes/1/missing", to: "up")
      .setting("/training/measures/gains/0/lift", to: -1)
    walker.walk(document, "model.schema.json#")
    #expect(
      walker.faults.sorted() == [
        "/label lacks column", "/label/surprise is not listed",
        "/training/measures/gains/0/lift is out of range",
        "/tree/nodes/0/rows is no integer", "/tree/nodes/1/missing is none of the choices",
      ])
    #expect(walker.unwritten(of: "model.schema.json#").contains("/logistic"))
  }
}

/// As much of JSON Schema as the schemas in `models` need for this check.
private struct SchemaWalker {
  var documents: [String: JSONValue]
  /// What does not fit, as `path is …`.
  var faults: [String] = []
  /// Places of the schemas that a value stood at.
  private var visited: Set<String> = []

  init(documents: [String: JSONValue]) { self.documents = documents }

  private func schema(_ place: String) -> JSONValue {
    let parts = place.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    return documents[parts[0]]?[path: parts[1]] ?? .null
  }

  /// The place itself and those that it refers to; of choices those whose required keys the value
  /// has, or all where none fits.
  private func alternatives(_ place: String, for value: JSONValue? = nil) -> [String] {
    let here = schema(place)
    let file = place.prefix { $0 != "#" }
    var all = [place]
    if let target = here[path: "/$ref"]?.text {
      all += alternatives(target.hasPrefix("#") ? file + target : target, for: value)
    }
    let choices = (here[path: "/oneOf"]?.elements ?? []).enumerated()
      .filter { $0.element.keys.contains("$ref") }
      .map { alternatives(place + "/oneOf/\($0.offset)", for: value) }
    let fitting = choices.filter { $0.allSatisfy { lacking(value, $0).isEmpty } }
    return all + (fitting.isEmpty ? choices : fitting).joined()
  }

  mutating func walk(_ value: JSONValue, _ place: String, _ path: String = "") {
    let places = alternatives(place, for: value)
    for here in places {
      visited.insert(here)
      if value != .null || place == here { check(value, schema(here), path) }
    }
    switch value {
    case .object(let members):
      for (key, member) in members.sorted(by: { $0.key < $1.key }) {
        if let here = places.first(where: { schema($0 + "/properties/\(key)") != .null }) {
          walk(member, here + "/properties/\(key)", path + "/\(key)")
        } else if let here = places.first(where: {
          schema($0 + "/additionalProperties") != .null
        }) {
          walk(member, here + "/additionalProperties", path + "/\(key)")
        } else {
          faults.append("\(path)/\(key) is not listed")
        }
      }
    case .array(let elements):
      guard let here = places.first(where: { schema($0 + "/items") != .null }) else { return }
      for (number, element) in elements.enumerated() {
        walk(element, here + "/items", path + "/\(number)")
      }
    default: break
    }
  }

  private func lacking(_ value: JSONValue?, _ place: String) -> [String] {
    value.map { Self.lacking($0, schema(place)) } ?? []
  }

  private static func lacking(_ value: JSONValue, _ schema: JSONValue) -> [String] {
    guard case .object(let members) = value else { return [] }
    return (schema[path: "/required"]?.elements ?? []).compactMap(\.text)
      .filter { members[$0] == nil }
  }

  private mutating func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
    for key in Self.lacking(value, schema) { faults.append("\(path) lacks \(key)") }
    let type = schema[path: "/type"]
    let types = (type?.elements ?? []) + (type?.text == nil ? [] : [type ?? .null])
    if !types.isEmpty, !types.contains(where: { Self.fits(value, $0.text ?? "") }) {
      faults.append("\(path) is no \(types.compactMap(\.text).joined(separator: " or "))")
    }
    if let choices = schema[path: "/enum"]?.elements, !choices.contains(value) {
      faults.append("\(path) is none of the choices")
    }
    if let constant = schema[path: "/const"], constant != value {
      faults.append("\(path) is not the constant")
    }
    checkSize(value, schema, path)
    if let number = value.double {
      let (low, high) = (schema[path: "/minimum"]?.double, schema[path: "/maximum"]?.double)
      if number < low ?? number || number > high ?? number {
        faults.append("\(path) is out of range")
      }
    }
  }

  private mutating func checkSize(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
    let (size, bounds): (Int, (String, String)) =
      switch value {
      case .array(let elements): (elements.count, ("/minItems", "/maxItems"))
      case .string(let text): (text.unicodeScalars.count, ("/minLength", "/maxLength"))
      default: (0, ("", ""))
      }
    let (low, high) = (schema[path: bounds.0]?.double, schema[path: bounds.1]?.double)
    if Double(size) < low ?? 0 || Double(size) > high ?? .infinity {
      faults.append("\(path) is too short or too long")
    }
  }

  private static func fits(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("number", .number),
      ("array", .array), ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  /// Listed keys at which no value stood, by their place below `root`.
  func unwritten(of root: String) -> [String] {
    var waiting = [(place: root, path: "")]
    var (seen, unwritten): (Set<String>, [String]) = ([], [])
    while let (place, path) = waiting.popLast() {
      for here in alternatives(place) where seen.insert(here).inserted {
        for key in schema(here)[path: "/properties"]?.keys.sorted() ?? [] {
          let next = here + "/properties/\(key)"
          if !visited.contains(next) { unwritten.append("\(path)/\(key)") }
          waiting.append((next, "\(path)/\(key)"))
        }
        if schema(here + "/items") != .null { waiting.append((here + "/items", path)) }
      }
    }
    return unwritten.sorted()
  }
}
