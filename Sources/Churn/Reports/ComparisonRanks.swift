import Modeling

extension Comparison {
  /// The places of models that can be ranked: judged on the same rows, which did not train them.
  private var ranked: [Int] {
    guard isOnCommonRows else { return [] }
    return entries.indices.filter {
      !entries[$0].report.isInSample && entries[$0].report.measures.auc != nil
    }
  }

  /// The place of the greatest AUC among the models that are not judged on their training rows; the
  /// first of equal ones.
  public var best: Int? {
    var best: Int?
    for place in ranked {
      let lead = best.flatMap { entries[$0].report.measures.auc } ?? -1
      if (entries[place].report.measures.auc ?? -1) > lead { best = place }
    }
    return best
  }

  /// 1 for the greatest AUC; models with the same AUC share a rank. nil in sample.
  public var rankNumbers: [Int?] {
    let aucs = ranked.map { entries[$0].report.measures.auc ?? 0 }
    return entries.indices.map { place in
      guard ranked.contains(place), let auc = entries[place].report.measures.auc else {
        return nil
      }
      return 1 + aucs.count { $0 > auc }
    }
  }

  /// `1`, or `1=` where several have it.
  var ranks: [String] {
    let numbers = rankNumbers
    return numbers.map { number in
      guard let number else { return "" }
      return "\(number)" + (numbers.count { $0 == number } > 1 ? "=" : "")
    }
  }

  /// The places of the greatest AUC: several where models tie.
  var leaders: [Int] {
    let ranks = rankNumbers
    return entries.indices.filter { ranks[$0] == 1 }
  }

  /// Whether a model other than the best was tested against it and may be as good.
  func isNotWorse(_ place: Int) -> Bool { (pValueAgainstBest(place) ?? 0) >= 0.05 }

  func isTestedAgainstBest(_ place: Int) -> Bool { pValueAgainstBest(place) != nil }

  private func pValueAgainstBest(_ place: Int) -> Double? {
    guard let best, place != best else { return nil }
    return pairs.first {
      $0.a == best && $0.b == place || $0.a == place && $0.b == best
    }?.auc.adjustedPValue
  }

  /// Whether all models were judged on the same rows.
  var isOnCommonRows: Bool {
    Set(entries.map { "\($0.report.sha256) \($0.report.measures.rows)" }).count == 1
  }

  /// The baselines of all models, each once.
  var baselines: [JudgedBaseline] {
    var result: [JudgedBaseline] = []
    for baseline in entries.flatMap(\.report.baselines)
    where !result.contains(where: { $0.name == baseline.name && $0.measures == baseline.measures })
    {
      result.append(baseline)
    }
    return result
  }
}
