import DelimitedText
import Modeling

/// What a playbook says of the customers of a batch, before the list is chosen; one element a row.
struct PlaybookRows: Sendable {
  var stages: [LifeStage?]
  /// Places in the playbook's names; nil where nothing tells the tier.
  var tiers: [Int?]
  var drivers: [LossDriver?]
  /// Places in the playbook's rules.
  var rules: [Int?]
  /// nil where nobody is to be contacted.
  var worth: [Double?]
  var cost: [Double]
  /// Cells of the stage's and the tier's column that are no number.
  var unread = 0
}

/// Reads stage and tier of each customer, and looks up the rule.
struct PlaybookColumns: Sendable {
  let plan: PlaybookPlan
  let groups: FeatureGroups
  /// Features of the model that no driver was assigned to.
  let unassigned: [String]
  private let bands: Bands
  private let missing: MissingTokens
  /// nil: the file has no such column, and everybody is without a stage, or a tier.
  private let stagePlace: Int?
  private let tierPlace: Int?
  private let tierOfName: [String: Int]

  /// - Parameters:
  ///   - bands: of the run.
  ///   - tiers: names that a model gives; nil without one.
  ///   - allowsAbsent: a file without the playbook's columns is taken.
  /// - Throws: `.wrongData` for columns that are missing, `.usage` for tiers that do not fit.
  init(
    _ plan: PlaybookPlan, _ model: ChurnModel, bands: Bands, tiers: ValueTiers?,
    reader: RecordReader, options: ScoringOptions
  ) throws(LocatedError) {
    self.plan = plan
    self.bands = bands
    missing = MissingTokens(options.readOptions.missingTokens)
    let assignment = DriverAssignment(
      model.schema.features.map(\.name), assigned: plan.playbook.drivers)
    groups = assignment.groups
    unassigned = assignment.unassigned
    let names = plan.playbook.tiers?.names ?? []
    tierOfName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    try Self.checkTiers(plan.playbook, tiers)
    func place(_ column: String) throws(LocatedError) -> Int? {
      guard reader.header.contains(column) || !options.allowsMissingColumns else { return nil }
      try ColumnNames(reader.header, file: reader.inputName).require([column])
      return try reader.index(of: column)
    }
    stagePlace = try place(plan.playbook.stages.column)
    if case .column(let column, _)? = plan.playbook.tiers?.source {
      tierPlace = try place(column)
    } else {
      tierPlace = nil
    }
  }

  private static func checkTiers(
    _ playbook: Playbook, _ tiers: ValueTiers?
  ) throws(LocatedError) {
    switch (playbook.tiers?.source, tiers) {
    case (.column?, .some):
      throw LocatedError(
        .usage, "the playbook has tiers of its own, by a column", advice: "Leave --tiers out.")
    case (.model?, nil):
      throw LocatedError(
        .usage, "the playbook takes its tiers from a model",
        advice: "Give --tiers a model made by churn train tiers.")
    case (.model?, .some(let tiers)):
      let known = playbook.tiers?.names ?? []
      guard let strange = tiers.tiers.first(where: { !known.contains($0.name) }) else { return }
      throw LocatedError(
        .usage, "the playbook does not know the model's tier \(strange.name)",
        advice: "Its names are: \(known.joined(separator: ", ")). Name the model's there.")
    default: return
    }
  }

  /// - Parameter modelTiers: names of the rows' tiers where a model gives them, else empty.
  func rows(
    _ predictions: Predictions, _ result: BatchEncoder.Result, modelTiers: [String],
    _ batch: RecordBatch
  ) -> PlaybookRows {
    let (days, unreadDays) = numbers(stagePlace, result.records, batch)
    let (values, unreadValues) = numbers(tierPlace, result.records, batch)
    let stages = days.map { plan.playbook.stages.stage(of: $0) }
    let tiers =
      modelTiers.isEmpty
      ? values.map { plan.playbook.tiers?.tier(of: $0) } : modelTiers.map { tierOfName[$0] }
    let drivers = predictions.strongestGroups.map(DriverAssignment.driver(ofGroup:))
    let rules = stages.indices.map {
      plan.playbook.rule(
        stage: stages[$0], tier: tiers[$0], driver: drivers[$0],
        band: bands.band(of: predictions.values[$0]))
    }
    return PlaybookRows(
      stages: stages, tiers: tiers, drivers: drivers, rules: rules,
      worth: zip(rules, predictions.values).map { plan.worth(rule: $0, probability: $1) },
      cost: zip(rules, predictions.values).map { plan.cost(rule: $0, probability: $1) },
      unread: unreadDays + unreadValues)
  }

  /// NaN where a cell is empty or no number; how many are no number.
  private func numbers(
    _ place: Int?, _ records: [Int], _ batch: RecordBatch
  ) -> (values: [Double], unread: Int) {
    guard let place else { return (records.map { _ in .nan }, 0) }
    var keep = [UInt8](repeating: 0, count: batch.recordCount)
    for record in records { keep[record] = 1 }
    let (values, broken) = batch.withFields {
      $0.numbers(column: place, keep: keep, missing: missing)
    }
    return (records.map { values[$0] }, broken.count)
  }
}
