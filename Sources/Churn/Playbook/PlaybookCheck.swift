import Reporting

/// What a playbook does, for its author: which customers get what, and what the rules leave open.
public struct PlaybookCheck: Sendable {
  /// Combinations that one rule decides about, drawn together.
  public struct Block: Sendable, Equatable {
    /// nil: all of them. A nil among the values: customers who have none.
    public var stages: [LifeStage?]?
    public var drivers: [LossDriver?]?
    public var tiers: [String?]?
    public var bands: [Bands.Band]?
    /// Place in the playbook's rules; nil where none matches.
    public var rule: Int?
  }

  public let playbook: Playbook
  /// Together all combinations, each once; by stage, driver, tier, band.
  public let blocks: [Block]

  public init(_ playbook: Playbook) {
    self.playbook = playbook
    blocks = Self.blocks(playbook)
  }

  /// What an author should know before the playbook is used.
  public var warnings: [String] {
    let counts = playbook.combinationsOfRule
    var warnings = playbook.rules.indices.filter { counts[$0] == 0 }.map { place in
      "line \(playbook.rules[place].line): the rule is never reached, earlier ones decide about all "
        + "of its customers"
    }
    let gaps = playbook.segments.count { $0.rule == nil }
    if gaps > 0 {
      warnings.append(
        "\(gaps) of \(playbook.segments.count) combinations have no rule, which leaves their "
          + "customers alone: end with a rule without when")
    }
    return warnings
  }

  /// What is lacking to choose by expected profit; nil where nothing is.
  public var moneyNote: String? {
    guard let money = try? PlaybookMoney(playbook), !money.isKnown else { return nil }
    return "customers are chosen by probability: for an expected profit of each action "
      + money.missing.joined(separator: ", ")
      + (money.missing.count == 1 ? " is" : " are") + " not known"
  }
}

// MARK: - Drawing together

extension PlaybookCheck {
  /// Values of each dimension that are treated alike are drawn together, the outermost first.
  private static func blocks(_ playbook: Playbook) -> [Block] {
    let table = playbook.segments.map(\.rule)
    let tiers: [String?] = (playbook.tiers?.names ?? []) + [nil]
    let sizes = [Segment.stages.count, Segment.drivers.count, tiers.count, 3]
    // The table has the tier before the driver.
    let strides = [sizes[2] * sizes[1] * 3, 3, sizes[1] * 3, 1]
    return boxes(table, sizes, strides, dimension: 0, offset: 0).map { box in
      func values<Value>(_ all: [Value], _ dimension: Int) -> [Value]? {
        box.places[dimension].count == all.count ? nil : box.places[dimension].map { all[$0] }
      }
      return Block(
        stages: values(Segment.stages, 0), drivers: values(Segment.drivers, 1),
        tiers: values(tiers, 2), bands: values(Bands.Band.allCases, 3), rule: box.rule)
    }
  }

  /// Places by dimension from the given one on, and the rule that decides about all of them.
  private struct Box: Equatable {
    var places: [[Int]]
    var rule: Int?
  }

  private static func boxes(
    _ table: [Int?], _ sizes: [Int], _ strides: [Int], dimension: Int, offset: Int
  ) -> [Box] {
    guard dimension < sizes.count else { return [Box(places: [], rule: table[offset])] }
    var groups: [(places: [Int], inner: [Box])] = []
    for place in 0..<sizes[dimension] {
      let inner = boxes(
        table, sizes, strides, dimension: dimension + 1,
        offset: offset + place * strides[dimension])
      if let same = groups.firstIndex(where: { $0.inner == inner }) {
        groups[same].places.append(place)
      } else {
        groups.append(([place], inner))
      }
    }
    return groups.flatMap { group in
      group.inner.map { Box(places: [group.places] + $0.places, rule: $0.rule) }
    }
  }
}

// MARK: - As text

extension PlaybookCheck {
  public var table: TextTable {
    var table = TextTable(
      [
        .init("stage"), .init("driver"), .init("tier"), .init("band"), .init("action"),
        .init("channel"), .init("limit"), .init("cost", .right), .init("line", .right),
      ])
    table.rows = blocks.map { block in
      [
        Self.text(block.stages) { $0?.rawValue }, Self.text(block.drivers) { $0?.rawValue },
        Self.text(block.tiers) { $0 }, Self.text(block.bands) { $0.rawValue },
      ] + cells(block.rule)
    }
    return table
  }

  private static func text<Value>(_ values: [Value]?, _ word: (Value) -> String?) -> String {
    guard let values else { return "any" }
    return values.map { word($0) ?? Playbook.noneWord }.joined(separator: ", ")
  }

  private func cells(_ place: Int?) -> [String] {
    guard let place else { return ["(no rule)", "", "", "", ""] }
    let rule = playbook.rules[place]
    guard let action = rule.action else { return ["none", "", "", "", "\(rule.line)"] }
    let cost = playbook.contactCost(rule: place)
    return [
      action.text, action.channel, action.limit.map { "\($0.contacts) in \($0.days) days" } ?? "",
      cost.map(shortText) ?? "", "\(rule.line)",
    ]
  }

  /// How stages and tiers are told, and how much the rules say.
  public var note: String {
    let cuts = playbook.stages.cuts
    let stages = LifeStage.allCases.map { "\($0.rawValue) \(cuts.text(of: $0))" }
    return "stages by \(playbook.stages.column): \(stages.joined(separator: ", "))\n"
      + "tiers \(tierNote)\n"
      + "\(playbook.rules.count) rules for \(playbook.segments.count) combinations\n"
  }

  private var tierNote: String {
    guard let tiers = playbook.tiers else { return "none" }
    guard case .column(let column, let cuts) = tiers.source else {
      return "of the model: \(tiers.names.joined(separator: ", "))"
    }
    let parts = zip(tiers.names.dropFirst(), cuts).map {
      "\($0) from \(shortText($1))"
    }
    return "by \(column): " + ([tiers.names[0]] + parts).joined(separator: ", ")
  }
}
