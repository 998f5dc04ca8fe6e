/// The rows of the performance table.
struct Trials {
  enum Scale: String, CaseIterable {
    case full
    /// A tenth of the rows.
    case small

    var divisor: Int { self == .full ? 1 : 10 }
  }

  let data: DataFolder
  let programs: Programs
  /// Nil where only ours run.
  let peers: Peers?
  let scale: Scale

  /// Each is made when its turn comes, for the files that it needs are large.
  var all: [(id: String, make: () throws -> [Trial])] {
    [
      ("W1 fit", { [try logisticFit()] }), ("W1 limit", { [try logisticLimit()] }),
      ("W1 job", { [try logisticJob()] }),
      ("W2", { [try elasticNet()] }), ("W3 exact", { [try exactTree()] }),
      ("W3 histogram", { [try histogramTree()] }), ("W3 pruned", { [try prunedTree()] }),
      ("W4", { [try scoring()] }), ("W5", { [try features()] }), ("W6", { [try parsing()] }),
      ("start", { try starts() }), ("scaling", { try scalings() }),
    ]
  }

  func rows(_ full: Int) -> Int { full / scale.divisor }

  private func ours(
    _ command: [String], clock: Contender.Clock = .wall, check: [String]? = nil
  ) -> Contender {
    Contender(name: "churn", command: command, clock: clock, check: check)
  }

  // MARK: - Logistic regression

  private func logisticFit() throws -> Trial {
    let file = try data.numbers(rows(1_000_000))
    return Trial(
      id: "W1 fit", work: "logistic regression with standard errors, \(size(1_000_000)) × 20, fit",
      contenders: [ours(programs.job(.logistic, file), clock: .said("fit_s"))],
      goal: .ratio(0.12, of: "glum"), agreements: Self.likelihood
    ).against(logisticPeers(file, .said("fit_s"), withInference: true))
  }

  /// How near the fit is to what memory allows.
  private func logisticLimit() throws -> Trial {
    let file = try data.numbers(rows(1_000_000))
    return Trial(
      id: "W1 limit", work: "the fit of W1, in times that its numbers are read from memory",
      contenders: [ours(programs.job(.logistic, file), clock: .said("fit_s"))], goal: .passes(3))
  }

  private func logisticJob() throws -> Trial {
    let file = try data.numbers(rows(1_000_000))
    let model = programs.written("numbers-model.json")
    return Trial(
      id: "W1 job", work: "logistic regression, \(size(1_000_000)) × 20, CSV → model file",
      contenders: [
        ours(programs.train(file, model: model), check: programs.check(.model, model))
      ], goal: .ratio(0.25, of: "glum"), megabytes: 300, agreements: Self.likelihood
    ).against(logisticPeers(file, .said("job_s"), withInference: false))
  }

  private static let likelihood = [
    Trial.Agreement(key: "loglik", tolerance: 1e-7),
    // Some take them from the weights of the iteration before the last.
    Trial.Agreement(key: "se_x1", tolerance: 1e-3),
  ]

  /// - Parameter withInference: also the slower ones, with standard errors.
  private func logisticPeers(
    _ file: String, _ clock: Contender.Clock, withInference: Bool
  ) -> [Peer] {
    guard let peers else { return [] }
    func python(_ name: String, _ package: String, _ kind: String) -> Peer {
      peers.python(
        name, needs: ["numpy", "polars", package], "logistic.py", [kind, file], clock: clock)
    }
    func r(_ name: String, _ kind: String, _ packages: [String] = []) -> Peer {
      peers.r(
        name, needs: ["data.table"] + packages, "logistic.R", [kind, file], clock: clock)
    }
    let inferring = [
      python("glum with standard errors", "glum", "glum_se"),
      python("statsmodels", "statsmodels", "statsmodels"),
    ]
    return [python("glum", "glum", "glum")] + (withInference ? inferring : [])
      + [
        python("scikit-learn", "scikit-learn", "sklearn"),
        r("fastglm", "fastglm", ["fastglm"]), r("R glm", "glm"),
      ]
  }

