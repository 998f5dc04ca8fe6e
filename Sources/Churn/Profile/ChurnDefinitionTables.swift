import Modeling
import Reporting

/// Tables of churn definitions for people.
public struct ChurnDefinitionTables: Sendable {
  private let definitions: ChurnDefinitions

  public init(_ definitions: ChurnDefinitions) {
    self.definitions = definitions
  }

  /// All of it, with what the numbers mean.
  public func plain() -> String {
    let tables = [fits, quantiles, comparison, verification].filter { !$0.rows.isEmpty }
    let texts = definitions.cycles.notes + [definitions.claim.answer] + notes
    return tables.map { $0.plain() }.joined(separator: "\n") + "\n"
      + texts.map { $0 + "\n" }.joined()
  }

  /// A line a distribution of the gaps.
  public var fits: TextTable {
    var table = TextTable(
      [
        .init("days between purchases"), .init("average", .right), .init("median", .right),
        .init("1.5 cycles", .right), .init("2 cycles", .right), .init("AIC", .right),
        .init("KS distance", .right), .init("beyond 2 cycles", .right),
      ])
    let cycles = definitions.cycles
    guard let average = cycles.average else { return table }
    table.rows.append(
      ["\(NumberText.integer(cycles.gapCount)) gaps"] + days(average, cycles.median)
        + [
          NumberText.missing, NumberText.missing, NumberText.percent(cycles.shareBeyondTwo),
        ])
    for fit in cycles.fits {
      table.rows.append(
        [fit.estimate.name] + days(fit.expectation, fit.median)
          + [
            NumberText.fixed(fit.aic, decimals: 0, isGrouped: true),
            NumberText.fixed(fit.kolmogorovSmirnov, decimals: 3),
            NumberText.percent(fit.shareBeyondTwo),
          ])
    }
    return table
  }

  private func days(_ average: Double, _ median: Double?) -> [String] {
    [average, median, 1.5 * average, 2 * average].map { NumberText.fixed($0, decimals: 1) }
  }

  /// Within how many days a share of gaps, of purchases and of returns falls.
  public var quantiles: TextTable {
    var table = TextTable(
      [
        .init("within", .right), .init("of gaps, days", .right), .init("of purchases", .right),
        .init("of returns", .right),
      ])
    guard definitions.cycles.average != nil else { return table }
    for quantile in definitions.cycles.quantiles {
      table.rows.append(
        ["\(quantile.percent) %"]
          + [quantile.ofGaps, quantile.ofPurchases, quantile.ofReturns].map(ShareText.days))
    }
    return table
  }

  /// A line a definition.
  public var comparison: TextTable {
    var table = TextTable(
      [
        .init("lost when"), .init("line, days", .right), .init("lost now", .right),
        .init("share", .right), .init("past it before", .right), .init("came back", .right),
        .init("stayed away", .right), .init("95 % interval", .right),
        .init("leavers called", .right), .init("called after", .right),
      ])
    for definition in definitions.definitions { table.rows.append(row(definition)) }
    return table
  }

  private func row(_ definition: ChurnDefinition) -> [String] {
    let verification = definition.verification
    return [
      definition.line.name,
      definition.isPersonal ? "own" : ShareText.days(definition.lineDays),
      NumberText.integer(definition.lost), NumberText.percent(definition.lostShare),
      NumberText.integer(verification?.called), NumberText.integer(verification?.cameBack),
      NumberText.percent(verification?.stayedAway),
      ShareText.interval(verification?.interval),
      NumberText.percent(verification?.leaversCalled), ShareText.days(definition.calledAfter),
    ]
  }

  /// A line a definition and date at which it could be laid.
  public var verification: TextTable {
    var table = TextTable(
      [
        .init("lost when"), .init("at"), .init("line, days", .right), .init("past it", .right),
        .init("came back", .right), .init("stayed away", .right), .init("95 % interval", .right),
      ])
    for definition in definitions.definitions {
      for date in definition.verification?.dates ?? [] where date.lineDays != nil {
        table.rows.append([
          definition.line.name, "\(date.date)",
          definition.isPersonal ? "own" : ShareText.days(date.lineDays),
          NumberText.integer(date.called), NumberText.integer(date.cameBack),
          NumberText.percent(date.stayedAway), ShareText.interval(date.interval),
        ])
      }
    }
    return table
  }

  /// What the columns mean.
  public var notes: [String] {
    var notes = definitions.notes
    if let followUp = definitions.followUp, !definitions.dates.isEmpty {
      notes.append(
        "Past it before: customers past the line on "
          + definitions.dates.map { "\($0)" }.joined(separator: ", ")
          + ", each line laid by what was known then (a young file knows short gaps only, so its "
          + "lines are shorter). Came back: bought within "
          + "\(ShareText.daysWithUnit(Double(followUp))) after that date: false alarms.")
      notes.append(
        "Leavers called: of all customers who did not buy within those days, the share that was "
          + "past the line already. Called after: days of silence, median of those lost now.")
    }
    return notes
  }

  /// Shares of gaps up to so many days, with the fits and the cuts at 1.5 and 2 average cycles; nil
  /// without gaps.
  public var chart: LineChart? {
    let cycles = definitions.cycles
    guard let average = cycles.average, let last = cycles.curve.last, last.days > 0 else {
      return nil
    }
    let observed = LineChart.Series(
      "gaps", cycles.curve.map { LineChart.Point($0.days, $0.gaps) })
    let fitted = cycles.fits.map { fit in
      LineChart.Series(
        fit.estimate == .kaplanMeier ? "returns (Kaplan–Meier)" : fit.estimate.name,
        cycles.curve.map { LineChart.Point($0.days, $0.fits[fit.estimate] ?? .nan) })
    }
    return LineChart(
      title: "Days between purchases",
      summary: "Share of the gaps between a customer's purchases that are at most so many days, as "
        + "observed and by the fitted distributions.",
      x: Axis("days since the purchase before", range: 0...last.days),
      y: Axis("share of gaps", format: .percent, range: 0...1), series: [observed] + fitted,
      marks: [.init(1.5 * average, "1.5 cycles"), .init(2 * average, "2 cycles")])
  }
}
