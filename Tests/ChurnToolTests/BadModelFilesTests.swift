import Churn
import Glibc
import Testing

/// A change of a model document that must be noticed.
private struct Change: Sendable, CustomTestStringConvertible {
  var name: String
  var model: String
  var parts: [String]
  var isChecksumRenewed: Bool
  var apply: @Sendable (JSONValue) -> JSONValue

  init(
    _ name: String, of model: String = "b.json", _ parts: String..., renewed: Bool = true,
    apply: @escaping @Sendable (JSONValue) -> JSONValue
  ) {
    (self.name, self.model, self.parts, self.apply) = (name, model, parts, apply)
    isChecksumRenewed = renewed
  }

  init(
    _ path: String, _ value: JSONValue, of model: String = "b.json", _ parts: String...,
    renewed: Bool = true
  ) {
    name = "\(path) = \(value.canonical().prefix(40))"
    (self.model, self.parts, isChecksumRenewed) = (model, parts, renewed)
    apply = { document in
      var changed = document
      changed[path] = value
      return changed
    }
  }

  var testDescription: String { name }

  func document(_ original: JSONValue) -> String {
    var changed = apply(original)
    if isChecksumRenewed, case .object(let members) = changed {
      changed["checksum"] = .string(ModelFile.checksum(of: members))
    }
    return changed.pretty()
  }
}

/// The first node that is a leaf, and the second node of the file.
private func leaf(_ document: JSONValue) -> Int {
  document["tree/nodes"].elements.firstIndex { $0["rule"] == .null } ?? 0
}

private let changes = [
  Change("format", "churn-report", "no model file"),
  Change("format", "something", "format"),
  Change("format_version", 2, "/format_version", "2", "newer"),
  Change("format_version", "1", "/format_version"),
  Change("kind", "forest", "/kind", "forest"),
  Change("name", 7, "/name"),
  Change("checksum missing", "/checksum is missing", renewed: false) { $0.removing("checksum") },
  Change("checksum", "sha256:00", "/checksum", "changed", renewed: false),
  Change("bands/low", 0.9375, "/bands/high"),
  Change("threshold", 1.5, "/threshold", "from 0.0 to 1.0"),
  Change("features missing", "/features") { $0.removing("features") },
  Change("features/0/type", "text", "/features/0/type"),
  Change("features/1/levels", ["silver", "gold", "basic"], "/features/1/levels"),
  Change("verification", [], "/verification", "at least 20"),
  Change("verification missing", "/verification") { $0.removing("verification") },
  Change("verification/3/probability", 2, "/verification/3/probability"),
  Change("provenance/rows_read", -1, "/provenance/rows_read"),
  Change("provenance/rows_read", 1.5, "/provenance/rows_read"),
  Change("training/measures/auc", 1.25, "/training/measures/auc"),
  // Trees.
  Change("tree/nodes", [], "node 1"),
  Change("tree/nodes/1/parent", 2, "/tree/nodes/1/parent", "node 2"),
  Change("tree/nodes/0/parent", 1, "/tree/nodes/0/parent"),
  Change("tree/nodes/1/node", 1, "/tree/nodes/1/"),
  Change("tree/nodes/1/node", 0, "/tree/nodes/1/node"),
  Change("tree/nodes/1/node", 4_294_967_297, "/tree/nodes/1/node"),
  Change("tree/nodes/0/feature", "height", "/tree/nodes/0/feature", "no feature"),
  Change("tree/nodes/0/threshold", .null, "/tree/nodes/0/threshold"),
  Change("tree/nodes/0/missing", "up", "/tree/nodes/0/missing"),
  Change("tree/nodes/0/probability", 0.001, "/tree/nodes/0/probability"),
  Change("tree/importance", [1], "/tree/importance"),
  Change("missing child", "/tree/nodes/", "children") { document in
    var changed = document
    var nodes = document["tree/nodes"].elements
    nodes.remove(at: leaf(document))
    changed["tree/nodes"] = .array(nodes)
    return changed
  },
  Change("duplicate node", "/tree/nodes/", "twice") { document in
    var changed = document
    let nodes = document["tree/nodes"].elements
    changed["tree/nodes"] = .array(nodes + [nodes[leaf(document)]])
    return changed
  },
  Change("a node below a leaf", "/tree/nodes/", "above it") { document in
    var changed = document
    let nodes = document["tree/nodes"].elements
    var stray = nodes[leaf(document)]
    let number = (stray["node"].number ?? 0) * 2
    stray["node"] = JSONValue(number)
    stray["parent"] = JSONValue(number / 2)
    changed["tree/nodes"] = .array(nodes + [stray])
    return changed
  },
  Change("a cut that was moved", "node 2") { document in
    var changed = document
    changed["tree/nodes/0/threshold"] = JSONValue(-1e6)
    return changed
  },
  // Logistic.
  Change("logistic/coefficients/1/estimate", 0.5, of: "a.json", "/verification/"),
  Change(
    "logistic/coefficients/1/estimate", "0.5", of: "a.json", "/logistic/coefficients/1/estimate"),
  Change("logistic/coefficients/1/feature", "height", of: "a.json", "/logistic/coefficients/1"),
  Change(
    "logistic/coefficients/1/type", "numerical", of: "a.json", "/logistic/coefficients/1/type"),
  Change("logistic/coefficients", [], of: "a.json", "intercept"),
  Change("logistic/converged", 1, of: "a.json", "/logistic/converged"),
  Change("features/0/mean", .null, of: "a.json", "/features/0/mean"),
]

