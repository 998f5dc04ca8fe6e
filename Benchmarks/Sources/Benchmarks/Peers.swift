import Churn

/// The programs that ours are compared with: those that are installed.
struct Peers {
  private let python: String
  private let rscript: String
  /// The folder of their scripts.
  private let scripts: String
  /// Of Python's and R's packages that are installed.
  private let pythonVersions: [String: String]
  private let rVersions: [String: String]

  static let pythonPackages = [
    "duckdb", "glum", "lightgbm", "numpy", "polars", "scikit-learn", "statsmodels",
  ]
  static let rPackages = ["base", "data.table", "doMC", "fastglm", "glmnet", "rpart"]

  init(python: String, rscript: String, scripts: String, scratch: String) {
    (self.python, self.rscript, self.scripts) = (python, rscript, scripts)
    pythonVersions = Self.versions(
      [python, scripts + "/versions.py"] + Self.pythonPackages, scratch)
    rVersions = Self.versions([rscript, scripts + "/versions.R"] + Self.rPackages, scratch)
  }

  /// What the script prints as JSON; none where there is no such language.
  private static func versions(_ command: [String], _ scratch: String) -> [String: String] {
    guard let found = try? ChildProcess.run(command, scratch: scratch), found.status == 0,
      case .object(let members)? = try? JSONValue.parse(
        Array(found.output.utf8), name: command[1])
    else { return [:] }
    return members.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
  }

  var versions: [String: String] {
    var all = pythonVersions
    for (name, version) in rVersions { all[name == "base" ? "R" : name] = version }
    return all
  }

  /// A peer in Python.
  func python(
    _ name: String, needs packages: [String], _ script: String, _ arguments: [String],
    clock: Contender.Clock, check: [String]? = nil
  ) -> Peer {
    Peer(
      contender: Contender(
        name: name, command: [python, scripts + "/" + script] + arguments, clock: clock,
        check: check),
      missing: packages.filter { pythonVersions[$0] == nil })
  }

  /// A peer in R.
  func r(
    _ name: String, needs packages: [String], _ script: String, _ arguments: [String],
    clock: Contender.Clock, check: [String]? = nil
  ) -> Peer {
    Peer(
      contender: Contender(
        name: name, command: [rscript, scripts + "/" + script] + arguments, clock: clock,
        check: check),
      missing: (["base"] + packages).filter { rVersions[$0] == nil }
        .map { $0 == "base" ? "R" : $0 })
  }
}

struct Peer {
  var contender: Contender
  /// Packages that are not installed.
  var missing: [String]
}

extension Trial {
  /// The same trial with those of the peers that are installed.
  func against(_ peers: [Peer]) -> Trial {
    var trial = self
    for peer in peers {
      if peer.missing.isEmpty {
        trial.contenders.append(peer.contender)
      } else {
        trial.skipped.append(
          "\(peer.contender.name) (needs \(peer.missing.joined(separator: ", ")))")
      }
    }
    return trial
  }
}
