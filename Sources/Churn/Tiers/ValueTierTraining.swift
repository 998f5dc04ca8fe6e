import DelimitedText
import Modeling

/// Value tiers of a shop's first orders as a model: a regression tree of `repurchased`.
public struct ValueTierTraining: Sendable {
  public var specification = ValueTierSpecification()
  /// Of `FirstOrders.columns`; nil: those that the export fills.
  public var features: [String]?
  /// nil: `tiers`.
  public var name: String?

  public init() {}

  /// - Parameter report: how the orders were read.
  /// - Throws: `LocatedError` or `ModelingError`: columns that are not known or empty, and what
  ///   `ValueTierSpecification.fit` throws.
  public func train(on orders: FirstOrders, report: OrderReadReport) throws -> ChurnModel {
    guard specification.seed <= 1 << 53 else {
      throw LocatedError(
        .usage, "a seed of \(specification.seed)",
        advice: "Give a seed of at most 2^53, as JSON holds it.")
    }
    let table = try columns(of: orders)
    let result = try specification.fit(table, repurchased: orders.repurchased)
    var tiers = result.tiers
    tiers.firstOrders = orders.account
    let fitted = ChurnModel.Fitted.regressionTree(
      TreeModel(
        tree: result.fit.tree, complexityTable: result.fit.complexityTable,
        importance: result.fit.importance, criterion: nil))
    let rows = try result.schema.encode(table.selecting(rows: result.trainingRows))
    return ChurnModel(
      name: name ?? "tiers", idColumn: "customer_id",
      label: LabelContract(
        column: "repurchased", positive: nil, horizon: orders.account.horizonDays),
      schema: result.schema, missing: .direction, fitted: fitted,
      provenance: provenance(report, result),
      assessment: try assessment(result, fitted, table, orders.repurchased), tiers: tiers,
      distribution: TrainingDistribution(
        rows, scores: Predictor(fitted, schema: result.schema).values(rows), threads: 1),
      warnings: result.warnings,
      verification: VerificationRows(schema: result.schema, fitted: fitted)
        .make(seed: specification.seed))
  }

  private func columns(of orders: FirstOrders) throws(LocatedError) -> FeatureTable {
    let names = features ?? FirstOrders.columns.filter { !orders.unfilled.contains($0) }
    for name in names where !FirstOrders.columns.contains(name) {
      throw LocatedError(
        .usage, "\(name) is no column of first orders",
        advice: "They have " + FirstOrders.columns.joined(separator: " and ") + ".")
    }
    let filled = orders.features.columns.filter {
      names.contains($0.name) && !orders.unfilled.contains($0.name)
    }
    guard !filled.isEmpty, features == nil || filled.count == Set(names).count else {
      let lacking = (features ?? orders.unfilled).filter { orders.unfilled.contains($0) }
      throw LocatedError(
        .wrongData, "the orders have nothing for \(lacking.joined(separator: ", "))",
        advice: "Name the header with --columns, as amount=HEADER or channel=HEADER.")
    }
    return FeatureTable(rowCount: orders.rowCount, columns: filled)
  }

  private func assessment(
    _ result: ValueTierFit, _ fitted: ChurnModel.Fitted, _ table: FeatureTable,
    _ repurchased: [Bool]
  ) throws -> Assessment {
    let predictor = Predictor(fitted, schema: result.schema)
    func measures(_ rows: [Int]) throws -> RegressionMeasures {
      RegressionMeasures(
        targets: rows.map { repurchased[$0] ? 1 : 0 },
        predictions: predictor.values(
          try result.schema.encode(table.selecting(rows: rows))))
    }
    return .number(
      NumberAssessment(
        training: try measures(result.trainingRows),
        holdout: result.heldOutRows.isEmpty ? nil : try measures(result.heldOutRows)))
  }

  private func provenance(_ report: OrderReadReport, _ result: ValueTierFit) -> Provenance {
    let used = specification
    // Of several files the hash of their hashes.
    let joined = report.files.compactMap(\.sha256).joined(separator: "\n")
    return Provenance(
      toolVersion: Workbench.version, seed: used.seed,
      sha256: report.sha256 ?? sha256Hex(Array(joined.utf8)),
      rowsRead: report.lines, rowsRejected: report.rejects.count,
      rowsTrained: result.trainingRows.count, rowsHeldOut: result.heldOutRows.count,
      options: [
        "features": features.map { .array($0.map { .string($0) }) } ?? .null,
        "cp": JSONValue(used.complexity), "min_leaf_share": JSONValue(used.minimumLeafShare),
        "cv": JSONValue(used.folds), "holdout": JSONValue(used.holdout), "prune": "min",
        "missing": "direction",
        "names": used.names.map { .array($0.map { .string($0) }) } ?? .null,
      ])
  }
}
