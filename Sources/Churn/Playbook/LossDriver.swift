import Reporting

/// The reason for leaving that a feature is a sign of, after the practice's survey of why customers
/// leave. The strongest driver of a customer is a hypothesis for an action, not a cause.
public enum LossDriver: String, Sendable, CaseIterable {
  /// The customer forgot the shop: over half of the buyers buy once only.
  case forgetting
  /// Quality, service or the discount system are behind those of other shops.
  case satisfaction
  /// There is too much to choose from, or the customer likes to change.
  case choice
  /// The customer looks at the price.
  case price
  case other

  /// As people read it.
  public func name(_ language: Language) -> String {
    switch language {
    case .english: rawValue
    case .chinese:
      switch self {
      case .forgetting: "遗忘"
      case .satisfaction: "满意度"
      case .choice: "选择太多"
      case .price: "价格"
      case .other: "其他"
      }
    }
  }
}

/// Which driver each feature of a model belongs to.
public struct DriverAssignment: Sendable, Equatable {
  /// By feature of the schema.
  public let drivers: [LossDriver]
  /// Columns that nobody assigned, which therefore count as `other`.
  public let unassigned: [String]

  /// - Parameters:
  ///   - columns: the features of a schema, in its order.
  ///   - assigned: drivers of columns, which go before those of the catalogue.
  public init(_ columns: [String], assigned: [String: LossDriver] = [:]) {
    let known = columns.map { assigned[$0] ?? Self.catalogue[$0] }
    drivers = known.map { $0 ?? .other }
    unassigned = zip(columns, known).filter { $0.1 == nil }.map(\.0)
  }

  private static let catalogue = Dictionary(
    FeatureCatalogue.definitions.map { ($0.name, $0.driver) }, uniquingKeysWith: { $1 })

  /// The features grouped for `Predictor.predict`; a group's number is the driver's place in
  /// `LossDriver.allCases`.
  public var groups: FeatureGroups {
    let places = Dictionary(
      LossDriver.allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { $1 })
    return FeatureGroups(
      drivers.map { places[$0] ?? 0 }, count: LossDriver.allCases.count)
  }

  /// The driver that a group number means; nil for none.
  public static func driver(ofGroup group: Int) -> LossDriver? {
    LossDriver.allCases.indices.contains(group) ? LossDriver.allCases[group] : nil
  }
}
