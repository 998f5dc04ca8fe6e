import DelimitedText
import Modeling
import Testing

@testable import Churn

struct ModelFileTests {
  // MARK: - Round trip

  @Test(arguments: Kind.allCases)
  func numbersComeBackBitForBit(_ kind: Kind) throws {
    let model = try kind.model
    let document = ModelFile.document(of: model)
    let back = try model.read(back: model.fileBytes)
    #expect(ModelFile.document(of: back).isIdentical(to: document))
    #expect(back.fileBytes == model.fileBytes)
    #expect(back.schema == model.schema)
    #expect(back.verification == model.verification)
    let (before, after) = (
      try model.probabilities(Kind.table), try back.probabilities(Kind.table)
    )
    #expect(before.map(\.bitPattern) == after.map(\.bitPattern))
  }

  @Test func theTableHasWhatIsHardToKeep() throws {
    guard case .logistic(let logistic) = try Kind.logistic.model.fitted else {
      Issue.record("no logistic model")
      return
    }
    let names = logistic.coefficients.map(\.term.name)
    #expect(logistic.coefficients.contains { $0.estimate == nil && $0.aliasedBy != nil })
    #expect(names.contains("plan=(missing)") && names.contains("recency is missing"))
    #expect(names.count { $0 == "plan=\(CustomerTable.composed)" } == 2)
    #expect(logistic.sharedIndicators == [.init(feature: "spend_cents", sharesWith: "spend")])
    guard case .tree(let tree) = try Kind.tree.model.fitted else {
      Issue.record("no tree")
      return
    }
    #expect(tree.tree.leafCount > 2)
    #expect(tree.tree.nodes.contains { if case .levels? = $0.split?.rule { true } else { false } })
  }

  @Test(arguments: Kind.allCases)
  func checksumCoversTheCanonicalDocument(_ kind: Kind) throws {
    let model = try kind.model
    let document = ModelFile.document(of: model)
    #expect(document[path: "/checksum"]?.text == independentChecksum(model.fileBytes))
    #expect(document[path: "/checksum"]?.text?.count == 7 + 64)
  }

  @Test(arguments: Kind.allCases)
  func unknownKeysAreCoveredAndIgnored(_ kind: Kind) throws {
    let model = try kind.model
    let larger = ModelFile.document(of: model)
      .setting("/from_a_later_version", to: ["x": 1]).setting("/label/later", to: "y")
    #expect(throws: LocatedError.self) { try model.read(back: larger.fileBytes) }
    #expect(try model.read(back: larger.sealed.fileBytes).schema == model.schema)
  }

  @Test(arguments: Kind.allCases)
  func verificationRowsAreInventedAndMany(_ kind: Kind) throws {
    let model = try kind.model
    #expect(model.verification.count >= 20)
    #expect(model.verification.contains { $0.values.allSatisfy { $0 == .missing } })
    let texts = model.verification.flatMap(\.values)
    #expect(texts.contains(.text("a level of no training row")))
    #expect(Set(model.verification.map(\.value)).count > 2)
    #expect(model.verification.allSatisfy { ($0.leaf == nil) == (kind == .logistic) })
  }

  /// A seed that JSON cannot hold is refused before the work, not when the file is read.
  @Test func everySeedThatIsTakenIsKept() throws {
    var request = TrainingRequest.logistic
    for seed in [0, 1 << 53] as [UInt64] {
      request.seed = seed
      let model = try request.train(on: Kind.table.input).model
      #expect(try model.read(back: model.fileBytes).provenance.seed == seed)
    }
    for seed in [(1 << 53) + 1, .max] as [UInt64] {
      request.seed = seed
      let error = #expect(throws: LocatedError.self) { try request.train(on: Kind.table.input) }
      #expect(error?.kind == .usage)
    }
  }