  private func elasticNet() throws -> Trial {
    let file = try data.numbers(rows(100_000))
    let peers = peers.map { peers in
      [("cv.glmnet, two processes", "cv_par", ["doMC"]), ("cv.glmnet", "cv", [])].map {
        peers.r(
          $0.0, needs: ["data.table", "glmnet"] + $0.2, "elastic_net.R", [$0.1, file],
          clock: .said("fit_s"))
      }
    }
    return Trial(
      id: "W2", work: "elastic-net path, 10-fold cross-validation, \(size(100_000)) × 20",
      contenders: [ours(programs.job(.elasticNet, file), clock: .said("fit_s"))],
      goal: .ratio(0.2, of: "cv.glmnet, two processes"),
      agreements: [
        // The curve is flat there: a neighbour on the path may be as good.
        .init(key: "lambda_min", tolerance: 0.15), .init(key: "cv_dev_min", tolerance: 1e-5),
        .init(key: "lambda_1se", tolerance: 1e-5), .init(key: "nz_1se", tolerance: 0),
      ]
    ).against(peers ?? [])
  }

  // MARK: - Trees

  private func exactTree() throws -> Trial {
    let file = try data.numbers(rows(1_000_000))
    return Trial(
      id: "W3 exact", work: "tree, gini, depth 10, leaves of 50, \(size(1_000_000)) × 20, fit",
      contenders: [ours(programs.job(.exactTree, file), clock: .said("fit_s"))],
      goal: .ratio(0.12, of: "rpart"), agreements: Self.tree
    ).against(
      [rTree("rpart", file), pythonTree("scikit-learn", "sklearn", file)].compactMap { $0 })
  }

  private func histogramTree() throws -> Trial {
    let file = try data.numbers(rows(1_000_000))
    return Trial(
      id: "W3 histogram", work: "tree over histograms, \(size(1_000_000)) × 20, binning and fit",
      contenders: [ours(programs.job(.histogramTree, file), clock: .said("fit_s"))],
      goal: .ratio(0.4, of: "LightGBM"), agreements: Self.tree
    ).against([pythonTree("LightGBM", "lightgbm", file)].compactMap { $0 })
  }

  private func prunedTree() throws -> Trial {
    let file = try data.numbers(rows(100_000))
    return Trial(
      id: "W3 pruned", work: "tree pruned by 10 folds, \(size(100_000)) × 20, fit",
      contenders: [ours(programs.job(.prunedTree, file), clock: .said("fit_s"))],
      goal: .ratio(0.15, of: "rpart"),
      agreements: Self.tree + [.init(key: "xerror", tolerance: 1e-4)]
    ).against([rTree("rpart", file, "cv")].compactMap { $0 })
  }

  private static let tree: [Trial.Agreement] = [
    .init(key: "leaves", tolerance: 0), .init(key: "gini", tolerance: 1e-6),
    .init(key: "auc", tolerance: 1e-6),
  ]

  private func rTree(_ name: String, _ file: String, _ kind: String = "fit") -> Peer? {
    peers?.r(
      name, needs: ["data.table", "rpart"], "tree.R", [kind, file], clock: .said("fit_s"))
  }

  /// scikit-learn rounds numbers to floats, and LightGBM has bins and rules of its own.
  private func pythonTree(_ name: String, _ kind: String, _ file: String) -> Peer? {
    var peer = peers?.python(
      name, needs: ["numpy", "polars", name.lowercased()], "tree.py", [kind, file],
      clock: .said("fit_s"))
    peer?.contender.slack = kind == "sklearn" ? 0.002 : 0.03
    return peer
  }

  // MARK: - Files to files

  private func scoring() throws -> Trial {
    let model = try scoringModel()
    let file = try data.customers(rows(5_000_000))
    func scored(_ name: String) -> (String, [String]) {
      let file = programs.written(name)
      return (file, programs.check(.scores, file))
    }
    let (own, check) = scored("scored.csv")
    // The peers give no reasons.
    var reasons = ours(programs.score(file, model: model, output: own), check: check)
    (reasons.name, reasons.isOurs) = ("churn with three reasons", true)
    let names = [
      ("polars", "polars_codes", "polars"), ("polars, any level names", "polars", "polars"),
      ("DuckDB", "duckdb", "duckdb"),
    ]
    let peers = peers.map { peers in
      names.map { name, kind, package in
        let (output, check) = scored("scored-by-peer.csv")
        return peers.python(
          name, needs: [package], "score.py", [kind, file, model, output], clock: .wall,
          check: check)
      }
    }
    return Trial(
      id: "W4", work: "score \(size(5_000_000)) × 24, CSV → CSV",
      contenders: [
        ours(programs.score(file, model: model, output: own, reasons: 0), check: check), reasons,
      ], goal: .ratio(0.6, of: "polars"), megabytes: 200,
      agreements: [
        .init(key: "rows", tolerance: 0), .init(key: "mean_probability", tolerance: 1e-6),
      ]
    ).against(peers ?? [])
  }

