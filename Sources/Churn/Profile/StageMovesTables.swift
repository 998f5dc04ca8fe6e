import Reporting

extension StageMoves {
  /// A bar a move: the share of the customers of a stage; nil where nobody had bought by the first day.
  public var chart: BarChart? {
    let known = moves.filter { $0.from != nil && $0.customers > 0 }
    guard !known.isEmpty else { return nil }
    return BarChart(
      title: "Moves between stages",
      summary: "Of the customers in each stage on \(from), the share in each stage on \(to).",
      axis: Axis("share of the stage on \(from)", format: .percent, range: 0...1),
      bars: known.map { move in
        BarChart.Bar(
          "\(move.from?.rawValue ?? "") → \(move.to.rawValue)", share(move) ?? .nan,
          label: NumberText.percent(share(move)))
      })
  }

  /// Customers: a line a stage on the first day, a column a stage on the second.
  public var customerTable: TextTable {
    table("on \(from)", totals: true) { move in
      move.customers == 0
        ? "0" : "\(NumberText.integer(move.customers)) (\(NumberText.percent(share(move))))"
    }
  }

  /// What they spent by the first day: revenue that moved with them.
  public var revenueBeforeTable: TextTable {
    table("revenue up to \(from)", totals: false) { ShareText.money($0.revenueBefore) }
  }

  /// What they spent after the first day up to the second.
  public var revenueBetweenTable: TextTable {
    table("revenue after \(from)", totals: false) { ShareText.money($0.revenueBetween) }
  }

  private func table(
    _ corner: String, totals: Bool, _ cell: (Move) -> String
  ) -> TextTable {
    let stages = LifeStage.allCases
    var table = TextTable(
      [.init(corner)] + stages.map { .init("\($0.rawValue) on \(to)", .right) }
        + (totals ? [.init("all", .right)] : []))
    for origin in stages.map({ $0 }) + [nil] {
      table.rows.append(
        [origin?.rawValue ?? "new since"] + stages.map { cell(move(from: origin, to: $0)) }
          + (totals ? [NumberText.integer(customers(from: origin))] : []))
    }
    if totals {
      let all = moves.reduce(0) { $0 + $1.customers }
      table.rows.append(
        ["all"] + stages.map { NumberText.integer(customers(to: $0)) } + [NumberText.integer(all)])
    }
    return table
  }
}
