import DelimitedText
import Modeling
import Testing

@testable import Churn

struct ModelReportTests {
  private static let holdout = CustomerTable.seeded(300, seed: 21)

  private func read(_ document: JSONValue) throws -> ModelReport {
    try ModelReport.read(.bytes(document.fileBytes, name: "report.json"))
  }

  @Test(arguments: Kind.allCases, [false, true])
  func comesBackAsItWas(_ kind: Kind, _ isInSample: Bool) throws {
    let model = try kind.model
    let table = isInSample ? Kind.table : Self.holdout
    var report = try Judgement([model], on: table.input).report(0)
    let back = try read(report.json)
    #expect(back.json.isIdentical(to: report.json))
    // The measures' own warnings are among those of the report.
    report.measures.warnings = []
    #expect(back == report)
    #expect(back.model.checksum == ModelFile.document(of: model)[path: "/checksum"]?.text)
  }

  /// A file with one class has no AUC: its report says null and comes back.
  @Test(arguments: ["0", "1"])
  func oneClassAlone(_ label: String) throws {
    let model = try Kind.logistic.model
    var judgement = try Judgement([model], on: Self.holdout.input)
    let rows = judgement.customers.labels.indices.filter {
      judgement.customers.labels[$0] == (label == "1")
    }
    judgement = judgement.selecting(rows)
    let report = judgement.report(0)
    #expect(report.measures.auc == nil && report.json[path: "/measures/auc"] == .null)
    #expect(try read(report.json).json.isIdentical(to: report.json))
  }

  @Test func oneRowAlone() throws {
    let report = try Judgement([try Kind.tree.model], on: Self.holdout.input).selecting([4])
      .report(0)
    #expect(report.measures.rows == 1)
    #expect(try read(report.json).json.isIdentical(to: report.json))
  }

  static let tamperings: [(path: String, new: JSONValue?, named: String)] = [
    ("/format", "churn-model", "(document)"), ("/format_version", 2, "/format_version"),
    ("/model/name", 1, "/model/name"), ("/model/checksum", nil, "/model/checksum"),
    ("/data/sha256", nil, "/data/sha256"), ("/data/rows_read", -1, "/data/rows_read"),
    ("/in_sample", "no", "/in_sample"), ("/measures/auc", 1.5, "/measures/auc"),
    ("/measures/rows", 0.5, "/measures/rows"), ("/measures/brier", nil, "/measures/brier"),
    ("/measures/gains/2/fraction", 0, "/measures/gains/2/fraction"),
    ("/measures/threshold/rule", 1, "/measures/threshold/rule"),
    ("/bands/low", 0.99999, "/bands/high"), ("/bands/table/1/band", "top", "/bands/table/1/band"),
    ("/warnings", "none", "/warnings"),
    ("/measures/auc", nil, "/measures/auc"), ("/measures/auc_low", 0.99999, "/measures/auc"),
    ("/measures/gini", 0.1, "/measures/gini"), ("/measures/lift_at_10", 9, "/measures/lift_at_10"),
    ("/measures/gains/3/captured", 0, "/measures/gains/3/captured"),
    ("/measures/gains/4/lift", 7, "/measures/gains/4/lift"),
    ("/measures/threshold", nil, "/measures/threshold"),
    ("/measures/threshold/rule", "magic", "/measures/threshold/rule"),
    ("/measures/profit", nil, "/measures/profit"), ("/data/sha256", "zz", "/data/sha256"),
    ("/measures/bootstrap", -1, "/measures/bootstrap"),
    ("/measures/gains/0/lift_low", 1e8, "/measures/gains/0"),
    ("/measures/brier_decomposition/uncertainty", 2, "/measures/brier_decomposition/uncertainty"),
    ("/measures/calibration_groups", nil, "/measures/calibration_groups"),
    (
      "/measures/calibration_groups/0/churned", 1e6, "/measures/calibration_groups/0/churned"
    ),
    (
      "/measures/calibration_curve/points/0/predicted", 1.1,
      "/measures/calibration_curve/points/0/predicted"
    ),
    (
      "/measures/expected_maximum_profit/assumptions/alpha", 0,
      "/measures/expected_maximum_profit/assumptions"
    ),
    ("/measures/confusion/true_positives", -1, "/measures/confusion/true_positives"),
    ("/measures/profit", 3, "/measures/profit"),
    ("/baselines/0/name", nil, "/baselines/0/name"),
    ("/baselines/0/auc_difference", 1.5, "/baselines/0/auc_difference"),
  ]

  @Test(arguments: tamperings)
  func whatIsImpossibleIsNamed(_ path: String, _ new: JSONValue?, _ named: String) throws {
    let report = try Judgement([try Kind.tree.model], on: Self.holdout.input).report(0)
    try #require(report.json[path: path] != nil)
    let error = #expect(throws: LocatedError.self) {
      try read(report.json.setting(path, to: new))
    }
    #expect(error?.kind == .wrongData)
    #expect(error?.what.contains(named) == true, "\(error?.what ?? "")")
  }

  @Test func mutationsNeverCrash() throws {
    let document = try Judgement([try Kind.tree.model], on: Self.holdout.input).report(0).json
    var random = SeededGenerator(seed: 6, stream: 6)
    let others: [JSONValue?] = [nil, .null, true, "x", -1, 1e300, 0.5, [], [:]]
    for _ in 0..<200 {
      var mutant = document
      for path in [0, 1].map({ _ in document.paths[random.integer(below: document.paths.count)] })
      where mutant[path: path] != nil {
        mutant = mutant.setting(path, to: others[random.integer(below: others.count)])
      }
      do { _ = try Comparison([.report(try read(mutant))], judgement: nil).table } catch {
        #expect((error as? LocatedError)?.kind == .wrongData)
      }
    }
  }
}
