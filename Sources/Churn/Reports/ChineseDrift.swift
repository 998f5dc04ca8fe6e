extension Catalogue {
  /// Of the page of `churn drift`.
  static let driftPhrases: Phrases = driftSentences + driftTables

  private static let driftSentences: Phrases = [
    (
      "Stable: the customers are those that the model knows.", "稳定：客户与模型所知的一致。"
    ),
    (
      "Inspect: something moved that the model was not trained on.",
      "检查：出现了模型训练时没有的变化。"
    ),
    ("Recalibrate: the probabilities are not what happened.", "重新校准：概率与实际结果不符。"),
    (
      "Retrain: the probabilities are not what happened, and the ranking is worse than it was.",
      "重新训练：概率与实际结果不符，排序也不如从前。"
    ),
    ("Moved beyond chance: {}.", "变化超出偶然：{}。"),
    (
      "Grown with time, which is no alarm by itself: {}.", "随时间增长，本身不算警报：{}。"
    ),
    (
      "Without outcomes nobody can say whether the probabilities are still right.",
      "没有实际结果，就无法判断概率是否仍然正确。"
    ),
    ("The AUC {} is below {}, the lower limit on {}.", "AUC {} 低于 {}，即{}上的下限。"),
    ("The AUC {} is not below {}, the lower limit on {}.", "AUC {} 不低于 {}，即{}上的下限。"),
    (
      "The model has no earlier AUC with an interval to hold this one against: give a report.",
      "模型没有可供对照的带区间的早先 AUC：请提供报告。"
    ),
    ("the report", "参考报告"), ("its held-out customers", "留出客户"),
    ("its training customers, cross-validated", "训练客户（交叉验证）"),
    ("its training customers, which flatter it", "训练客户（偏乐观）"),
    ("this is the file that the model was trained on", "这正是训练模型所用的文件"),
    ("the reference report is about another model, {}", "参考报告针对的是另一个模型 {}"),
    ("{} rows have no label: only their columns count", "{} 行没有标签：只计其各列"),
    (
      "{}: {} values at or below -1, which log1p does not take, count as missing",
      "{}：{} 个值不大于 -1，log1p 无法取用，按缺失计"
    ),
    (
      "Population stability index: the shares of the bins then and now, as Σ (now − then) × ln(now / "
        + "then); bins are the tenths of the training rows, levels, and rows without a value.",
      "群体稳定性指数：比较各箱过去与现在的占比，为 Σ (现在 − 过去) × ln(现在 / 过去)；箱为训练行的十分位、各水平以及缺失行。"
    ),
    (
      "A column alarms only where the index exceeds both 0.10 and its critical value, which chance "
        + "crosses in one of a hundred cases at these numbers of rows; above 0.25 the alarm is strong.",
      "只有指数同时超过 0.10 和临界值时才报警；在这样的行数下，偶然越过临界值的机会为百分之一；超过 0.25 为强警报。"
    ),
    (
      "Calibration intercept: above 0 more customers churned than the probabilities say. Slope: below "
        + "1 the probabilities are too extreme.",
      "校准截距：大于 0 表示流失的客户多于概率所示。斜率：小于 1 表示概率过于极端。"
    ),
    (
      "Totals such as tenure grow with time alone: their alarms are shown apart.",
      "如 tenure 之类的累计量会随时间自然增长：其警报单独列出。"
    ),
  ]

  private static let driftTables: Phrases = [
    ("Drift", "漂移"), ("Drift of {}", "{} 的漂移"), ("verdict", "结论"), ("stable", "稳定"),
    ("inspect", "检查"), ("recalibrate", "重新校准"), ("retrain", "重新训练"),
    ("customers now", "现有客户"), ("PSI", "PSI"), ("critical", "临界值"), ("alarm", "警报"),
    ("drift", "漂移"), ("strong", "强"), ("drift, grows with time", "漂移，随时间增长"),
    ("strong, grows with time", "强，随时间增长"), ("missing then", "训练时缺失"),
    ("missing now", "现在缺失"), ("unseen", "未见水平"), ("outcome", "实际结果"), ("now", "现在"),
    ("right", "正确值"), ("How far each column moved", "各列的变化幅度"),
    ("Population stability index", "群体稳定性指数"), ("population stability index", "群体稳定性指数"),
    (
      "How far score and columns moved from the training rows; 0.10 is noticeable.",
      "得分与各列相对训练行的变化；0.10 起值得注意。"
    ), ("Then and now", "过去与现在"), ("score", "得分"), ("training", "训练"), ("any value", "任意值"),
    ("unseen level", "未见水平"), ("missing", "缺失"),
  ]
}
