/// How our own programs are called: all commands of the trials in one place.
struct Programs {
  /// The command `churn`.
  let tool: String
  /// This program.
  let own: String
  /// A folder for what the commands write.
  let scratch: String
  let threads: Int

  private var threaded: [String] { ["--threads", "\(threads)"] }

  func job(_ workload: Workload, _ file: String) -> [String] {
    [own, "job", workload.rawValue, file] + threaded
  }

  func train(_ file: String, model: String) -> [String] {
    [tool, "train", "logistic", file, "--target", "churn", "-o", model, "--force"] + threaded
  }

  /// The model that customers are scored with: all 24 columns.
  func trainScoring(_ file: String, model: String) -> [String] {
    train(file, model: model) + ["--id", "customer_id"]
  }

  func score(_ file: String, model: String, output: String, reasons: Int? = nil) -> [String] {
    [tool, "score", model, file, "-o", output, "--force"] + threaded
      + (reasons.map { ["--reasons", "\($0)"] } ?? [])
  }

  func features(_ orders: String, output: String) -> [String] {
    [tool, "features", orders, "--as-of", "2026-01-01", "-o", output, "--force"] + threaded
  }

  func check(_ kind: CheckCommand.Kind, _ file: String) -> [String] {
    [own, "check", kind.rawValue, file]
  }

  func written(_ name: String) -> String { scratch + "/" + name }
}