  /// Trained on 100,000 customers by the tool that is measured.
  private func scoringModel() throws -> String {
    let model = programs.written("customers-model.json")
    let trained = try ChildProcess.run(
      programs.trainScoring(try data.customers(100_000), model: model),
      scratch: programs.scratch)
    guard trained.status == 0 else { throw RunnerError("no model to score with: \(trained.talk)") }
    return model
  }

  private func features() throws -> Trial {
    let file = try data.orders(rows(10_000_000))
    let (own, other) = (programs.written("features.csv"), programs.written("peer-features.csv"))
    let check = programs.check(.peerFeatures, other)
    let peers = peers.map { peers in
      [
        peers.python(
          "DuckDB", needs: ["duckdb"], "features.py", ["duckdb", file, other], clock: .wall,
          check: check),
        peers.r(
          "data.table", needs: ["data.table"], "features.R", [file, other], clock: .wall,
          check: check),
        peers.python(
          "polars", needs: ["polars"], "features.py", ["polars", file, other], clock: .wall,
          check: check),
      ]
    }
    return Trial(
      id: "W5", work: "\(size(10_000_000)) order lines → customer features, CSV → CSV",
      contenders: [
        ours(programs.features(file, output: own), check: programs.check(.features, own))
      ], goal: .ratio(0.6, of: "DuckDB"), megabytes: 1500,
      agreements: ["customers", "amount", "completed_customers", "completed_amount"].map {
        .init(key: $0, tolerance: $0.hasSuffix("customers") ? 0 : 1e-9)
      }, truth: programs.check(.orders, file)
    ).against(peers ?? [])
  }

  private func parsing() throws -> Trial {
    let file = try data.customers(rows(1_000_000))
    let peers = peers.map { peers in
      [
        peers.r(
          "fread", needs: ["data.table"], "parse.R", [file], clock: .said("parse_s")),
        peers.python(
          "polars", needs: ["polars"], "parse.py", ["polars", file], clock: .said("parse_s")),
        peers.python(
          "DuckDB", needs: ["duckdb"], "parse.py", ["duckdb", file], clock: .said("parse_s")),
      ]
    }
    return Trial(
      id: "W6", work: "parse \(size(1_000_000)) × 24 into columns",
      contenders: [ours(programs.job(.parse, file), clock: .said("read_s"))],
      goal: .ratio(0.6, of: "fread"),
      agreements: [.init(key: "rows", tolerance: 0), .init(key: "sum_x1", tolerance: 1e-6)]
    ).against(peers ?? [])
  }

  // MARK: - Start and scaling

  private func starts() throws -> [Trial] {
    let model = try scoringModel()
    let score = programs.score(
      try data.customers(10), model: model, output: programs.written("ten.csv"))
    return [
      Trial(
        id: "start", work: "churn --version", contenders: [ours([programs.tool, "--version"])],
        goal: .seconds(0.020), leastRepeats: 15),
      Trial(
        id: "start", work: "churn score of ten rows", contenders: [ours(score)],
        goal: .seconds(0.030), leastRepeats: 15),
    ]
  }

  private func scalings() throws -> [Trial] {
    let model = try scoringModel()
    let small = programs.written("scaling.json")
    let scored = programs.written("scaling.csv")
    let features = programs.written("scaling-features.csv")
    return [
      try scaling("W1 job") { programs.train(try data.numbers($0), model: small) },
      try scaling("W4") {
        programs.score(try data.customers($0), model: model, output: scored)
      },
      try scaling("W5") { programs.features(try data.orders($0), output: features) },
    ]
  }

  private func scaling(_ name: String, _ command: (Int) throws -> [String]) throws -> Trial {
    Trial(
      id: "scaling", work: "\(name) with ten times the rows",
      contenders: try [1_000_000, 10_000_000].map { full in
        Contender(
          name: "\(size(full)) rows", command: try command(rows(full)), rows: Double(rows(full)))
      }, goal: .growth(1.3))
  }

  /// As people say it: 1 M, 100 k.
  private func size(_ full: Int) -> String {
    let rows = rows(full)
    return rows >= 1_000_000 ? "\(rows / 1_000_000) M" : "\(rows / 1000) k"
  }
}
