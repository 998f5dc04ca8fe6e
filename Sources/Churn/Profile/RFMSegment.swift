/// Names for groups of customers by recency and frequency scores (`RFM`).
///
/// | R \ F | 1 | 2–3 | 4–5 |
/// |---|---|---|---|
/// | 4–5 | promising | potential loyal | champion |
/// | 3 | needs attention | needs attention | loyal |
/// | 2 | hibernating | hibernating | at risk |
/// | 1 | lost | lost | at risk |
///
/// Before the table comes the stage of life: who is active has at least R 4 here, whatever the score,
/// and with a single purchase is new; who is sleeping has at most R 3, who is lost at most R 2. Quintiles always call a fifth the
/// latest and a fifth the last: in a shop that nobody has left yet the last are no lost customers, and
/// in one that most have left the second fifth may be.
public enum RFMSegment: String, Sendable, CaseIterable {
  case new
  case promising
  case potentialLoyal = "potential_loyal"
  case champion
  case loyal
  case needsAttention = "needs_attention"
  case atRisk = "at_risk"
  case hibernating
  case lost

  /// - Parameters:
  ///   - recency, frequency: scores, 1 … 5.
  ///   - stage: of life.
  public init(recency: Int, frequency: Int, purchases: Int, stage: LifeStage) {
    if stage == .active, purchases == 1 {
      self = .new
      return
    }
    let recency =
      switch stage {
      case .active: max(recency, 4)
      case .silent: recency
      case .sleeping: min(recency, 3)
      case .lost: min(recency, 2)
      }
    switch (recency, frequency) {
    case (4..., ...1): self = .promising
    case (4..., 2...3): self = .potentialLoyal
    case (4..., _): self = .champion
    case (3, 4...): self = .loyal
    case (3, _): self = .needsAttention
    case (_, 4...): self = .atRisk
    case (2, _): self = .hibernating
    default: self = .lost
    }
  }

  /// Whether the name says that the customer buys no more.
  public var isInactive: Bool { self == .hibernating || self == .lost }

  /// In words.
  public var title: String {
    switch self {
    case .potentialLoyal: "potential loyal"
    case .needsAttention: "needs attention"
    case .atRisk: "at risk"
    default: rawValue
    }
  }

  /// The rule, in words.
  public var rule: String {
    switch self {
    case .new: "one purchase, within the active stage"
    case .promising: "R 4–5, F 1"
    case .potentialLoyal: "R 4–5, F 2–3"
    case .champion: "R 4–5, F 4–5"
    case .loyal: "R 3, F 4–5"
    case .needsAttention: "R 3, F 1–3"
    case .atRisk: "R 1–2, F 4–5"
    case .hibernating: "R 2, F 1–3"
    case .lost: "R 1, F 1–3"
    }
  }
}