  @Test func writesAFileAndKeepsAnExistingOne() throws {
    try withScratchFolder { folder in
      let model = try Kind.tree.model
      let path = folder + "/model.json"
      try ModelFile.write(model, to: path)
      #expect(try ModelFile.read(.file(path)).schema == model.schema)
      #expect(throws: LocatedError.self) { try ModelFile.write(model, to: path) }
      try ModelFile.write(model, to: path, force: true)
    }
  }

  // MARK: - Tampering

  @Test(arguments: Kind.allCases)
  func aChangeWithoutTheChecksumIsRefused(_ kind: Kind) throws {
    let model = try kind.model
    let document = ModelFile.document(of: model)
    let paths = document.paths.filter { document[path: $0]?.isScalar == true }
    var random = SeededGenerator(seed: 3, stream: 0)
    for _ in 0..<40 {
      let path = paths[random.integer(below: paths.count)]
      let other: JSONValue = document[path: path] == .string("changed") ? 1 : "changed"
      let error = #expect(throws: LocatedError.self) {
        try model.read(back: document.setting(path, to: other).fileBytes)
      }
      #expect(error?.kind == .wrongData)
    }
  }

  /// A change, with the checksum put right, and the path that the message names.
  struct Tampering: CustomTestStringConvertible, Sendable {
    var kind: Kind
    var path: String
    var new: JSONValue?
    var named: String
    var testDescription: String { "\(kind) \(path) = \(new?.canonical() ?? "nothing")" }

    init(_ kind: Kind, _ path: String, _ new: JSONValue?, named: String? = nil) {
      (self.kind, self.path, self.new) = (kind, path, new)
      self.named = named ?? path
    }
  }

  static let tamperings: [Tampering] =
    Kind.allCases.flatMap { kind in
      [
        Tampering(kind, "/format", "churn-report", named: "(document)"),
        Tampering(kind, "/format_version", 2), Tampering(kind, "/format_version", 1.5),
        Tampering(kind, "/checksum", 7), Tampering(kind, "/kind", "forest"),
        Tampering(kind, "/name", 3), Tampering(kind, "/id_column", 3),
        Tampering(kind, "/label/column", nil, named: "/label"),
        Tampering(kind, "/label/gap", -1),
        Tampering(kind, "/label/as_of", ["x", 1], named: "/label/as_of/1"),
        Tampering(kind, "/training_rows", 0), Tampering(kind, "/training_rows", 1e300),
        Tampering(kind, "/features/0/type", "word"),
        Tampering(kind, "/features/1/name", "recency"),
        Tampering(kind, "/features/0/median", "x"),
        Tampering(kind, "/features/0/standard_deviation", -1),
        Tampering(kind, "/features/0/missing_rows", 1e9),
        Tampering(kind, "/features/3/level_rows", [1]),
        Tampering(kind, "/features/3/levels/1", "a", named: "/features/3/levels/"),
        Tampering(kind, "/missing", "guess"), Tampering(kind, "/provenance/seed", 1.5),
        Tampering(kind, "/provenance/options", []), Tampering(kind, "/bands/low", 2),
        Tampering(kind, "/bands/high", 0), Tampering(kind, "/threshold", 3),
        Tampering(kind, "/training/measures/auc", 2),
        Tampering(kind, "/training/measures/gains/3/captured", -1),
        Tampering(kind, "/warnings", [1], named: "/warnings/0"),
        Tampering(kind, "/verification", []), Tampering(kind, "/verification/0/probability", 2),
        Tampering(kind, "/verification/3/values", []),
        Tampering(kind, "/verification/2/probability", 0.123, named: "/verification/2 "),
        Tampering(kind, "/verification/4/reasons", ["region"], named: "/verification/4 "),
        Tampering(kind, "/\(kind)", nil),
      ]
    } + [
      Tampering(.logistic, "/logistic/coefficients", [], named: "/logistic/coefficients"),
      Tampering(.logistic, "/logistic/coefficients/1/estimate", "x"),
      Tampering(.logistic, "/logistic/coefficients/1/type", "level"),
      Tampering(.logistic, "/logistic/coefficients/1/feature", "nothing"),
      Tampering(.logistic, "/logistic/coefficients/1/p_value", 2),
      Tampering(.logistic, "/logistic/coefficients/1/standard_error", -1),
      Tampering(.logistic, "/logistic/coefficients/0/type", "numeric", named: "/coefficients/0"),
      Tampering(.logistic, "/logistic/converged", 1), Tampering(.logistic, "/logistic/rows", 0),
      Tampering(.logistic, "/logistic/iterations", -1),
      Tampering(.logistic, "/logistic/shared_indicators/0/feature", 1),
      Tampering(.logistic, "/verification/4/leaf", 1, named: "/verification/4 "),
      Tampering(.tree, "/tree/nodes", [], named: "/tree/nodes"),
      Tampering(.tree, "/tree/nodes/0/node", 2, named: "node 2"),
      Tampering(.tree, "/tree/nodes/1/parent", 5),
      Tampering(.tree, "/tree/nodes/1/node", 1, named: "/tree/nodes/1/"),
      Tampering(.tree, "/tree/nodes/2", nil, named: "/tree/nodes/"),
      Tampering(.tree, "/tree/nodes/0/feature", "nothing"),
      Tampering(.tree, "/tree/nodes/0/missing", "up"),
      Tampering(.tree, "/tree/nodes/0/missing_learned", nil, named: "/tree/nodes/0"),
      Tampering(.tree, "/tree/nodes/0/operator", "~"),
      Tampering(.tree, "/tree/nodes/0/churned", 1e9),
      Tampering(.tree, "/tree/nodes/0/probability", 0.987),
      Tampering(.tree, "/tree/importance", []), Tampering(.tree, "/tree/criterion", "chance"),
      Tampering(.tree, "/tree/cp_table/0/splits", -1),
      Tampering(.tree, "/verification/5/leaf", 999, named: "/verification/5 "),
    ]

  @Test(arguments: tamperings)
  func aChangeWithTheRightChecksumIsRefused(_ change: Tampering) throws {
    let model = try change.kind.model
    let document = ModelFile.document(of: model)
    try #require(document[path: change.path] != nil)
    var changed = document.setting(change.path, to: change.new)
    if change.path != "/checksum" { changed = changed.sealed }
    let error = #expect(throws: LocatedError.self) { try model.read(back: changed.fileBytes) }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(change.named) == true, "\(error?.what ?? "no error")")
    #expect(error?.location?.file == "model.json")
  }

  @Test func eachCoefficientIsGuardedByTheVerificationRows() throws {
    let model = try Kind.logistic.model
    let document = ModelFile.document(of: model)
    for (place, line) in (document[path: "/logistic/coefficients"]?.elements ?? []).enumerated() {
      guard let estimate = line[path: "/estimate"]?.double else { continue }
      let path = "/logistic/coefficients/\(place)/estimate"
      let changed = document.setting(path, to: .number(estimate * 1.001)).sealed
      let error = #expect(throws: LocatedError.self, "\(line[path: "/term"]?.text ?? "")") {
        try model.read(back: changed.fileBytes)
      }
      #expect(error?.what.contains("/verification/") == true)
    }
  }

  @Test(arguments: Kind.allCases, 0..<4)
  func mutationsAreRefusedOrVerify(_ kind: Kind, _ part: Int) throws {
    let model = try kind.model
    let document = ModelFile.document(of: model)
    let paths = document.paths.filter { $0 != "/checksum" }
    var random = SeededGenerator(seed: 40 + UInt64(part), stream: 9)
    var (refused, read) = (0, 0)
    for _ in 0..<60 {
      var mutant = document
      for _ in 0...random.integer(below: 2) {
        let path = paths[random.integer(below: paths.count)]
        if let value = mutant[path: path] {
          mutant = mutant.setting(path, to: Self.mutated(value, &random))
        }
      }
      do {
        let back = try model.read(back: mutant.sealed.fileBytes)
        read += 1
        let scores = try Self.scores(back, Kind.table)
        #expect(scores.allSatisfy { (0...1).contains($0) })
      } catch let error as LocatedError {
        #expect(error.kind == .wrongData)
        refused += 1
      }
    }
    #expect(refused > 5 && read > 0)
  }

  /// Flipped bits, stretches that are gone or there twice: the file as it is, and sealed.
  /// `Tests/Fuzzing` has a million of both kinds.
  @Test(arguments: Kind.allCases)
  func changedBytesAreRefusedOrVerify(_ kind: Kind) throws {
    let original = try kind.model.fileBytes
    var random = SeededGenerator(seed: 11, stream: 4)
    var refused = 0
    for _ in 0..<150 {
      var bytes = original
      let place = random.integer(below: bytes.count)
      let length = min(bytes.count - place, 1 + random.integer(below: 60))
      switch random.integer(below: 4) {
      case 0: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
      case 1: bytes.removeSubrange(place..<place + length)
      case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      default: bytes[place] = UInt8(random.integer(below: 256))
      }
      for read in [ModelFile.read, { try ModelFile.seal($0).model }] {
        do {
          let model = try read(.bytes(bytes, name: "model.json"))
          #expect(try Self.scores(model, Kind.table).allSatisfy { (0...1).contains($0) })
        } catch let error as LocatedError {
          #expect(error.kind == .wrongData && error.location?.file == "model.json")
          refused += 1
        }
      }
    }
    #expect(refused > 150)
  }

  /// A renamed column is no error of the model.
  private static func scores(_ model: ChurnModel, _ table: CustomerTable) throws -> [Double] {
    do { return try model.probabilities(table) } catch is ModelingError { return [] }
  }

  private static func mutated(
    _ value: JSONValue, _ random: inout SeededGenerator
  ) -> JSONValue? {
    let scalars: [JSONValue] = [
      nil, true, "x", "", 0, -1, 1, 0.5, 1e300, -1e-300, 2_147_483_648, [], [:], ["a", 1],
    ]
    switch (random.integer(below: 4), value) {
    case (0, _): return nil
    case (1, _): return scalars[random.integer(below: scalars.count)]
    case (2, .number(let number)): return .number(number * (1 + random.uniform()))
    case (_, .number(let number)): return .number(number + 1)
    case (_, .string(let text)): return .string(text + "\u{301}")
    case (_, .array(let elements)): return .array(elements + elements)
    case (_, .bool(let truth)): return .bool(!truth)
    default: return scalars[random.integer(below: scalars.count)]
    }
  }

  // MARK: - No row of training in the file

  @Test(arguments: Kind.allCases)
  func noTrainingRowIsInTheFiles(_ kind: Kind) throws {
    var table = CustomerTable.seeded(300, seed: 8)
    table[17, "recency"] = "987654.321"
    table[18, "spend"] = "-555444333.25"
    // Else this row alone would tell the two columns apart, and be separated by them.
    table[18, "spend_cents"] = "-55544433325"
    for row in 0..<300 { table[row, "customer_id"] = "KUNDE\(7_000_000 + row)" }
    let model = try kind.request.train(on: table.input).model
    var holdout = CustomerTable.seeded(300, seed: 9)
    holdout[3, "recency"] = "876543.219"
    for row in 0..<300 { holdout[row, "customer_id"] = "KUNDE\(8_000_000 + row)" }
    let judgement = try Judgement([model, model], on: holdout.input)
    let texts = [
      ModelFile.document(of: model).pretty(), judgement.report(0).json.pretty(),
      try Comparison([.model(model), .model(model)], judgement: judgement).json.pretty(),
    ]
    for text in texts {
      for marker in ["987654", "555444", "876543", "KUNDE"] { #expect(!text.contains(marker)) }
    }
  }
}
