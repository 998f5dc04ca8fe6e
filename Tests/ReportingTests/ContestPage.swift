import Reporting

/// The charts of a page that judges models, from made-up numbers: how each is built from a
/// `LineChart`, and a page of all of them to look at.
enum ContestPage {
  static let models = ["logistic regression", "CART tree"]

  /// A curve through (0, 0) and (1, 1), the higher the strength.
  private static func curve(_ strength: Double, _ count: Int = 40) -> [LineChart.Point] {
    (0...count).map { step in
      let x = Double(step) / Double(count)
      return LineChart.Point(x, (1 + strength) * x / (1 + strength * x))
    }
  }

  private static let share = 0.0...1.0

  static let roc = LineChart(
    title: "ROC", summary: "The logistic regression lies above the tree everywhere.",
    x: Axis("false positive rate", format: .percent, range: share),
    y: Axis("true positive rate", format: .percent, range: share),
    series: [.init(models[0], curve(6)), .init(models[1], curve(3))], hasDiagonal: true,
    isSquare: true)

  static let precisionRecall = LineChart(
    title: "Precision and recall", summary: "Precision falls from 0.9 to the base rate of 0.45.",
    x: Axis("recall", format: .percent, range: share),
    y: Axis("precision", format: .percent, range: share),
    series: [
      .init(models[0], curve(1).map { .init($0.x, 0.95 - 0.5 * $0.x * $0.x) }, path: .steps),
      .init(models[1], curve(1).map { .init($0.x, 0.9 - 0.45 * $0.x) }, path: .steps),
      .init("base rate", [.init(0, 0.45), .init(1, 0.45)], isReference: true),
    ], isSquare: true)

  static let calibration = LineChart(
    title: "Calibration", summary: "Within its band everywhere, a little low above 80 %.",
    x: Axis("predicted probability", format: .percent, range: share),
    y: Axis("observed share", format: .percent, range: share),
    series: [
      .init(
        "smooth curve", curve(0.2), band: curve(0.2).map { .init($0.x, $0.y - 0.06, $0.y + 0.06) }),
      .init("groups of customers", curve(0.25, 10), path: .points),
    ], hasDiagonal: true, isSquare: true)

  static let gains = LineChart(
    title: "Gains", summary: "The best tenth holds 30 % of the lost.",
    x: Axis("share of customers contacted", format: .percent, range: share),
    y: Axis("share of lost customers found", format: .percent, range: share),
    series: [
      .init(models[0], curve(2.5, 10), hasMarkers: true),
      .init(models[1], curve(1.5, 10), hasMarkers: true),
      .init("contact at random", [.init(0, 0), .init(1, 1)], isReference: true),
    ], isSquare: true)

  static let lift = LineChart(
    title: "Lift", summary: "From 2.2 in the best tenth down to 1.",
    x: Axis("share of customers contacted", format: .percent, range: share), y: Axis("lift"),
    series: [
      .init(
        models[0], curve(2.5, 10).dropFirst().map { .init($0.x, $0.y / $0.x) }, hasMarkers: true),
      .init(
        models[1], curve(1.5, 10).dropFirst().map { .init($0.x, $0.y / $0.x) }, hasMarkers: true),
      .init("contact at random", [.init(0, 1), .init(1, 1)], isReference: true),
    ])

  static let profit = LineChart(
    title: "Profit", summary: "Highest at 30 % contacted; below zero beyond 80 %.",
    x: Axis("share of customers contacted", format: .percent, range: share),
    y: Axis("profit", format: .money(symbol: "¥")),
    series: [
      .init(models[0], curve(1).map { .init($0.x, 60_000 * $0.x * (0.8 - $0.x)) }),
      .init(models[1], curve(1).map { .init($0.x, 50_000 * $0.x * (0.7 - $0.x)) }),
      .init("contact at random", [.init(0, 0), .init(1, -12_000)], isReference: true),
    ], marks: [.init(0.4, "best share 40 %"), .init(0.8, "break-even 80 %")])

  static let scores = LineChart(
    title: "Scores by class", summary: "The lost have higher scores; the classes overlap.",
    x: Axis("predicted probability", format: .percent, range: share),
    y: Axis("share of the class", format: .percent),
    series: [
      .histogram(
        "came back", edges: (0...20).map { Double($0) / 20 },
        heights: (0..<20).map { 0.1 - 0.0048 * Double($0) }),
      .histogram(
        "lost", edges: (0...20).map { Double($0) / 20 },
        heights: (0..<20).map { 0.004 + 0.0048 * Double($0) }),
    ],
    marks: [.init(0.5, "threshold"), .init(0.38, "medium from"), .init(0.72, "high from")])

  static let importance = BarChart(
    title: "Importance", summary: "Recency matters most.", axis: Axis("loss of AUC"),
    bars: [
      .init("recency_days", 0.081, interval: 0.07...0.09, label: "0.081"),
      .init("orders", 0.034, interval: 0.03...0.04, label: "0.034"),
      .init("channel", -0.002, interval: -0.005...0.003, label: "-0.002"),
    ])

  static let lines = [roc, precisionRecall, calibration, gains, lift, profit, scores]

  static let table = TextTable(
    [
      .init("model"), .init("customers", .right), .init("AUC", .right),
      .init("95 % interval", .right), .init("lift 10 %", .right), .init("note"),
    ],
    rows: [
      [models[0], "2,357", "0.7712", "0.7522 to 0.7902", "2.21", "best AUC"],
      [models[1], "2,357", "0.7403", "0.7204 to 0.7602", "1.93", ""],
    ], caption: "The contest")

  static func page(language: String) -> Page {
    let tree = TreeDiagram(
      title: "Tree", summary: "Split by recency.",
      root: .init(
        ["churned 45 %", "n = 2,357"], emphasis: 0.45,
        children: [
          .init(["churned 20 %"], branch: "recency_days < 90", emphasis: 0.2),
          .init(["churned 70 %"], branch: "recency_days ≥ 90", emphasis: 0.7),
        ]))
    let charts = lines.map { Page.Block.figure(.line($0), caption: $0.title, table: table) }
    return Page(
      title: "Which model finds the lost customers? 哪个模型",
      lead: [
        .facts([.init("AUC", "0.771", detail: "0.752 to 0.790"), .init("customers", "2,357")]),
        .paragraph("A page to look at; its numbers are made up."),
      ],
      sections: [
        .init("Contest", [.table(table), .note("A note."), .warning("A warning.")]),
        .init("Charts", [.grid(charts)]),
        .init(
          "Model",
          [
            .figure(.bar(importance), caption: "Importance"), .list(["one", "two"]),
            .figure(.tree(tree), caption: "The tree"),
          ]),
      ], footer: "Made by a test.", language: language)
  }
}
