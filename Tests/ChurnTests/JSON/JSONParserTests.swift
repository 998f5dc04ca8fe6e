import Churn
import DelimitedText
import Testing

struct JSONParserTests {
  @Test func readsEveryKindOfValue() throws {
    let text = """
       { "a" : [ null , true, false, -0, 12.5e-1 ], "b": {}, "c": [], \t"d": "x" }\r\n
      """
    let value = try JSONValue.parse(text: text)
    #expect(
      value.isIdentical(to: [
        "a": [nil, true, false, .number(-0.0), 1.25], "b": [:], "c": [], "d": "x",
      ]))
  }

  @Test(arguments: [
    (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0C}\n\r\t"),
    (#""\u00e9\u0000A\uD83D\uDE00""#, "é\u{00}A😀"),
    (#""\uffff买家""#, "\u{FFFF}买家"),
  ])
  func decodesStrings(text: String, expected: String) throws {
    #expect(try JSONValue.parse(text: text).isIdentical(to: .string(expected)))
  }

  @Test(arguments: [
    ("0", 0.0), ("-0", -0.0), ("0.1", 0.1), ("1E5", 1e5), ("1e-999", 0.0),
    ("9007199254740993", 9007199254740992),
    ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
    ("1.7976931348623157e308", Double.greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude),
    ("0.5000000000000000000000000000000000000000000000000000000000001", 0.5),
  ])
  func readsTheNearestNumber(text: String, expected: Double) throws {
    #expect(try JSONValue.parse(text: text).isIdentical(to: .number(expected)))
  }

  @Test(arguments: [
    ("", "line 1, column 1: the file is empty"),
    (" \n ", "line 2, column 2: the file is empty"),
    ("[1,\n 2,]", "line 2, column 4: found \"]\"; expected a value"),
    ("[1 2]", "line 1, column 4: found \"2\"; expected a comma or ]"),
    ("[1", "the file ends early; expected a comma or ]"),
    ("{\"a\" 1}", "found \"1\"; expected a colon"),
    ("{a: 1}", "found \"a\"; expected a key in quotes"),
    ("{\"a\": 1,}", "expected a key in quotes"),
    ("{\"a\": 1", "expected a comma or }"),
    ("nul", "the file ends early; expected the word null"),
    ("nuxl", "found \"x\"; expected the word null"),
    ("NaN", "expected a value"), ("Infinity", "expected a value"), ("+1", "expected a value"),
    ("01", "text after the end"), ("1.", "expected a digit"), (".5", "expected a value"),
    ("-", "expected a digit"), ("1e", "expected a digit"), ("0x10", "text after the end"),
    ("1e999", "out of range"), ("-1e999", "out of range"), ("{} {}", "text after the end"),
    ("\"é\n\"", "line 1, column 3: a control character in a string"),
    ("\"abc", "line 1, column 1: a string never ends"), ("\"\\", "a string never ends"),
    (#""\x""#, "column 2: an unknown escape"), (#""\u12G4""#, "four hexadecimal digits"),
    (#""\uD800""#, "column 2: a lone surrogate"), (#""\uDC00\uD800""#, "a lone surrogate"),
    (#""\uD800\u0041""#, "a lone surrogate"), (#""\uD800\n""#, "a lone surrogate"),
    ("\u{FEFF}{}", "byte order mark"), ("[1]\0", "text after the end"), ("\0", "expected a value"),
    ("// no\n1", "expected a value"), ("'a'", "expected a value"), ("[\u{00A0}1]", "a value"),
    ("{\"a\":{\"b\":[0,{\"k\":1,\"k\":2}]}}", "column 21: the key /a/b/1/k stands here twice"),
    ("{\"caf\u{E9}\":1,\"cafe\u{301}\":2}", "stands here twice"),
    ("{\"\\u0061\":1,\"a\":2}", "the key /a stands here twice"),
  ])
  func refuses(text: String, message: String) throws {
    let error = try #require(throws: LocatedError.self) { try JSONValue.parse(text: text) }
    #expect(error.kind == .wrongData)
    #expect(error.location == Location(file: "model.json"))
    #expect(error.what.contains(message), "\(error.what)")
    #expect(error.what.hasPrefix("line "))
    #expect(!error.advice.isEmpty)
  }

  @Test(arguments: [
    [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0x80], [0xE4, 0xB9],
  ])
  func refusesInvalidUTF8(bytes: [UInt8]) throws {
    let text = Array("[\"买家".utf8) + bytes + Array("\"]".utf8)
    let error = try #require(throws: LocatedError.self) {
      try JSONValue.parse(text, name: "model.json")
    }
    #expect(error.what == "line 1, column 5: invalid UTF-8")
  }

  @Test func holdsTheLimits() throws {
    func nest(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try JSONValue.parse(text: nest(512)).kind == "an array")
    #expect(throws: LocatedError.self) { try JSONValue.parse(text: nest(513)) }
    let deepest = JSONLimits(depth: 1_000_000)
    #expect(try JSONValue.parse(text: nest(1024), limits: deepest).kind == "an array")
    #expect(throws: LocatedError.self) {
      try JSONValue.parse(text: String(repeating: "{\"a\":[", count: 100_000), limits: deepest)
    }
    #expect(try JSONValue.parse(text: "[1,2]", limits: JSONLimits(bytes: 5, values: 3)) == [1, 2])
    #expect(throws: LocatedError.self) {
      try JSONValue.parse(text: "[1,2]", limits: JSONLimits(bytes: 4))
    }
    #expect(throws: LocatedError.self) {
      try JSONValue.parse(text: "[1,2]", limits: JSONLimits(values: 2))
    }
  }

  @Test func showsLittleOfTheFile() throws {
    let secret = String(repeating: "\u{1B}[31m/~customer", count: 1000)
    let key = JSONValue.string(secret).canonical()
    let error = try #require(throws: LocatedError.self) {
      try JSONValue.parse(text: "{\(key):1,\(key):2}")
    }
    #expect(error.what.count < 130)
    #expect(!error.description.contains("\u{1B}"))
  }

  /// Cut, changed and repeated pieces of a document are read or refused, and never crash; what is
  /// read survives printing.
  @Test(arguments: 0..<20)
  func survivesMutations(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let document = Array(JSONValue.random(depth: 6, using: &random).pretty().utf8)
    let interesting = Array("{}[]\",:\\u0eE.-+\0\u{7F}é".utf8) + [0xFF, 0xD8, 0x80]
    for _ in 0..<200 {
      var bytes = document
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = interesting.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: place)
        case 2: bytes.removeLast(Int.random(in: 0...(bytes.count - place), using: &random))
        default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        }
      }
      if let value = try? JSONValue.parse(bytes, name: "fuzz") {
        #expect(try JSONValue.parse(text: value.canonical()).isIdentical(to: value))
      }
    }
  }
}
