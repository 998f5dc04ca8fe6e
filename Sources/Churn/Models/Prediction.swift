import DelimitedText
import Modeling

/// The ways that a row took to its score.
public struct Route: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// By the values themselves.
  public static let primary = Route(rawValue: 1)
  /// A node sent it where it had learned to send rows without a value.
  public static let direction = Route(rawValue: 2)
  /// A node that had met no gap sent it with the majority.
  public static let majority = Route(rawValue: 4)
  /// A value was put in the place of a missing one.
  public static let imputed = Route(rawValue: 8)
  /// A level that training had not seen.
  public static let unseen = Route(rawValue: 16)
  /// A surrogate split sent it by the value of another feature.
  public static let surrogate = Route(rawValue: 32)

  private static let names: [(Route, String)] = [
    (.primary, "primary"), (.surrogate, "surrogate"), (.direction, "direction"),
    (.majority, "majority"), (.imputed, "imputed"), (.unseen, "unseen"),
  ]

  /// By raw value: written for each row.
  private static let texts: [String] = (UInt8(0)..<64).map { value in
    let route = Route(rawValue: value)
    return names.filter { route.contains($0.0) }.map(\.1).joined(separator: "+")
  }

  /// The names joined by `+`.
  public var text: String { Self.texts[Int(rawValue & 63)] }
}

/// What one feature adds to a score.
public struct Reason: Sendable, Equatable {
  /// The feature's place in the schema.
  public var feature: Int
  /// Log-odds (logistic), probability or number (trees) against the training rows' base value.
  public var effect: Double
}

/// A batch of scores; every array has one element a row.
public struct Predictions: Sendable {
  /// P(churned), or the number that a regression tree predicts.
  public var values: [Double]
  public var routes: [Route]
  /// The strongest first, at most as many as asked for.
  public var reasons: StrongestReasons
  /// Node numbers; empty for models without leaves.
  public var leaves: [Int]
  /// The group of features that adds most, or `FeatureGroups.none`; empty unless asked for.
  public var strongestGroups: [Int] = []
}

/// Applies a model to encoded rows.
public struct Predictor: Sendable {
  private enum Engine: Sendable {
    case logistic(LogisticPredictor)
    case tree(TreeWalker, DecisionTree)
  }

  private let engine: Engine
  private let featureCount: Int

  public init(_ fitted: ChurnModel.Fitted, schema: FeatureSchema) {
    featureCount = schema.features.count
    switch fitted {
    case .logistic(let model):
      let known = model.coefficients.compactMap { line in line.estimate.map { (line.term, $0) } }
      engine = .logistic(
        LogisticPredictor(schema: schema, coefficients: known, design: model.design))
    case .tree(let model), .regressionTree(let model):
      engine = .tree(TreeWalker(model.tree, schema: schema), model.tree)
    }
  }

  /// The score that effects are counted from: mean training log-odds, or the root's value.
  public var baseValue: Double {
    switch engine {
    case .logistic(let predictor): predictor.baseLogOdds
    case .tree(_, let tree): tree.nodes[0].value
    }
  }

  /// - Parameters:
  ///   - reasonCount: reasons wanted for each row.
  ///   - groups: of the schema's features, to find the one whose positive effects sum highest in
  ///     each row.
  public func predict(
    _ table: EncodedTable, reasonCount: Int, groups: FeatureGroups? = nil
  ) -> Predictions {
    switch engine {
    case .logistic(let predictor): predict(table, predictor, reasonCount, groups)
    case .tree(let walker, let tree): predict(table, walker, tree, reasonCount, groups)
    }
  }

  /// P(churned), or the number that a regression tree predicts; one a row.
  public func values(_ table: EncodedTable, threads: Int = 1) -> [Double] {
    switch engine {
    case .logistic(let predictor): predictor.predict(table, threads: threads)
    case .tree(let walker, let tree):
      Parallel(threads: threads).array(count: table.rowCount) { rows, values in
        for (place, row) in rows.enumerated() {
          values.initializeElement(
            at: place, to: tree.nodes[walker.leaf(of: row, in: table)].value)
        }
      }
    }
  }
}

