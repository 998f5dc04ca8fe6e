import DelimitedText
import Modeling
import Reporting

extension Playbook {
  /// More rules than this are no playbook; with 26 tiers they are checked in a moment.
  static let ruleLimit = 1000
  static let tierLimit = 26

  /// - Throws: `.wrongData` with file, line, key and value for a file that is no playbook or says
  ///   what is not understood; nothing is passed over.
  public static func read(_ input: Input) throws(LocatedError) -> Playbook {
    let tree = try YAMLTree.read(input)
    return try PlaybookReader(YAMLNode(tree, file: input.name)).playbook()
  }
}

/// Reads the document of a playbook.
private struct PlaybookReader {
  let document: YAMLNode
  let members: [String: YAMLNode]

  private static let keys = [
    "playbook", "language", "currency", "stages", "tiers", "drivers", "money", "rules",
  ]

  /// The version comes first: a later one may have keys that are not known here.
  init(_ document: YAMLNode) throws(LocatedError) {
    self.document = document
    guard let version = try document.members()["playbook"] else {
      throw document.error(
        "this is no playbook: the key playbook is missing", advice: "Begin with playbook: 1.")
    }
    let number = try version.integer(in: 1...1_000_000)
    guard number == Playbook.version else {
      throw version.error(
        "a playbook of a later version", value: "\(number)",
        advice: "This program reads version \(Playbook.version): use a later one.")
    }
    members = try document.members(Self.keys)
  }

  func playbook() throws(LocatedError) -> Playbook {
    let tiers = try members["tiers"].map { (node) throws(LocatedError) in try Self.tiers(node) }
    return Playbook(
      language: try members["language"]?.word(
        Language.allCases.map { ($0.rawValue, $0) }, "language") ?? .english,
      currency: try members["currency"]?.text(atMost: 20),
      stages: try members["stages"].map { (node) throws(LocatedError) in try Self.stages(node) }
        ?? Playbook.Stages(),
      tiers: tiers, drivers: try drivers(), money: try money(),
      rules: try rules(tiers?.names ?? []))
  }

  private static func stages(_ node: YAMLNode) throws(LocatedError) -> Playbook.Stages {
    let members = try node.members(["column", "active", "silent", "sleeping"])
    func days(_ key: String) throws(LocatedError) -> Double {
      guard let value = members[key] else {
        throw node.error(
          "\(key) is missing", advice: "Give the last day of the stages active, silent, sleeping.")
      }
      return try value.number(in: 0...36_525)
    }
    let (active, silent, sleeping) = (try days("active"), try days("silent"), try days("sleeping"))
    guard active <= silent, silent <= sleeping else {
      throw node.error(
        "the days of the stages do not ascend", advice: "Give each at least the one before it.")
    }
    return Playbook.Stages(
      column: try members["column"]?.text() ?? Playbook.Stages().column,
      cuts: LifeStageCuts(ascending: active, silent, sleeping))
  }

  private static func tiers(_ node: YAMLNode) throws(LocatedError) -> Playbook.Tiers {
    let members = try node.members(["column", "cuts", "names"])
    guard let list = members["names"] else {
      throw node.error("names is missing", advice: "Name the tiers, the lowest first.")
    }
    let names = try names(list)
    guard let column = members["column"] else {
      if let cuts = members["cuts"] {
        throw cuts.error("cuts of no column", advice: "Name the column, or take the cuts out.")
      }
      return Playbook.Tiers(names: names, source: .model)
    }
    guard let cuts = members["cuts"] else {
      throw node.error(
        "cuts is missing", advice: "Give the values at which the tiers begin, but the first.")
    }
    return Playbook.Tiers(
      names: names,
      source: .column(try column.text(), cuts: try self.cuts(cuts, count: names.count - 1)))
  }

  private static func names(_ list: YAMLNode) throws(LocatedError) -> [String] {
    var names: [String] = []
    for node in try list.oneOrMore() {
      let name = try node.text(atMost: 60)
      guard name != Playbook.noneWord, !names.contains(name) else {
        throw node.error(
          names.contains(name) ? "two tiers of one name" : "none means customers without a tier",
          value: name, advice: "Give each tier a name of its own.")
      }
      names.append(name)
    }
    guard names.count <= Playbook.tierLimit else {
      throw list.error(
        "\(names.count) tiers", advice: "Give at most \(Playbook.tierLimit).")
    }
    return names
  }

  private static func cuts(_ list: YAMLNode, count: Int) throws(LocatedError) -> [Double] {
    let elements = try list.elements()
    guard elements.count == count else {
      throw list.error(
        "\(elements.count) cuts for \(count + 1) tiers", advice: "Give one less than names.")
    }
    var cuts: [Double] = []
    for node in elements {
      let cut = try node.number(in: -1e15...1e15)
      if let last = cuts.last, cut <= last {
        throw node.error(
          "the cuts do not ascend", value: numberText(cut),
          advice: "Give each above the one before it, the names from the lowest tier up.")
      }
      cuts.append(cut)
    }
    return cuts
  }

