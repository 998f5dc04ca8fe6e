/// One feature: what it is and how it comes out of a history.
public struct FeatureDefinition: Sendable {
  /// What an export must hold for a feature.
  public enum Need: Sendable, Equatable {
    case amounts, quantities, products, categories, channels, discounts, postage, refunds
  }

  /// How far back a feature looks: a file that starts later makes it shallower.
  public enum Depth: Sendable, Equatable {
    case whole, days(Int), last
  }

  /// How the value is computed; missing is NaN or −1.
  public enum Formula: Sendable {
    case number(@Sendable (History) -> Double)
    /// An index into the log's channels.
    case channel(@Sendable (History) -> Int32)
  }

  public var name: String
  public var unit: String
  /// The formula in words.
  public var meaning: String
  public var driver: LossDriver
  public var needs: [Need] = []
  public var depth: Depth
  /// Whether it can only rise from one as-of date to the next for the same customer, as totals do: its
  /// distribution then shifts by the passing of time alone.
  public var growsWithTime = false
  public var formula: Formula

  /// Whether the log's columns can fill it.
  public func canBeFilled(from log: OrderLog) -> Bool {
    needs.allSatisfy { need in
      switch need {
      case .amounts: log.hasAmounts
      case .quantities: log.roles.contains(.quantity)
      case .products: log.roles.contains(.product)
      case .categories: log.roles.contains(.category)
      case .channels: log.roles.contains(.channel)
      case .discounts: log.roles.contains(.discount)
      case .postage: log.roles.contains(.postage)
      case .refunds: log.roles.contains(.refund) || log.roles.contains(.status)
      }
    }
  }
}

/// The features of a customer, in the order of the customer file.
public enum FeatureCatalogue {
  /// What everything is made of, for the printed catalogue.
  static let preamble = """
    D is the as-of day: only what was known by its end counts. An occasion is all orders of a \
    customer on one calendar day that stand; orders that are cancelled, unpaid or fully refunded \
    do not. An occasion's amount is goods without postage, after discount, after what went back \
    by D. A value that does not exist is empty. Source: what the export must tell of each \
    order line; a column whose source is not there is empty in every row. Driver: the reason for \
    leaving that the column is a sign of. Totals grow as time passes, so that churn drift tells their \
    alarms apart: \(growing.joined(separator: ", ")).
    """

  /// The names of the features that grow with time.
  static let growing = definitions.filter(\.growsWithTime).map(\.name)

  public static let definitions: [FeatureDefinition] =
    recencyFeatures + cycleFeatures + moneyFeatures + countFeatures + shareFeatures

  private static func number(
    _ name: String, _ unit: String, _ meaning: String, driver: LossDriver = .other,
    needs: [FeatureDefinition.Need] = [], depth: FeatureDefinition.Depth = .whole,
    grows: Bool = false, _ formula: @escaping @Sendable (History) -> Double
  ) -> FeatureDefinition {
    FeatureDefinition(
      name: name, unit: unit, meaning: meaning, driver: driver, needs: needs, depth: depth,
      growsWithTime: grows, formula: .number(formula))
  }

  private static let recencyFeatures = [
    number("orders", "occasions", "number of occasions", driver: .forgetting, grows: true) {
      Double($0.occasions.count)
    },
    number(
      "recency_days", "days", "D − day of the last occasion", driver: .forgetting, depth: .last,
      \.recency),
    number("tenure_days", "days", "D − day of the first occasion", grows: true, \.tenure),
    number(
      "age_at_last_days", "days", "day of the last occasion − day of the first", grows: true,
      \.ageAtLast),
  ]

  private static let cycleFeatures = [
    number(
      "cycle_mean_days", "days", "mean of the gaps between occasions; empty below one gap",
      \.cycleMean),
    number(
      "cycle_sd_days", "days", "standard deviation of the gaps, divisor n − 1; empty below two",
      \.cycleDeviation),
    number(
      "recency_over_cycle", "ratio", "recency_days / cycle_mean_days", driver: .forgetting
    ) { $0.recency / $0.cycleMean },
  ]

  private static let moneyFeatures = [
    number(
      "total_amount", "money", "sum of the occasions' amounts", needs: [.amounts], grows: true,
      \.totalAmount),
    number(
      "mean_amount", "money", "total_amount / orders", driver: .price, needs: [.amounts],
      \.meanAmount),
    number(
      "first_amount", "money", "amount of the first occasion", driver: .price,
      needs: [.amounts]
    ) { $0.occasions.first?.amount ?? .nan },
    number(
      "last_amount", "money", "amount of the last occasion", driver: .satisfaction,
      needs: [.amounts], depth: .last
    ) { $0.occasions.last?.amount ?? .nan },
    number(
      "amount_trend", "1 / occasion",
      "least-squares slope of the amount on the occasion's number (1 … n), over mean_amount; "
        + "empty below two occasions or at mean 0",
      driver: .satisfaction, needs: [.amounts], \.amountTrend),
    number("items", "units", "units kept", needs: [.quantities], grows: true, \.items),
    number(
      "items_per_order", "units / occasion", "items / orders", driver: .choice,
      needs: [.quantities]
    ) { ratio($0.items, Double($0.occasions.count)) },
  ]

  private static let countFeatures =
    [30, 90, 180, 365].map { days in
      number(
        "orders_last_\(days)", "occasions", "occasions on the days D − \(days - 1) … D",
        driver: .forgetting, depth: .days(days)
      ) { Double($0.occasions(inLast: days)) }
    } + [
      number(
        "active_months", "months", "distinct calendar months with an occasion", grows: true,
        \.activeMonths),
      number(
        "distinct_products", "products", "distinct products of lines that stand",
        driver: .choice, needs: [.products], grows: true
      ) { Double($0.distinctProducts) },
      number(
        "distinct_categories", "categories", "distinct categories of lines that stand",
        driver: .choice, needs: [.categories], grows: true
      ) { Double($0.distinctCategories) },
    ]

  private static let shareFeatures = [
    number(
      "discount_share", "share", "discount / (total_amount + discount)", driver: .price,
      needs: [.discounts, .amounts]
    ) { ratio($0.discount, $0.totalAmount + $0.discount) },
    number(
      "refund_share", "share", "money that went back by D / amount ordered, before it went back",
      driver: .satisfaction, needs: [.refunds, .amounts]
    ) { ratio($0.refundedAmount, $0.orderedAmount) },
    number(
      "postage_share", "share", "postage / total_amount", driver: .price,
      needs: [.postage, .amounts]
    ) { ratio($0.postage, $0.totalAmount) },
    number(
      "weekend_share", "share", "share of occasions on Saturday or Sunday", \.weekendShare),
    FeatureDefinition(
      name: "first_channel", unit: "level", meaning: "channel of the first occasion's first line",
      driver: .price, needs: [.channels], depth: .whole, formula: .channel(\.firstChannel)),
  ]
}

/// A quotient; NaN where the denominator is 0.
func ratio(_ numerator: Double, _ denominator: Double) -> Double {
  denominator == 0 ? .nan : numerator / denominator
}
