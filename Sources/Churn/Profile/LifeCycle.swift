import DelimitedText
import Modeling

/// A shop's customers by the stage of their life: active, silent, sleeping and lost, by the days since
/// the last purchase, cut where 30, 60 and 90 % of those who bought a second time had done so.
public struct LifeCycle: Sendable, Equatable {
  /// Where the cuts come from.
  public enum Source: Sendable, Equatable {
    /// The gaps of the customers with a second purchase: the practice's own rule, and the default, so
    /// that a shop's stages can be held against published ones.
    case raw
    /// Allowing for those who could not yet come back.
    case censoringAware
    /// The user's: frozen from an earlier diagnosis, or another shop's.
    case given(LifeStageCuts)
  }

  public let repurchase: FirstRepurchase
  public let source: Source
  public let asOf: Day
  /// nil where the source has none.
  public let cuts: LifeStageCuts?
  /// One a stage, in the order of `LifeStage`; empty without cuts.
  public let stages: [CustomerGroup]
  public let all: CustomerGroup

  public init(_ table: PurchaseTable, _ source: Source = .raw) {
    let repurchase = FirstRepurchase(table)
    let cuts =
      switch source {
      case .raw: repurchase.rawCuts
      case .censoringAware: repurchase.censoringAware?.cuts
      case .given(let cuts): cuts
      }
    (self.repurchase, self.source, self.cuts, asOf) = (repurchase, source, cuts, table.asOf)
    var stages = LifeStage.allCases.map { _ in CustomerGroup(hasAmounts: table.hasAmounts) }
    var all = CustomerGroup(hasAmounts: table.hasAmounts)
    for customer in 0..<table.customerCount {
      guard let standing = table.standing(of: customer, on: table.asOf) else { continue }
      all.add(standing.amount)
      guard let stage = cuts?.stage(idle: table.asOf, since: standing) else { continue }
      stages[stage.place].add(standing.amount)
    }
    self.stages = cuts == nil ? [] : stages
    self.all = all
  }

  public func customers(in stage: LifeStage) -> CustomerGroup? {
    stages.isEmpty ? nil : stages[stage.place]
  }

  /// Those of the first repurchase, and why there are no stages.
  public var warnings: [String] {
    var warnings = repurchase.warnings
    if cuts == nil, repurchase.emptyReason == nil {
      warnings.append(
        "No first-time buyer is seen to come back while enough are still at risk: there are no "
          + "censoring-aware stages.")
    }
    return warnings
  }
}

extension LifeStage {
  /// In `allCases`.
  var place: Int {
    switch self {
    case .active: 0
    case .silent: 1
    case .sleeping: 2
    case .lost: 3
    }
  }
}

extension LifeStageCuts {
  func stage(idle day: Day, since standing: Standing) -> LifeStage {
    stage(idle: Int(day.number) - Int(standing.lastDay))
  }
}

extension LifeCycle.Source {
  /// As in JSON.
  public var name: String {
    switch self {
    case .raw: "raw"
    case .censoringAware: "censoring_aware"
    case .given: "given"
    }
  }
}

extension LifeCycle {
  public var json: JSONValue {
    [
      "as_of": .string("\(asOf)"), "cuts_from": .string(source.name),
      "cuts": cuts?.json ?? .null, "first_repurchase": repurchase.json,
      "customers": JSONValue(all.customers), "revenue": JSONValue(all.revenue),
      "stages": .array(stageMembers), "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  private var stageMembers: [JSONValue] {
    guard let cuts else { return [] }
    return zip(LifeStage.allCases, stages).map { stage, group in
      let (first, last) = cuts.days(of: stage)
      let own: [String: JSONValue] = [
        "stage": .string(stage.rawValue), "first_day": JSONValue(first),
        "last_day": JSONValue(last),
      ]
      return .object(own.merging(group.members(of: all)) { $1 })
    }
  }
}