  private func drivers() throws(LocatedError) -> [String: LossDriver] {
    guard let node = members["drivers"] else { return [:] }
    var drivers: [String: LossDriver] = [:]
    for (column, value) in try node.members().sorted(by: { $0.value.line < $1.value.line }) {
      drivers[column] = try value.word(LossDriver.allCases.map { ($0.rawValue, $0) }, "driver")
    }
    return drivers
  }

  private func money() throws(LocatedError) -> Playbook.Money {
    guard let node = members["money"] else { return Playbook.Money() }
    let members = try node.members(["value", "cost", "offer_cost", "accept_rate"])
    return try PlaybookReader.money(members)
  }

  static func money(_ members: [String: YAMLNode]) throws(LocatedError) -> Playbook.Money {
    Playbook.Money(
      value: try members["value"]?.number(in: Double.leastNormalMagnitude...1e15),
      contactCost: try members["cost"]?.number(in: 0...1e15),
      offerCost: try members["offer_cost"]?.number(in: 0...1e15),
      acceptRate: try members["accept_rate"]?.number(in: 0...1))
  }

  private func rules(_ tiers: [String]) throws(LocatedError) -> [Playbook.Rule] {
    guard let list = members["rules"] else {
      throw document.error("the rules are missing", advice: "List them under rules.")
    }
    let nodes = try list.elements()
    guard !nodes.isEmpty, nodes.count <= Playbook.ruleLimit else {
      throw list.error("\(nodes.count) rules", advice: "Give 1 to \(Playbook.ruleLimit).")
    }
    var rules: [Playbook.Rule] = []
    for node in nodes { rules.append(try RuleReader(node, tiers: tiers).rule()) }
    return rules
  }
}

/// Reads one rule.
private struct RuleReader {
  private let node: YAMLNode
  private let members: [String: YAMLNode]
  private let tiers: [String]

  private static let moneyKeys = ["value", "cost", "offer_cost", "accept_rate"]
  private static let keys =
    ["when", "action", "channel", "contact_limit"] + moneyKeys

  init(_ node: YAMLNode, tiers: [String]) throws(LocatedError) {
    self.node = node
    self.tiers = tiers
    members = try node.members(Self.keys)
  }

  func rule() throws(LocatedError) -> Playbook.Rule {
    let when = members["when"]
    return Playbook.Rule(
      try when.map { (node) throws(LocatedError) in try condition(node) } ?? .init(),
      action: try action(), line: node.line)
  }

  private func condition(_ node: YAMLNode) throws(LocatedError) -> Playbook.Condition {
    let members = try node.members(["stage", "tier", "driver", "band"])
    return Playbook.Condition(
      stages: try values(members["stage"], Self.words(Segment.stages), "stage"),
      tiers: try values(members["tier"], Self.words(tiers), "tier"),
      drivers: try values(members["driver"], Self.words(Segment.drivers), "driver"),
      bands: try values(
        members["band"], Bands.Band.allCases.map { (word: $0.rawValue, value: $0) }, "band"))
  }

  private static func words<Value: RawRepresentable>(
    _ values: [Value?]
  ) -> [(word: String, value: Value?)] where Value.RawValue == String {
    values.map { value in (word: value?.rawValue ?? Playbook.noneWord, value: value) }
  }

  private static func words(_ tiers: [String]) -> [(word: String, value: String?)] {
    let none: (word: String, value: String?) = (Playbook.noneWord, nil)
    return tiers.map { (word: $0, value: $0) } + [none]
  }

  private func values<Value: Equatable>(
    _ node: YAMLNode?, _ known: [(word: String, value: Value)], _ kind: String
  ) throws(LocatedError) -> [Value]? {
    guard let node else { return nil }
    var values: [Value] = []
    for element in try node.oneOrMore() {
      let value = try element.word(known, kind)
      guard !values.contains(value) else {
        throw element.error("a \(kind) stands twice", advice: "Keep one of them.")
      }
      values.append(value)
    }
    return values
  }

  private func action() throws(LocatedError) -> Playbook.Action? {
    guard let action = members["action"] else {
      throw node.error(
        "the action is missing", advice: "Give one, or action: none for customers to leave alone.")
    }
    let text = try action.text()
    guard text != Playbook.noneWord else {
      for key in Self.keys where key != "action" && key != "when" {
        guard let value = members[key] else { continue }
        throw value.error("\(key) of no action", advice: "Take it out, or give an action.")
      }
      return nil
    }
    guard let channel = members["channel"] else {
      throw node.error("the channel is missing", advice: "Say how the customer is contacted.")
    }
    return Playbook.Action(
      text, channel: try channel.text(atMost: 60), money: try PlaybookReader.money(members),
      limit: try members["contact_limit"].map { (node) throws(LocatedError) in try limit(node) })
  }

  private func limit(_ node: YAMLNode) throws(LocatedError) -> Playbook.ContactLimit {
    let members = try node.members(["contacts", "days"])
    guard let contacts = members["contacts"], let days = members["days"] else {
      throw node.error(
        "contacts or days is missing", advice: "Write {contacts: 1, days: 30}.")
    }
    return Playbook.ContactLimit(
      contacts: try contacts.integer(in: 1...1000), days: try days.integer(in: 1...36_525))
  }
}
