import DelimitedText
import Modeling
import Reporting
import Testing

@testable import Churn

private func read(_ text: String) throws(LocatedError) -> Playbook {
  try Playbook.read(.bytes(Array(text.utf8), name: "p.yaml"))
}

struct PlaybookReadingTests {
  @Test func everyKeyIsRead() throws {
    let playbook = try read(
      """
      playbook: 1
      language: zh
      currency: CNY
      stages: {column: idle, active: 10, silent: 20.5, sleeping: 30}
      tiers: {column: total_amount, names: [c, b, a], cuts: [100, 1e3]}
      drivers:
        mood: satisfaction
      money: {value: 40, cost: 1, offer_cost: 2, accept_rate: 0.25}
      rules:
        - when: {stage: [silent, none], tier: [a, none], driver: [price, none], band: high}
          action: no
          channel: "phone: evening"
          contact_limit: {contacts: 2, days: 30}
          cost: 0
          value: 50
        - action: none
      """)
    #expect(playbook.language == .chinese && playbook.currency == "CNY")
    #expect(playbook.stages.column == "idle")
    #expect(playbook.stages.stage(of: 20.5) == .silent && playbook.stages.stage(of: .nan) == nil)
    #expect(
      playbook.tiers
        == .init(names: ["c", "b", "a"], source: .column("total_amount", cuts: [100, 1000])))
    #expect(playbook.drivers == ["mood": .satisfaction])
    #expect(
      playbook.money
        == .init(value: 40, contactCost: 1, offerCost: 2, acceptRate: 0.25))
    #expect(
      playbook.rules == [
        .init(
          .init(
            stages: [.silent, nil], tiers: ["a", nil], drivers: [.price, nil], bands: [.high]),
          action: .init(
            "no", channel: "phone: evening", money: .init(value: 50, contactCost: 0),
            limit: .init(contacts: 2, days: 30)), line: 10),
        .init(action: nil, line: 16),
      ])
  }

  @Test func theRestIsOptional() throws {
    let playbook = try read("playbook: 1\nrules: [{action: Call, channel: phone}]")
    #expect(playbook.stages == .init() && playbook.tiers == nil && playbook.money == .init())
    #expect(playbook.rule(stage: nil, tier: nil, driver: nil, band: .low) == 0)
  }

  @Test(arguments: [
    (148.99, 0), (149.0, 1), (411.99, 1), (412.0, 2), (-5, 0), (Double.nan, nil),
  ])
  func tiersBeginAtTheirCuts(_ value: Double, _ tier: Int?) throws {
    let tiers = try #require(Playbook.byDefault(.english).tiers)
    #expect(tiers.tier(of: value) == tier)
  }

  @Test func tiersOfAModelHaveNoCuts() throws {
    let playbook = try read("playbook: 1\ntiers: {names: [A, B]}\nrules: [{action: none}]")
    #expect(playbook.tiers == .init(names: ["A", "B"], source: .model))
    #expect(playbook.tiers?.tier(of: 5) == nil)
  }

  private static let head = "playbook: 1\nrules:\n"

  /// Text, line, key, and a part of what is said.
  static let errors: [(String, Int?, String?, String)] = [
    ("", nil, nil, "the file is empty"),
    ("# only a comment", nil, nil, "the file is empty"),
    ("- a", 1, nil, "a list, not keys and values"),
    ("rules: []", 1, nil, "this is no playbook"),
    ("playbook: 2\nnew: x", 1, "playbook", "later version"),
    ("playbook: one", 1, "playbook", "not a whole number"),
    ("playbook: '1'", 1, "playbook", "not a whole number"),
    ("playbook: 1", 1, nil, "the rules are missing"),
    ("playbook: 1\nrules: []", 2, "rules", "0 rules"),
    ("playbook: 1\nrules: x", 2, "rules", "not a list"),
    ("playbook: 1\nplaybook: 1", 1, nil, "stands twice"),
    ("playbook: 1\nlanguage: fr\nrules: [{action: none}]", 2, "language", "no such language"),
    ("playbook: 1\ncolour: red", 2, "colour", "no such key"),
    ("playbook: 1\nstages:\n  active: 26\n  silent: 5", 2, "stages", "sleeping is missing"),
    (
      "playbook: 1\nstages:\n  active: 26\n  silent: 5\n  sleeping: 9", 2, "stages",
      "do not ascend"
    ),
    (
      "playbook: 1\nstages: {active: x, silent: 5, sleeping: 9}", 2, "stages/active", "not a number"
    ),
    (
      "playbook: 1\nstages: {active: -1, silent: 5, sleeping: 9}", 2, "stages/active", "number from"
    ),
    ("playbook: 1\ntiers: {column: a, names: [x, y], cuts: []}", 2, "tiers/cuts", "0 cuts for 2"),
    ("playbook: 1\ntiers: {column: a, names: [x, y]}", 2, "tiers", "cuts is missing"),
    ("playbook: 1\ntiers: {names: [x, y], cuts: [1]}", 2, "tiers/cuts", "cuts of no column"),
    ("playbook: 1\ntiers: {names: [x, x]}", 2, "tiers/names/2", "two tiers of one name"),
    ("playbook: 1\ntiers: {names: [none]}", 2, "tiers/names/1", "none means"),
    (
      "playbook: 1\ntiers:\n  column: a\n  names: [x, y, z]\n  cuts:\n    - 5\n    - 5", 7,
      "tiers/cuts/2", "do not ascend"
    ),
    ("playbook: 1\ndrivers:\n  mood: sad", 3, "drivers/mood", "no such driver"),
    ("playbook: 1\nmoney:\n  value: 0", 3, "money/value", "not a number from"),
    ("playbook: 1\nmoney:\n  accept_rate: 1.5", 3, "money/accept_rate", "a number from 0 to 1"),
    ("playbook: 1\nmoney:\n  cost: 1,5", 3, "money/cost", "not a number"),
    ("playbook: 1\nmoney:\n  cost: 0x10", 3, "money/cost", "not a number"),
    ("playbook: 1\nmoney:\n  cost:", 3, "money/cost", "nothing is given"),
    ("playbook: 1\nmoney:\n  cost: .inf", 3, "money/cost", "not a number"),
    (head + "  - action: Call", 3, "rules/1", "the channel is missing"),
    (head + "  - channel: phone", 3, "rules/1", "the action is missing"),
    (head + "  - action: none\n    channel: phone", 4, "rules/1/channel", "of no action"),
    (head + "  - action: [a]\n    channel: b", 3, "rules/1/action", "not a text"),
    (head + "  - action: \"a\\u0007b\"\n    channel: b", 3, "rules/1/action", "control characters"),
    (head + "  - action: Call\n    chanel: x", 4, "rules/1/chanel", "no such key"),
    (
      head + "  - action: none\n  - when:\n      stage: asleep\n    action: none", 5,
      "rules/2/when/stage", "no such stage"
    ),
    (
      head + "  - action: none\n    when: {stage: [active, Active]}", 4,
      "rules/1/when/stage/2", "no such stage"
    ),
    (
      head + "  - action: none\n    when: {band: [low, low]}", 4, "rules/1/when/band/2",
      "stands twice"
    ),
    (head + "  - {action: none, when: {tier: top}}", 3, "rules/1/when/tier", "no such tier"),
    (head + "  - {action: none, when: {driver: []}}", 3, "rules/1/when/driver", "empty list"),
    (head + "  - {action: none, when: {colour: x}}", 3, "rules/1/when/colour", "no such key"),
    (
      head + "  - {action: a, channel: b, contact_limit: {contacts: 1}}", 3,
      "rules/1/contact_limit", "days is missing"
    ),
    (
      head + "  - {action: a, channel: b, contact_limit: {contacts: 1.5, days: 1}}", 3,
      "rules/1/contact_limit/contacts", "not a whole number"
    ),
    (head + "  - action: \"x", nil, nil, "this is no YAML"),
    (head + "\t- action: x", 3, nil, "this is no YAML"),
    ("playbook: 1\n---\nplaybook: 1", 2, nil, "a second document"),
    ("playbook: 1\n? [a, b]\n: c", nil, nil, "a key that is no text"),
    ("playbook: &x 1\nrules: []", 1, nil, "an anchor (&name)"),
    ("playbook: 1\na: *x", 2, nil, "an alias (*name)"),
    ("playbook: 1\u{0}", nil, nil, "characters that YAML does not allow"),
  ]

  @Test(arguments: errors)
  func errorsNameThePlace(_ text: String, _ line: Int?, _ key: String?, _ part: String) {
    let error = #expect(throws: LocatedError.self) { try read(text) }
    #expect(error?.kind == .wrongData && error?.location?.file == "p.yaml")
    #expect(error?.what.contains(part) == true, "\(error.map { "\($0)" } ?? "")")
    #expect(error?.location?.column == key, "\(error.map { "\($0)" } ?? "")")
    if let line { #expect(error?.location?.line == line, "\(error.map { "\($0)" } ?? "")") }
    #expect(error?.advice.isEmpty == false)
  }

  // MARK: - Hostile files

  /// Unfolded it would be 10^9 texts; as a key the parser would hash them all.
  @Test(arguments: [
    "? *j\n: x", "a: *j", "- *j", "[*j]", "{*j : x}", "{a: b,*j : x}", "a:\n  *j : x",
    "--- *j", "a:\u{2028}*j : x",
  ])
  func aliasesAreNeverUnfolded(_ use: String) {
    var text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for (before, name) in zip("abcdefghi", "bcdefghij") {
      text +=
        "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 10).joined(separator: ",")
        + "]\n"
    }
    #expect(throws: LocatedError.self) { try read(text + use) }
    #expect(YAMLTree.lineOfAlias("x: y\n" + use) != nil)
  }

  @Test(arguments: ["a: 2 * 3", "a: \"*now*\"", "a: x*y", "- '*'", "a: big *sale*"])
  func aStarInATextIsNoAlias(_ text: String) {
    #expect(YAMLTree.lineOfAlias(text) == nil)
  }

  @Test(arguments: [
    String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
    String(repeating: "{a: ", count: 100_000), String(repeating: "? ", count: 100_000),
    (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
  ])
  func deepNestingIsRefused(_ text: String) {
    #expect(throws: LocatedError.self) { try read(text) }
  }

  @Test func whatIsTooLargeIsRefused() {
    let text = "playbook: 1\n# " + String(repeating: "x", count: 1 << 20)
    let error = #expect(throws: LocatedError.self) { try read(text) }
    #expect(error?.what.contains("more than 1048576 bytes") == true)
  }

  @Test func otherEncodingsAreNamed() {
    let error = #expect(throws: LocatedError.self) {
      try Playbook.read(.bytes([0x70, 0xB2, 0xE2, 0x0A], name: "p.yaml"))
    }
    #expect(error?.what == "the file is not UTF-8")
  }

  @Test func aByteOrderMarkIsNoError() throws {
    #expect(try read("\u{FEFF}playbook: 1\r\nrules: [{action: none}]\r\n").rules.count == 1)
  }

  /// Whatever stands in the file: a playbook or an error of the kind for wrong data.
  @Test func mutatedFilesAreReadOrRefused() throws {
    let bytes = Array(Playbook.defaultText(.english).utf8)
    var random = SeededGenerator(seed: 7, stream: 1)
    for _ in 0..<300 {
      var changed = bytes
      for _ in 0...random.integer(below: 4) {
        changed[random.integer(below: changed.count)] = UInt8(random.integer(below: 128))
      }
      do throws(LocatedError) {
        _ = try Playbook.read(.bytes(changed, name: "p.yaml"))
      } catch {
        #expect(error.kind == .wrongData)
      }
    }
  }
}
