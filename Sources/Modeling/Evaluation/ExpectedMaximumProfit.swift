/// EMPC, the expected maximum profit of a ranking of customers by churn (Verbraken, Verbeke & Baesens
/// 2013, IEEE Transactions on Knowledge and Data Engineering 25(5), 961–973): the share γ of contacted
/// churners who take the offer is uncertain, and for each γ the best cut is contacted.
public struct ExpectedMaximumProfit: Sendable, Equatable {
  /// γ ~ Beta(α, β), and the money.
  public struct Assumptions: Sendable, Equatable {
    public let alpha: Double
    public let beta: Double
    /// V: what a saved customer is worth (CLV in the paper).
    public let value: Double
    /// O: what an offer costs that is taken (d).
    public let offerCost: Double
    /// C: what each contact costs (f).
    public let contactCost: Double

    /// The paper's: Beta(6, 14), whose mean is 0.3, V = 200, O = 10, C = 1.
    public static let published = Assumptions(
      uncheckedAlpha: 6, beta: 14, value: 200, offerCost: 10, contactCost: 1)

    /// - Throws: `usage` unless 0 < α, β ≤ 1e9, V > 0, O ≥ 0 and C ≥ 0, all finite.
    public init(
      alpha: Double = 6, beta: Double = 14, value: Double, offerCost: Double, contactCost: Double
    ) throws(ModelingError) {
      guard alpha > 0, beta > 0, alpha <= 1e9, beta <= 1e9 else {
        throw ModelingError(
          .usage, "Beta(\(alpha), \(beta)) is no distribution of an accept rate",
          advice: "Give two numbers above 0 and up to 1e9, such as 6 and 14 for about 0.3.")
      }
      try RetentionEconomics.check(value: value, contactCost: contactCost, offerCost: offerCost)
      self.init(
        uncheckedAlpha: alpha, beta: beta, value: value, offerCost: offerCost,
        contactCost: contactCost)
    }

    private init(
      uncheckedAlpha alpha: Double, beta: Double, value: Double, offerCost: Double,
      contactCost: Double
    ) {
      self.alpha = alpha
      self.beta = beta
      self.value = value
      self.offerCost = offerCost
      self.contactCost = contactCost
    }
  }

  /// EMPC: money per customer, 0 or more.
  public var profit: Double
  /// η: the share of customers contacted at the best cut, in the mean over γ.
  public var fraction: Double

  public init(profit: Double, fraction: Double) {
    self.profit = profit
    self.fraction = fraction
  }

  /// The best cuts are the corners of the ROC curve's convex hull. One of its edges with churners c
  /// and stayers s is contacted where c(γ(V − O) − C) > s(O + C), so for γ above
  /// g = (C + (O + C)s/c)/(V − O), and adds
  /// c(V − O)·E[γ; γ > g] − (cC + s(O + C))·P(γ > g), with E[γ; γ > g] = α/(α + β)·(1 − I_g(α + 1, β)).
  /// This is the paper's sum over corners, put in order by edges. One class, equal scores or no row
  /// are no exception.
  public init(_ ranked: RankedScores, _ assumptions: Assumptions = .published) {
    let margin = assumptions.value - assumptions.offerCost
    let (alpha, beta) = (assumptions.alpha, assumptions.beta)
    let stayerCost = assumptions.offerCost + assumptions.contactCost
    (profit, fraction) = (0, 0)
    guard margin > 0, ranked.weight > 0 else { return }
    for edge in ranked.hullEdges where edge.churned > 0 {
      let cost = edge.churned * assumptions.contactCost + edge.stayed * stayerCost
      let least = cost / (edge.churned * margin)
      let chance = IncompleteBeta.upper(alpha, beta, least)
      let mean = alpha / (alpha + beta) * IncompleteBeta.upper(alpha + 1, beta, least)
      profit += max(0, edge.churned * margin * mean - cost * chance) / ranked.weight
      fraction += (edge.churned + edge.stayed) * chance / ranked.weight
    }
  }
}

extension RankedScores {
  /// The edges of the upper convex hull of the ROC curve from (0, 0), as weights of churned and
  /// stayed; their churn rates fall. Neighbours in the wrong order are pooled (Ayer et al. 1955), as
  /// Fawcett & Niculescu-Mizil (2007) show to be the same as the hull. O(k) for k distinct scores.
  var hullEdges: [(churned: Double, stayed: Double)] {
    var edges: [(churned: Double, stayed: Double)] = []
    for tie in ties.reversed() where tie.weight > 0 {
      var edge = (churned: tie.churned, stayed: tie.stayed)
      while let last = edges.last, last.churned * edge.stayed <= edge.churned * last.stayed {
        edge = (last.churned + edge.churned, last.stayed + edge.stayed)
        edges.removeLast()
      }
      edges.append(edge)
    }
    return edges
  }
}
