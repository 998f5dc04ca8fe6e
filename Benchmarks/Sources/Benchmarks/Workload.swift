import ArgumentParser
import Churn
import DelimitedText
import Modeling

/// The workloads that are timed inside a process, with the data in memory.
enum Workload: String, CaseIterable, ExpressibleByArgument {
  case parse
  case logistic
  case elasticNet = "elastic-net"
  case exactTree = "exact-tree"
  case histogramTree = "histogram-tree"
  case prunedTree = "pruned-tree"

  struct Result {
    var read: Double
    var wall: Double
    var processor: Double
    /// Peak memory, before the checks.
    var megabytes: Double
    /// What must come out alike for every program.
    var checks: [(name: String, value: Double)]

    /// One line, with the keys of the peers' scripts.
    var json: String {
      var members: [String: JSONValue] = [
        "read_s": .number(read), "fit_s": .number(wall), "fit_cpu_s": .number(processor),
        "fit_rss_mb": .number(megabytes),
      ]
      for (name, value) in checks { members[name] = JSONValue(Optional(value)) }
      return JSONValue.object(members).canonical()
    }
  }

  func run(file: String, threads: Int) throws -> Result {
    let start = Stopwatch()
    let data = try NumericFile(file)
    let read = start.elapsed
    if self == .parse {
      return Result(
        read: read.wall, wall: read.wall, processor: read.processor,
        megabytes: Stopwatch.peakMemory,
        checks: [("rows", Double(data.labels.count)), ("sum_x1", data.sum(of: "x1"))])
    }
    let watch = Stopwatch()
    let checks = try fit(data, threads: threads)
    let took = watch.elapsed
    let megabytes = Stopwatch.peakMemory
    return Result(
      read: read.wall, wall: took.wall, processor: took.processor, megabytes: megabytes,
      checks: try checks())
  }

  /// Fits; what it returns computes the checks, outside the time.
  private func fit(_ data: NumericFile, threads: Int) throws -> () throws -> [(String, Double)] {
    switch self {
    case .parse: return { [] }
    case .logistic:
      var regression = LogisticRegression()
      regression.threads = threads
      let fit = try regression.fit(data.design, labels: data.labels)
      return {
        [
          ("loglik", fit.logLikelihood), ("iters", Double(fit.iterations)),
          ("se_x1", fit.coefficients[1].standardError ?? .nan),
          ("pass_s", data.secondsOfOnePass(threads: threads)),
        ]
      }
    case .elasticNet: return try fitElasticNet(data, threads)
    case .exactTree: return try fitTree(data, threads) { _ in }
    case .histogramTree: return try fitTree(data, threads) { $0.growth = .histogram }
    case .prunedTree:
      return try fitTree(data, threads) {
        $0.complexity = 0
        $0.pruning = .minimum
      }
    }
  }

  private func fitElasticNet(
    _ data: NumericFile, _ threads: Int
  ) throws -> () throws -> [(String, Double)] {
    var net = ElasticNet(alpha: 0.5)
    net.threads = threads
    let path = try net.path(data.design, labels: data.labels)
    let curve = try net.crossValidate(
      data.design, labels: data.labels, lambdas: path.points.map(\.lambda), folds: data.folds)
    return {
      let (minimum, one) = (curve.minimum, curve.oneStandardError)
      return [
        ("n_lambda", Double(path.points.count)), ("lambda_min", curve.points[minimum].lambda),
        ("cv_dev_min", curve.points[minimum].deviance), ("lambda_1se", curve.points[one].lambda),
        ("nz_1se", Double(path.points[one].nonzeroCount)),
      ]
    }
  }

  /// The peers' tree: gini, depth 10, leaves of 50 rows, no surrogates.
  private func fitTree(
    _ data: NumericFile, _ threads: Int, _ change: (inout TreeSpecification) -> Void
  ) throws -> () throws -> [(String, Double)] {
    var specification = TreeSpecification()
    specification.maximumDepth = 10
    specification.minimumLeaf = 50
    specification.minimumSplit = 100
    specification.surrogates = 0
    specification.complexity = -1
    specification.pruning = .none
    change(&specification)
    let schema = FeatureSchema.learn(from: data.table, threads: threads).schema
    let fit = try specification.fit(
      data.table, schema: schema, response: .classes(data.labels),
      divisions: specification.pruning == .none ? [] : [data.folds], threads: threads)
    return {
      let walker = TreeWalker(fit.tree, schema: schema)
      let encoded = try schema.encode(data.table)
      let leaves = (0..<data.labels.count).map { walker.leaf(of: $0, in: encoded) }
      let scores = leaves.map { fit.tree.nodes[$0].value }
      let impurity = fit.tree.nodes.filter(\.isLeaf).reduce(0) {
        $0 + Double($1.rows) * 2 * $1.value * (1 - $1.value)
      }
      return [
        ("leaves", Double(fit.tree.leafCount)), ("gini", impurity / Double(scores.count)),
        ("auc", RankedScores(scores: scores, labels: data.labels).auc ?? .nan),
        ("cp_rows", Double(fit.complexityTable.count)),
        ("xerror", fit.chosen.crossValidatedError ?? .nan), ("best_cp", fit.chosen.complexity),
      ]
    }
  }
}
