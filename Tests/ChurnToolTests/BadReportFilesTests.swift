import Churn
import Testing

@Suite struct BadReportFilesTests {
  private func reported() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("later.csv", customers(90))
    try folder.run("evaluate", "a.json", "later.csv", "-o", "r.json").expect(0)
    return folder
  }

  @Test(
    arguments: [
      ("format_version", 2, "newer"), ("format_version", "x", "/format_version"),
      ("format", "churn-comparison", "format"), ("measures/auc", 1.5, "/measures/auc"),
      ("measures/auc", "0.7", "/measures/auc"), ("measures/rows", -1, "/measures/rows"),
      ("measures/rows", 1.5, "/measures/rows"), ("measures/churned", 91, "/measures/churned"),
      ("measures/brier", 2, "/measures/brier"), ("measures/base_rate", -0.1, "/measures/base_rate"),
      ("measures/gains", [["fraction": 0, "captured": 0]], "/measures/gains/0/fraction"),
      ("measures/hosmer_lemeshow_p", 1e9, "/measures/hosmer_lemeshow_p"),
      ("data/sha256", 5, "/data/sha256"), ("model/name", .null, "/model/name"),
      ("bands/low", 7, "/bands/low"), ("in_sample", 0, "/in_sample"),
      ("warnings", "x", "/warnings"),
    ] as [(String, JSONValue, String)])
  func impossibleValues(_ path: String, _ value: JSONValue, _ part: String) throws {
    let folder = try reported()
    var report = try folder.json("r.json")
    report[path] = value
    try folder.write("x.json", report.pretty())
    try folder.run("compare", "x.json", "b.json").expect(65, "churn: x.json", part)
  }

  @Test(arguments: [
    "format_version", "model", "model/checksum", "data", "data/rows_read", "measures",
    "measures/rows", "measures/log_loss", "measures/gains", "measures/clustered", "bands",
    "bands/table", "in_sample", "warnings",
  ])
  func missingKeys(_ path: String) throws {
    let folder = try reported()
    try folder.write("x.json", folder.json("r.json").removing(path).pretty())
    try folder.run("compare", "x.json", "b.json")
      .expect(65, "churn: x.json", "/\(path) is missing")
  }

  @Test func everyCut() throws {
    let folder = try reported()
    let bytes = try folder.bytes("r.json")
    for end in stride(from: 0, to: bytes.count - 2, by: bytes.count / 16) {
      try folder.write("x.json", Array(bytes[..<end]))
      try folder.run("compare", "x.json", "b.json").expect(65, "churn: x.json")
    }
  }

  @Test func aReportIsNoModel() throws {
    let folder = try reported()
    for command in [["show", "r.json"], ["score", "r.json", "later.csv"]] {
      try folder.run(command).expect(65, "r.json", "no model file")
    }
    try folder.run("evaluate", "r.json", "later.csv").expect(65, "r.json", "no model file")
  }
}