/// Commands that read a model; MODEL is the file.
private let commands = [
  ["show", "MODEL"], ["score", "MODEL", "customers.csv", "-o", "out"],
  ["evaluate", "MODEL", "customers.csv", "-o", "out"],
  ["compare", "MODEL", "b.json", "--html", "out"],
]

private func trained() throws -> Folder {
  let folder = try Folder()
  try folder.train()
  return folder
}

@Suite struct BadModelFilesTests {
  @Test(arguments: changes)
  private func changedDocuments(_ change: Change) throws {
    let folder = try trained()
    try folder.write("m.json", change.document(folder.json(change.model)))
    try folder.run("show", "m.json").expect(65, ["churn: m.json"] + change.parts)
  }

  @Test(
    arguments: commands,
    [
      ("", "empty"), ("no JSON", "m.json: line 1"), ("[]", "m.json"), ("{}", "m.json"),
      ("{\"format\": \"churn-model\", \"format\": \"churn-model\"}", "twice"),
      (String(repeating: "[", count: 100_000), "deep"),
      (String(repeating: "{\"a\":", count: 100_000), "deep"),
      ("{\"format\": 1e999}", "line 1"), ("\u{FEFF}{}", "byte order mark"),
      ("{\"format\": \"churn-model\"", "line 1"),
    ])
  func noModels(_ command: [String], _ file: (text: String, part: String)) throws {
    let folder = try trained()
    try folder.write("m.json", file.text)
    let before = folder.names
    let run = try folder.run(command.map { $0 == "MODEL" ? "m.json" : $0 })
    run.expect(65, "churn: m.json", file.part)
    #expect(folder.names == before && run.output.isEmpty)
  }

  @Test(arguments: ["a.json", "b.json"])
  func everyCut(_ model: String) throws {
    let folder = try trained()
    let bytes = try folder.bytes(model)
    // The last byte is the end of the last line.
    for end in stride(from: 0, to: bytes.count - 1, by: bytes.count / 24) + [bytes.count - 2] {
      try folder.write("cut.json", Array(bytes[..<end]))
      try folder.run("show", "cut.json").expect(65, "churn: cut.json")
    }
  }

  /// One digit of one number, anywhere.
  @Test(arguments: ["a.json", "b.json"])
  func everyFlippedDigit(_ model: String) throws {
    let folder = try trained()
    let bytes = try folder.bytes(model)
    let digits = bytes.indices.filter { (0x31...0x38).contains(bytes[$0]) }
    for place in stride(from: 0, to: digits.count, by: digits.count / 24).map({ digits[$0] }) {
      var changed = bytes
      changed[place] += 1
      // The last of 17 digits need not make another number.
      guard try JSONValue.parse(changed, name: "") != JSONValue.parse(bytes, name: "") else {
        continue
      }
      try folder.write("flipped.json", changed)
      try folder.run("show", "flipped.json").expect(65, "churn: flipped.json")
    }
  }

  /// What later versions may add.
  @Test func unknownKeysAreIgnoredButCovered() throws {
    let folder = try trained()
    let later = Change("later_key", ["new": 1])
    try folder.write("m.json", later.document(folder.json("a.json")))
    try folder.run("show", "m.json").expect(0)
    let uncovered = Change("later_key", ["new": 1], renewed: false)
    try folder.write("n.json", uncovered.document(folder.json("a.json")))
    try folder.run("show", "n.json").expect(65, "checksum")
  }

  @Test(arguments: commands)
  func aHugeFileIsRefusedAtOnce(_ command: [String]) throws {
    let folder = try trained()
    try folder.write("huge.json", "{")
    truncate(folder.path("huge.json"), 300 << 20)
    let run = try folder.run(command.map { $0 == "MODEL" ? "huge.json" : $0 }, megabytes: 400)
    run.expect(65, "huge.json", "bytes")
  }

  @Test func aSmallFileThatInflatesToAHugeOne() throws {
    let folder = try trained()
    try folder.shell("(printf '{'; head -c 300000000 /dev/zero | tr '\\0' ' ') | gzip -1 > bomb")
      .expect(0)
    try folder.run(["show", "bomb"], megabytes: 400).expect(65, "bomb", "bytes")
  }

  @Test func theMessageIsCut() throws {
    let folder = try trained()
    let long = String(repeating: "x", count: 5000)
    try folder.write("m.json", Change("kind", .string(long)).document(folder.json("a.json")))
    let run = try folder.run("show", "m.json")
    run.expect(65, "/kind")
    #expect(!run.talk.contains(String(repeating: "x", count: 61)))
  }
}
