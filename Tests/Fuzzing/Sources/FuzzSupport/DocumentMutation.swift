import Churn
import Modeling

/// Seeded changes of JSON documents: values replaced by extremes, deleted, swapped, doubled.
public struct DocumentMutation {
  private var random: SeededGenerator

  public init(seed: UInt64, stream: UInt64 = 0) {
    random = SeededGenerator(seed: seed, stream: stream)
  }

  /// One to four changes.
  public mutating func mutated(_ document: JSONValue) -> JSONValue {
    var result = document
    for _ in 0...random.integer(below: 4) { result = changedOnce(result) }
    return result
  }

  private mutating func changedOnce(_ document: JSONValue) -> JSONValue {
    let count = document.valueCount
    let place = random.integer(below: count)
    switch random.integer(below: 8) {
    case 0, 1:
      let other = document.value(at: random.integer(below: count))
      return document.replacing(place) { _ in other }
    case 2: return swapped(document, place, random.integer(below: count))
    case 3: return document.replacing(place) { _ in nil }
    default:
      var random = random
      defer { self.random = random }
      return document.replacing(place) { Self.changed($0, &random) }
    }
  }

  private func swapped(_ document: JSONValue, _ a: Int, _ b: Int) -> JSONValue {
    let (first, second) = (document.value(at: a), document.value(at: b))
    return document.replacing(max(a, b)) { _ in a < b ? first : second }
      .replacing(min(a, b)) { _ in a < b ? second : first }
  }

  private static func changed(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue? {
    switch value {
    case .number(let number): .number(self.number(number, &random))
    case .string(let text): .string(self.text(text, &random))
    case .array(let elements): .array(array(elements, &random))
    case .object(let members): .object(object(members, &random))
    case .bool(let truth): .bool(!truth)
    case .null: [1, "", [], [:], true][random.integer(below: 5)]
    }
  }

  private static let extremes: [Double] = [
    0, -0.0, 1, -1, 2, 0.5, 1e-9, -1e-9, 1e15, -1e15, 1e100, -1e100, 1e290, -1e290, 1e300, -1e300,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, 2_147_483_647,
    2_147_483_648, 4_294_967_295, 9_007_199_254_740_992, -2_147_483_649, 9.3e18, 1e19,
  ]

  private static func number(_ number: Double, _ random: inout SeededGenerator) -> Double {
    let other: Double
    switch random.integer(below: 6) {
    case 0: other = number + 1
    case 1: other = number - 1
    case 2: other = -number
    case 3: other = number * (1 + random.uniform())
    default: other = extremes[random.integer(below: extremes.count)]
    }
    return other.isFinite ? other : 0
  }

  private static let texts = [
    "", " ", "x", "(missing)", "(other)", "(Intercept)", "<", ">=", "in", "left", "right",
    "logistic", "tree", "regression-tree", "numeric", "categorical", "level", "spline", "product",
    "log1p", "standardize", "lump", "missing", "e\u{301}", "\u{E9}", "\0", "\n,\"", "🙂",
    String(repeating: "long ", count: 40), String(repeating: "x", count: 20_000),
  ]

  private static func text(_ text: String, _ random: inout SeededGenerator) -> String {
    switch random.integer(below: 4) {
    case 0: text + "\u{301}"
    case 1: String(text.dropLast())
    default: texts[random.integer(below: texts.count)]
    }
  }

  private static func array(
    _ elements: [JSONValue], _ random: inout SeededGenerator
  ) -> [JSONValue] {
    guard !elements.isEmpty else { return [0] }
    let place = random.integer(below: elements.count)
    switch random.integer(below: 5) {
    case 0: return elements + elements
    case 1: return Array(elements[..<place])
    case 2: return elements.reversed()
    case 3: return elements + [elements[place]]
    default: return Array(repeating: elements[place], count: 1 + random.integer(below: 3000))
    }
  }

  private static func object(
    _ members: [String: JSONValue], _ random: inout SeededGenerator
  ) -> [String: JSONValue] {
    let keys = members.keys.sorted()
    guard !keys.isEmpty else { return ["x": 1] }
    var result = members
    let (one, other) = (random.integer(below: keys.count), random.integer(below: keys.count))
    if random.integer(below: 2) == 0 {
      result[keys[one]] = members[keys[other]]
    } else {
      result["a later key"] = members[keys[one]]
    }
    return result
  }
}

extension JSONValue {
  /// With those inside.
  var valueCount: Int {
    switch self {
    case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
    case .object(let members): members.values.reduce(1) { $0 + $1.valueCount }
    default: 1
    }
  }

  private var children: [JSONValue] {
    switch self {
    case .array(let elements): elements
    case .object(let members): members.keys.sorted().compactMap { members[$0] }
    default: []
    }
  }

  /// The value of that number in a walk from the root, which is 0; keys sorted.
  func value(at place: Int) -> JSONValue {
    var rest = place
    if rest == 0 { return self }
    rest -= 1
    for child in children {
      let count = child.valueCount
      if rest < count { return child.value(at: rest) }
      rest -= count
    }
    return .null
  }

  /// With another value of that number; nil leaves it out. The root stays.
  func replacing(_ place: Int, _ body: (JSONValue) -> JSONValue?) -> JSONValue {
    guard place > 0 else { return self }
    var rest = place - 1
    switch self {
    case .array(var elements):
      for index in elements.indices {
        let count = elements[index].valueCount
        if rest < count {
          if rest > 0 {
            elements[index] = elements[index].replacing(rest, body)
          } else if let new = body(elements[index]) {
            elements[index] = new
          } else {
            elements.remove(at: index)
          }
          return .array(elements)
        }
        rest -= count
      }
      return self
    case .object(var members):
      for key in members.keys.sorted() {
        guard let member = members[key] else { continue }
        let count = member.valueCount
        if rest < count {
          members[key] = rest > 0 ? member.replacing(rest, body) : body(member)
          return .object(members)
        }
        rest -= count
      }
      return self
    default: return self
    }
  }

  /// With the checksum of what it holds now.
  public var withChecksum: JSONValue {
    guard case .object(var members) = self else { return self }
    members["checksum"] = .string(ModelFile.checksum(of: members))
    return .object(members)
  }
}
