import Modeling
import Reporting

/// A penalised model for people: its coefficients, its path as a table and as pictures.
public struct PenalizationTables {
  let model: LogisticModel
  let penalization: Penalization

  /// nil for a model without such a penalty.
  public init?(_ model: LogisticModel) {
    guard let penalization = model.penalization else { return nil }
    self.model = model
    self.penalization = penalization
  }

  public func plain() -> String {
    coefficients.plain() + "\nstandardised: the change of the log-odds by one standard deviation; "
      + "a penalty leaves no standard errors\n\n" + fit.plain() + "\n" + path.plain() + "\n"
  }

  var blocks: [Page.Block] {
    [.table(coefficients), .table(fit)]
      + charts.map { .figure(.line($0.chart), caption: $0.caption, table: path) }
  }

  public var coefficients: TextTable {
    var table = TextTable([
      .init("term", maxWidth: 44), .init("estimate", .right), .init("standardised", .right),
      .init("odds ratio", .right),
    ])
    let deviations: [Double?] = [nil] + penalization.path.standardDeviations
    for (line, deviation) in zip(model.coefficients, deviations) {
      let estimate = line.estimate ?? 0
      table.rows.append([
        line.term.name, NumberText.significant(estimate, digits: 4),
        deviation.map { NumberText.significant(estimate * $0, digits: 4) } ?? "",
        NumberText.significant(Elementary.exp(estimate), digits: 4),
      ])
    }
    return table
  }

  /// `name  value` lines about the fit as a whole.
  public var fit: TextTable {
    let path = penalization.path
    var table = TextTable([.init("", holdsPhrases: true), .init("", .right, holdsPhrases: true)])
    table.rows = [
      [
        "penalty",
        "\(penalization.penalty), alpha \(NumberText.significant(path.alpha, digits: 4))",
      ],
      [
        "lambda (\(penalization.rule))",
        NumberText.significant(penalization.point.lambda, digits: 4),
      ],
      ["lambda of the first term", NumberText.significant(path.lambdaMaximum, digits: 4)],
      ["rows", NumberText.integer(model.rows)],
      [
        "terms that are not 0",
        "\(NumberText.integer(penalization.point.nonzeroCount)) of "
          + NumberText.integer(model.coefficients.count - 1),
      ],
      [
        "deviance (null deviance)",
        "\(NumberText.fixed(model.deviance, decimals: 2)) "
          + "(\(NumberText.fixed(model.nullDeviance, decimals: 2)))",
      ],
      ["log-likelihood", NumberText.fixed(model.logLikelihood, decimals: 2)],
    ]
    return table
  }

  /// At most some thirty lines; the one of the model is always among them.
  public var path: TextTable {
    var table = TextTable([
      .init("lambda", .right), .init("terms", .right), .init("explained", .right),
      .init("held-out deviance", .right), .init("std. error", .right),
      .init("", holdsPhrases: true),
    ])
    let points = penalization.path.points
    let step = max(1, (points.count + 29) / 30)
    for place in points.indices
    where place % step == 0 || place == points.count - 1 || !mark(place).isEmpty {
      let judged = penalization.curve?.points[place]
      table.rows.append([
        NumberText.significant(points[place].lambda, digits: 4),
        NumberText.integer(points[place].nonzeroCount),
        NumberText.percent(points[place].devianceRatio),
        NumberText.fixed(judged?.deviance, decimals: 5),
        NumberText.fixed(judged?.standardError, decimals: 5), mark(place),
      ])
    }
    return table
  }

  private func mark(_ place: Int) -> String {
    var words: [String] = []
    if place == penalization.curve?.minimum { words.append("cv-min") }
    if place == penalization.curve?.oneStandardError { words.append("cv-1se") }
    if place == penalization.chosen { words.append("chosen") }
    return words.joined(separator: ", ")
  }
}

// MARK: - Pictures

extension PenalizationTables {
  /// Coefficients, and where there is one the curve of the cross-validation, against log λ.
  public var charts: [(chart: LineChart, caption: String)] {
    var charts = [(coefficientChart, "Coefficients along the path of the penalty")]
    if let curve = penalization.curve {
      charts.append((Self.chart(curve), "Deviance of held-out customers, ± one standard error"))
    }
    return charts
  }

  /// The terms with the largest standardised coefficients at the end of the path.
  private var coefficientChart: LineChart {
    let path = penalization.path
    let last = path.points.last?.coefficients ?? []
    let sizes = path.standardDeviations.indices.map {
      abs(last[$0 + 1] * path.standardDeviations[$0])
    }
    let shown = sizes.indices.filter { sizes[$0] > 0 }
      .sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }.prefix(5)
    var series = shown.map { term in
      LineChart.Series(
        model.coefficients[term + 1].term.name,
        path.points.map {
          LineChart.Point(
            Elementary.log($0.lambda), $0.coefficients[term + 1] * path.standardDeviations[term])
        })
    }
    let ends: [Double] = series.flatMap(\.points).map(\.y) + [0]
    let place = Elementary.log(penalization.point.lambda)
    series.append(
      LineChart.Series(
        "the model", [.init(place, ends.min() ?? 0), .init(place, ends.max() ?? 0)]))
    return LineChart(
      title: "Path of the coefficients",
      summary: "Standardised coefficients of the largest terms for each strength of the penalty.",
      x: Axis("log of lambda"), y: Axis("standardised coefficient"), series: series)
  }

  private static func chart(_ curve: ElasticNetCurve) -> LineChart {
    let xs = curve.points.map { Elementary.log($0.lambda) }
    let low = curve.points.map { $0.deviance - $0.standardError }.min() ?? 0
    let high = curve.points.map { $0.deviance + $0.standardError }.max() ?? 0
    func upright(_ name: String, _ place: Int) -> LineChart.Series {
      LineChart.Series(name, [.init(xs[place], low), .init(xs[place], high)])
    }
    return LineChart(
      title: "Cross-validation",
      summary: "Mean deviance of held-out customers for each strength of the penalty.",
      x: Axis("log of lambda"), y: Axis("deviance of a held-out customer"),
      series: [
        LineChart.Series(
          "held-out deviance", zip(xs, curve.points).map { .init($0, $1.deviance) },
          band: zip(xs, curve.points).map {
            .init($0, $1.deviance - $1.standardError, $1.deviance + $1.standardError)
          }), upright("smallest", curve.minimum),
        upright("one standard error", curve.oneStandardError),
      ])
  }
}
