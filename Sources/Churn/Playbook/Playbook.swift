import Modeling
import Reporting

/// What to do about a customer, by stage of life × value tier × loss driver × band: rules, of which
/// the first that matches decides.
public struct Playbook: Sendable, Equatable {
  /// The version of the file format that this program writes and reads.
  public static let version = 1

  /// What the actions are written in.
  public var language: Language
  /// A note for readers, such as EUR: nothing is converted.
  public var currency: String?
  public var stages: Stages
  /// nil: every customer is without a tier.
  public var tiers: Tiers?
  /// Drivers of columns; they go before those of the catalogue.
  public var drivers: [String: LossDriver]
  /// What the rules do not say themselves.
  public var money: Money
  public private(set) var rules: [Rule]
  /// By the place of a `Segment`: the rule that decides, as a place in `rules`.
  private let decisions: [Int?]

  public init(
    language: Language = .english, currency: String? = nil, stages: Stages = Stages(),
    tiers: Tiers? = nil, drivers: [String: LossDriver] = [:], money: Money = Money(),
    rules: [Rule]
  ) {
    self.language = language
    self.currency = currency
    self.stages = stages
    self.tiers = tiers
    self.drivers = drivers
    self.money = money
    self.rules = rules
    decisions = Self.segments(tiers: tiers?.names ?? []).map { segment in
      rules.firstIndex { $0.condition.matches(segment) }
    }
  }

  /// Stages of life by a column of days.
  public struct Stages: Sendable, Equatable {
    public var column: String
    public var cuts: LifeStageCuts

    public init(column: String = "recency_days", cuts: LifeStageCuts = .published) {
      self.column = column
      self.cuts = cuts
    }

    /// nil where the value is missing.
    public func stage(of days: Double) -> LifeStage? { days.isNaN ? nil : cuts.stage(days: days) }
  }

  /// Tiers of customers' value, the lowest first.
  public struct Tiers: Sendable, Equatable {
    public enum Source: Sendable, Equatable {
      /// A tier begins at each cut, which belongs to it; one cut less than there are names.
      case column(String, cuts: [Double])
      /// The tier that a model with value tiers gives.
      case model
    }

    public var names: [String]
    public var source: Source

    public init(names: [String], source: Source) {
      self.names = names
      self.source = source
    }

    /// The place of the tier in `names`; nil where the value is missing or a model gives the tiers.
    public func tier(of value: Double) -> Int? {
      guard case .column(_, let cuts) = source, !value.isNaN else { return nil }
      return cuts.count { $0 <= value }
    }
  }

  /// What a contact costs and brings; nil is not known, which is not 0.
  public struct Money: Sendable, Equatable {
    /// V: what a saved customer is worth.
    public var value: Double?
    /// C: what a contact costs.
    public var contactCost: Double?
    /// O: what an offer costs that is taken.
    public var offerCost: Double?
    /// γ: share of the contacted churners who take the offer and stay.
    public var acceptRate: Double?

    public init(
      value: Double? = nil, contactCost: Double? = nil, offerCost: Double? = nil,
      acceptRate: Double? = nil
    ) {
      self.value = value
      self.contactCost = contactCost
      self.offerCost = offerCost
      self.acceptRate = acceptRate
    }

    /// What is not known here is taken from the other.
    public func filled(from other: Money) -> Money {
      Money(
        value: value ?? other.value, contactCost: contactCost ?? other.contactCost,
        offerCost: offerCost ?? other.offerCost, acceptRate: acceptRate ?? other.acceptRate)
    }
  }

  /// At most so many contacts of one customer in so many days.
  public struct ContactLimit: Sendable, Equatable {
    public var contacts: Int
    public var days: Int

    public init(contacts: Int, days: Int) {
      self.contacts = contacts
      self.days = days
    }
  }

  /// What is done, and how.
  public struct Action: Sendable, Equatable {
    public var text: String
    public var channel: String
    /// What is known of it in particular; what a contact costs depends on the channel.
    public var money: Money
    public var limit: ContactLimit?

    public init(
      _ text: String, channel: String, money: Money = Money(), limit: ContactLimit? = nil
    ) {
      self.text = text
      self.channel = channel
      self.money = money
      self.limit = limit
    }
  }

  public struct Rule: Sendable, Equatable {
    public var condition: Condition
    /// nil: do not contact.
    public var action: Action?
    /// In the file; 0 for a rule made in code.
    public var line: Int

    public init(_ condition: Condition = Condition(), action: Action?, line: Int = 0) {
      self.condition = condition
      self.action = action
      self.line = line
    }
  }
}

extension Playbook {
  /// The rule that decides about a customer, as a place in `rules`; nil where none matches.
  /// - Parameter tier: place in the names of the tiers.
  public func rule(
    stage: LifeStage?, tier: Int?, driver: LossDriver?, band: Bands.Band
  ) -> Int? {
    let place = Segment.place(
      stage: stage, tier: tier, driver: driver, band: band, tierCount: tiers?.names.count ?? 0)
    return decisions.indices.contains(place) ? decisions[place] : nil
  }

  /// The columns of a customer file that it reads.
  var columns: [String] {
    guard case .column(let column, _)? = tiers?.source else { return [stages.column] }
    return [stages.column, column]
  }

  /// Every combination with the rule that decides, in the order of the table.
  public var segments: [(segment: Segment, rule: Int?)] {
    Array(zip(Self.segments(tiers: tiers?.names ?? []), decisions))
  }

  /// How many combinations each rule decides. 0: it is covered by earlier ones.
  public var combinationsOfRule: [Int] {
    var counts = [Int](repeating: 0, count: rules.count)
    for case .some(let rule) in decisions { counts[rule] += 1 }
    return counts
  }

  private static func segments(tiers: [String]) -> [Segment] {
    Segment.stages.flatMap { stage in
      (tiers + [nil]).flatMap { tier in
        Segment.drivers.flatMap { driver in
          Bands.Band.allCases.map { Segment(stage: stage, tier: tier, driver: driver, band: $0) }
        }
      }
    }
  }
}
