import Modeling

/// Trains and judges where there is nothing to find: in each run the labels are dealt out anew among
/// the training rows and, apart from that, among the judged rows (a permutation test of the pipeline,
/// Ojala & Garriga, J. Mach. Learn. Res. 11, 2010). Whatever was learned, its scores have nothing to
/// do with the judged labels, so the AUC is 0.5 but for chance, with the variance of Mann and Whitney
/// (n₁ + n₀ + 1)/(12·n₁·n₀) at most (ties lower it). A mean beyond three standard errors says that
/// the pipeline sees labels that it must not see.
///
/// Rows of one customer are dealt labels apart from each other: given the scores, every assignment of
/// the judged labels is as likely, however the rows depend on each other, so the bound holds for
/// panels as it stands. (Whole customers could be dealt only among those with as many rows; how many
/// rows a customer has tells of the label, and 0.5 would not be what is expected.) Weights take part in
/// the training; the AUC is that of the rows.
struct Placebo: Sendable {
  /// Scores of the judged rows by what was learned from the training rows, on so many threads.
  typealias Pipeline =
    @Sendable (_ training: LabelledCustomers, _ judged: LabelledCustomers, _ threads: Int) throws
    -> [Double]

  var runs: Int
  var seed: UInt64
  var threads = 1

  /// Run r deals the training labels by stream `firstStream` + 2r, the judged by the next: far from
  /// the streams of folds and hold-outs.
  private static let firstStream: UInt64 = 1 << 32

  /// - Parameter progress: runs done, and all.
  func result(
    of model: String, training: LabelledCustomers, judged: LabelledCustomers,
    progress: ((Int, Int) -> Void)? = nil, by pipeline: Pipeline
  ) -> PlaceboResult {
    var done: [Run] = []
    // A handful at a time, so that progress is told by one thread.
    while done.count < runs {
      progress?(done.count, runs)
      let (first, count) = (done.count, min(max(threads, 1), runs - done.count))
      done += Parallel(threads: threads).map(count: count) {
        run(first + $0, training, judged, max(1, threads / count), pipeline)
      }
    }
    return PlaceboResult(
      model: model, aucs: done.map(\.auc), failures: done.compactMap(\.failure),
      churned: judged.labels.count { $0 }, stayed: judged.labels.count { !$0 })
  }

  private struct Run: Sendable {
    var auc: Double?
    var failure: String?
  }

  private func run(
    _ number: Int, _ training: LabelledCustomers, _ judged: LabelledCustomers, _ threads: Int,
    _ pipeline: Pipeline
  ) -> Run {
    let stream = Self.firstStream + 2 * UInt64(number)
    let (training, judged) = (dealt(training, stream), dealt(judged, stream + 1))
    do {
      let scores = try pipeline(training, judged, threads)
      let auc = RankedScores.auc(of: scores, labels: judged.labels)
      return Run(auc: auc, failure: auc == nil ? "the judged rows are of one class" : nil)
    } catch {
      return Run(failure: Self.reason(error))
    }
  }

  private func dealt(_ customers: LabelledCustomers, _ stream: UInt64) -> LabelledCustomers {
    var generator = SeededGenerator(seed: seed, stream: stream)
    var result = customers
    result.labels = generator.shuffled(customers.labels)
    return result
  }
}
