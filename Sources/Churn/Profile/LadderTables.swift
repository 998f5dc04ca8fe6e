import DelimitedText
import Modeling
import Reporting

extension RepurchaseLadder {
  /// A line a step.
  public var table: TextTable {
    var table = TextTable(
      [
        .init("purchase"), .init("buyers", .right), .init("within \(horizon) days", .right),
        .init("95 % interval", .right), .init("seen to return", .right),
        .init("still at risk then", .right), .init("median gap", .right),
        .init("mean amount", .right), .init("mean items", .right),
      ])
    table.rows = steps.map { step in
      [
        "\(step.k)→\(step.k + 1)", NumberText.integer(step.buyers),
        NumberText.percent(step.share), Self.interval(step), NumberText.percent(step.rawShare),
        NumberText.integer(step.atRiskAtHorizon), ShareText.days(step.medianGap),
        ShareText.money(step.meanAmount), NumberText.fixed(step.meanItems, decimals: 2),
      ]
    }
    return table
  }

  /// A line a channel: the first three steps. nil where the file has no channels.
  public var channelTable: TextTable? {
    guard !channels.isEmpty else { return nil }
    var table = TextTable([
      .init("first channel", maxWidth: 24), .init("first-time buyers", .right),
    ])
    for k in 1...3 {
      table.columns += [.init("\(k)→\(k + 1)", .right), .init("95 % interval", .right)]
    }
    table.columns += [.init("mean first amount", .right)]
    table.rows = channels.map { channel in
      [channel.title, NumberText.integer(channel.steps.first?.buyers)]
        + (1...3).flatMap { k -> [String] in
          let step = channel.steps.first { $0.k == k }
          return [NumberText.percent(step?.share), step.map(Self.interval) ?? NumberText.missing]
        } + [ShareText.money(channel.steps.first?.meanAmount)]
    }
    return table
  }

  /// The practice's claims and their answers.
  public var claimTable: TextTable {
    TextTable(
      [.init("claim"), .init("answer"), .init("figures")],
      rows: claims.map { claim in
        let answer =
          switch claim.answer {
          case .holds: "holds"
          case .doesNotHold: "does not hold"
          case .undecided: "undecided"
          }
        return [claim.text, answer, claim.reason]
      })
  }

  public var note: String {
    """
    Share of the buyers of a k-th purchase who made the next within \(horizon) days (Kaplan–Meier: who \
    bought too lately to have come back counts as long as observed), beside the share seen to return at \
    all. Steps that rise with k need not mean that a purchase makes the next likelier: the later steps \
    are those of the customers who came back before.
    """
  }

  /// nil without a step.
  public var chart: BarChart? {
    let known = steps.filter { $0.share != nil }
    guard !known.isEmpty else { return nil }
    return BarChart(
      title: "Repurchase ladder",
      summary: "Share of the buyers of k purchases who made the next within \(horizon) days.",
      axis: Axis("share within \(horizon) days", format: .percent),
      bars: known.map { step in
        BarChart.Bar(
          "\(step.k)→\(step.k + 1)", step.share ?? .nan,
          interval: step.interval.map { $0.low...$0.high },
          label: NumberText.percent(step.share))
      })
  }

  private static func interval(_ step: Step) -> String {
    ShareText.interval(step.interval)
  }
}
