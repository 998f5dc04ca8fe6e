import DelimitedText
import Modeling
import Reporting

// Some of the judged customers.

extension Study {
  /// nil where nobody has bought twice.
  static func idleLine(_ snapshot: CustomerSnapshot) -> Double? {
    IdleLine.days(
      ages: snapshot.numbers("age_at_last_days"), orders: snapshot.numbers("orders"))
  }

  func compare(_ judgement: Judgement) throws -> Comparison {
    try Comparison(judgement.models.map { .model($0) }, judgement: judgement)
  }

  private func subset(_ judgement: Judgement, _ rows: [Int]) throws -> Comparison? {
    rows.isEmpty ? nil : try compare(judgement.selecting(rows))
  }

  func early(
    _ judgement: Judgement, _ judged: CustomerSnapshot, _ idle: Double?
  ) throws -> Subset {
    let recency = judged.numbers("recency_days")
    let rows = recency.indices.filter { recency[$0] <= idle ?? .infinity }
    let note =
      idle.map {
        "Customers whose last purchase is at most \(NumberText.fixed($0, decimals: 1)) days back, "
          + "two average purchase cycles at the training date: those whom a contact can still "
          + "reach in time."
      } ?? "All customers: nobody had bought twice by the training date, so there is no idle line."
    return Subset(
      key: "not_past_idle_line", title: "Not yet past the idle line", note: note,
      comparison: try subset(judgement, rows))
  }

  func newcomers(
    _ judgement: Judgement, _ judged: CustomerSnapshot, _ known: Set<String>, _ trainingDay: Day
  ) throws -> Subset {
    let rows = judged.customerIDs.indices.filter { !known.contains(judged.customerIDs[$0]) }
    return Subset(
      key: "new_since_training", title: "New since training",
      note: "Customers whose first purchase came after \(trainingDay): no model has met them.",
      comparison: try subset(judgement, rows))
  }
}

extension CustomerSnapshot {
  fileprivate func numbers(_ column: String) -> [Double] {
    guard case .numeric(let values)? = features.column(named: column)?.values else { return [] }
    return values
  }
}
