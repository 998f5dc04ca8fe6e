import Churn
import DelimitedText
import Testing

struct JSONNodeTests {
  private enum Criterion: String, CaseIterable { case gini, entropy }

  private let document = JSONNode(
    [
      "name": "a", "criterion": "gini", "bands": [0.2, 0.5], "rows": 1e300, "gap": nil,
      "gaps": [1, nil], "ready": true, "a/b~c": ["x": 1],
      "tree": ["nodes": [["node": 1, "threshold": "\u{1B}high"], ["node": 2.5]]],
      "levels": ["b", "a"],
    ], file: "model.json", advice: "Train the model again.")

  @Test func readsTypedValues() throws {
    #expect(try document["name"].string() == "a")
    #expect(try document["criterion"].enumeration(Criterion.self) == .gini)
    #expect(try document["criterion"].enumeration(["gini", "entropy"]) == "gini")
    #expect(try document["bands"].numbers() == [0.2, 0.5])
    #expect(try document["bands"][1].number(in: 0...1) == 0.5)
    #expect(try document["gaps"].optionalNumbers() == [1, nil])
    #expect(try document["ready"].bool())
    #expect(try document["levels"].strings() == ["b", "a"])
    #expect(try document["tree"]["nodes"][0]["node"].int(in: 1...9) == 1)
    #expect(try document["tree"]["nodes"].array().count == 2)
    #expect(try document["tree"].members().map(\.key) == ["nodes"])
    #expect(try document.optional("gap") == nil)
    #expect(try document.optional("none") == nil)
    #expect(try document.optional("ready")?.bool() == true)
    #expect(try document["gap"].isNull)
  }

  private static let failures: [(String, @Sendable (JSONNode) throws -> Void)] = [
    (
      "/tree/nodes/0/threshold is \"\u{FFFD}high\"; expected a number",
      { _ = try $0["tree"]["nodes"][0]["threshold"].number() }
    ),
    (
      "/tree/nodes/1/node is 2.5; expected a whole number from 1 to 9",
      { _ = try $0["tree"]["nodes"][1]["node"].int(in: 1...9) }
    ),
    ("/tree/nodes has 2 elements; expected an element 2", { _ = try $0["tree"]["nodes"][2] }),
    ("/tree/nodes has 2 elements; expected an element -1", { _ = try $0["tree"]["nodes"][-1] }),
    ("/tree/nodes/1/threshold is missing", { _ = try $0["tree"]["nodes"][1]["threshold"] }),
    ("/tree is an object; expected an array", { _ = try $0["tree"].array() }),
    ("/name is \"a\"; expected an object", { _ = try $0["name"]["x"] }),
    ("/name is \"a\"; expected an object", { _ = try $0["name"].optional("x") }),
    (
      "/rows is 1e+300; expected a whole number from 0 to",
      { _ = try $0["rows"].int(in: 0...Int.max) }
    ),
    ("/gaps/1 is null; expected a number", { _ = try $0["gaps"].numbers() }),
    ("/bands/0 is 0.2; expected a string", { _ = try $0["bands"].strings() }),
    (
      "/bands/1 is 0.5; expected a number from 0.0 to 0.25",
      { _ = try $0["bands"][1].number(in: 0...0.25) }
    ),
    ("/ready is true; expected a string", { _ = try $0["ready"].string() }),
    ("/name is \"a\"; expected true or false", { _ = try $0["name"].bool() }),
    (
      "/name is \"a\"; expected one of gini, entropy",
      { _ = try $0["name"].enumeration(Criterion.self) }
    ),
    ("/a~1b~0c/x is 1; expected a string", { _ = try $0["a/b~c"]["x"].string() }),
    ("(document) is an object; expected a string", { _ = try $0.string() }),
  ]

  @Test(arguments: failures.indices)
  func namesThePlace(index: Int) throws {
    let (message, read) = Self.failures[index]
    let error = try #require(throws: LocatedError.self) { try read(document) }
    #expect(error.what.hasPrefix(message), "\(error.what)")
    #expect(error.kind == .wrongData)
    #expect(error.location?.file == "model.json")
    #expect(error.advice == "Train the model again.")
  }

  @Test func showsTheEndOfALongPath() throws {
    var node = JSONNode(.object([:]), file: "f")
    var value: JSONValue = 1
    for _ in 0..<100 { value = ["key": value] }
    node = JSONNode(value, file: "f")
    for _ in 0..<100 { node = try node["key"] }
    #expect(node.path.count == 60)
    #expect(node.path.hasPrefix("…"))
    #expect(node.path.hasSuffix("/key/key"))
  }
}
