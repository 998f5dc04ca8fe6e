import Modeling

/// The column `tier` of a scored file.
struct TierColumn: Sendable {
  /// By leaf number.
  private let names: [Int: String]
  private let predictor: Predictor

  /// - Parameter model: the one with the tiers; nil where it has none.
  init?(_ model: ChurnModel) {
    guard let tiers = model.tiers else { return nil }
    names = Dictionary(
      tiers.tiers.map { ($0.leaf, $0.name) }, uniquingKeysWith: { $1 })
    predictor = Predictor(model.fitted, schema: model.schema)
  }

  /// The tiers of the records that were scored.
  /// - Parameters:
  ///   - predictions: of the model that scored them; its leaves are the tiers if `tiered` is nil.
  ///   - tiered: more records than were scored, at least those, as the tiers' model reads them.
  func names(
    _ predictions: Predictions, _ scored: BatchEncoder.Result, _ tiered: BatchEncoder.Result?
  ) -> [String] {
    guard let tiered else { return predictions.leaves.map { names[$0] ?? "" } }
    let leaves = predictor.predict(tiered.table, reasonCount: 0).leaves
    var place = 0
    return scored.records.map { record in
      while tiered.records[place] < record { place += 1 }
      return names[leaves[place]] ?? ""
    }
  }
}