// MARK: - Logistic

extension Predictor {
  private func predict(
    _ table: EncodedTable, _ predictor: LogisticPredictor, _ reasonCount: Int,
    _ groups: FeatureGroups?
  ) -> Predictions {
    var reasons = StrongestReasons(rowCount: table.rowCount, limit: reasonCount)
    if reasonCount == 0, groups == nil {
      return Predictions(
        values: LogisticPredictor.probabilities(logOdds: predictor.logOdds(table)),
        routes: routes(table, predictor), reasons: reasons, leaves: [])
    }
    let contributions = predictor.contributions(table)
    let logOdds = predictor.logOdds(contributions: contributions, rowCount: table.rowCount)
    let means = predictor.meanContributions
    for (feature, mean) in means.enumerated() {
      reasons.add(feature: feature, effects: contributions[feature], mean: mean)
    }
    var result = Predictions(
      values: LogisticPredictor.probabilities(logOdds: logOdds),
      routes: routes(table, predictor), reasons: reasons, leaves: [])
    if let groups {
      var sums = [Double](repeating: 0, count: groups.count)
      result.strongestGroups = (0..<table.rowCount).map { row in
        groups.strongest(&sums) { contributions[$0][row] - means[$0] }
      }
    }
    return result
  }

  private func routes(_ table: EncodedTable, _ predictor: LogisticPredictor) -> [Route] {
    var routes = [Route](repeating: [], count: table.rowCount)
    // Most columns have all values; to count is quicker than to look at each row.
    for (feature, column) in table.columns.enumerated()
    where column.missingCount + column.unseenCount > 0 {
      switch column {
      case .numeric(let values):
        guard predictor.imputes(feature: feature) else { continue }
        for row in values.indices where values[row].isNaN { routes[row].insert(.imputed) }
      case .categorical(let codes):
        let (imputes, touches) = (
          predictor.imputes(feature: feature), predictor.touches(feature: feature)
        )
        for (row, code) in codes.enumerated() where code < 0 {
          if code == EncodedTable.missing, imputes { routes[row].insert(.imputed) }
          if code == EncodedTable.unseen, touches { routes[row].insert(.unseen) }
        }
      }
    }
    return routes.map { $0.isEmpty ? .primary : $0 }
  }
}

// MARK: - Tree

extension Predictor {
  private func predict(
    _ table: EncodedTable, _ walker: TreeWalker, _ tree: DecisionTree, _ reasonCount: Int,
    _ groups: FeatureGroups?
  ) -> Predictions {
    var result = Predictions(
      values: [], routes: [],
      reasons: StrongestReasons(rowCount: table.rowCount, limit: reasonCount), leaves: [])
    var sums = [Double](repeating: 0, count: groups?.count ?? 0)
    var effects = [Double](repeating: 0, count: featureCount)
    for row in 0..<table.rowCount {
      let path = walker.path(of: row, in: table)
      for feature in effects.indices { effects[feature] = 0 }
      var route: Route = []
      for (place, next) in zip(path, path.dropFirst()) {
        guard let split = tree.nodes[place].split,
          let (passage, unseen) = walker.passage(of: row, at: place, in: table)
        else { continue }
        effects[split.feature] += tree.nodes[next].value - tree.nodes[place].value
        route.insert(Self.route(passage))
        if unseen { route.insert(.unseen) }
      }
      let leaf = tree.nodes[path[path.count - 1]]
      result.values.append(leaf.value)
      result.leaves.append(leaf.number)
      result.routes.append(route.isEmpty ? .primary : route)
      for feature in effects.indices {
        result.reasons.add(feature: feature, effect: effects[feature], row: row)
      }
      if let groups {
        result.strongestGroups.append(groups.strongest(&sums) { effects[$0] })
      }
    }
    return result
  }

  private static func route(_ passage: TreeWalker.Passage) -> Route {
    switch passage {
    case .primary: .primary
    case .surrogate: .surrogate
    case .direction: .direction
    case .majority: .majority
    }
  }
}
