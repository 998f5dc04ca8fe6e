extension Catalogue {
  /// Of the page of a comparison or a study.
  static let chinese = Catalogue(chinesePhrases)

  static let chinesePhrases =
    contest + measures + charts + card + coefficients + tree + sanity + study + warnings
    + driftPhrases

  typealias Phrases = [(english: String, other: String)]

  private static let contest: Phrases = [
    ("Comparison of models", "模型比较"), ("All judged customers", "全部被评估客户"),
    ("Made by churn {}.", "由 churn {} 生成。"), ("model", "模型"), ("customers", "客户数"),
    ("rank", "名次"), ("95 % interval", "95% 区间"),
    ("lift 10 %", "前 10% 提升度"), ("best", "最佳"), ("in sample", "训练样本内"),
    ("baseline", "基线"), ("pair", "比较对象"), ("measure", "指标"), ("difference", "差异"),
    ("p (Holm)", "p（Holm 校正）"), ("contacted", "联系比例"), ("profit", "利润"),
    ("at random", "随机联系"), ("all", "全部联系"), ("best in hindsight", "事后最佳"),
    ("mean probability", "平均概率"), ("churned", "流失"), ("stayed", "留存"),
    (
      "~ not significantly worse than the best (p ≥ 0.05 after Holm's correction): no proof that "
        + "they are equal, see the interval.",
      "~ 表示与最佳模型的差距不显著（Holm 校正后 p ≥ 0.05）：这并不证明二者相同，请看区间。"
    ),
    ("{} customers, {} ({}) churned.", "共 {} 位客户，其中 {} 位（{}）流失。"),
    (
      "{} ranks best: AUC {} (95 % interval {}). The others are worse by more than chance explains.",
      "{} 排序最好：AUC {}（95% 区间 {}）。其余模型的差距超出偶然所能解释的范围。"
    ),
    (
      "{} ranks best: AUC {} (95 % interval {}). The other is worse by more than chance explains.",
      "{} 排序最好：AUC {}（95% 区间 {}）。另一模型的差距超出偶然所能解释的范围。"
    ),
    ("{} rank equally well: AUC {} (95 % interval {}).", "{} 排序并列最好：AUC {}（95% 区间 {}）。"),
    ("{} rank equally well: AUC {}.", "{} 排序并列最好：AUC {}。"),
    ("{} ranks best: AUC {}.", "{} 排序最好：AUC {}。"),
    ("No model ranks the customers better than chance.", "没有模型的排序优于随机。"),
    (
      "The models were judged on different rows: their measures are not comparable.",
      "各模型在不同的行上评估：指标不可比。"
    ),
    (
      "{} customers, {} ({}) churned. Some have several rows: intervals are by customer.",
      "共 {} 行，其中 {} 行（{}）流失。部分客户有多行：区间按客户计算。"
    ),
    (
      "A saved customer is worth {}, a contact costs {}, an offer {}, and of the contacted churners {} "
        + "stay; profits are totals over all judged customers.",
      "挽回一位客户价值 {}，一次联系成本 {}，一份优惠成本 {}，被联系的流失客户中 {} 会留下；利润为全部被评估客户的合计。"
    ),
    ("The profits rest on different money: they are not comparable.", "各利润的金额假设不同：不可比。"),
    (
      "{} ranks best: AUC {} (95 % interval {}). The difference from {} may be chance.",
      "{} 排序最好：AUC {}（95% 区间 {}）。与 {} 的差异可能出于偶然。"
    ),
    ("{} ranks best: AUC {} (95 % interval {}).", "{} 排序最好：AUC {}（95% 区间 {}）。"),
    (
      "No model could be judged on customers that it has not seen.", "没有模型能在未见过的客户上评估。"
    ),
    (
      "They come from a file of {} rows, {} of them rejected (SHA-256 {}).",
      "数据文件共 {} 行，其中拒绝 {} 行（SHA-256 {}）。"
    ),
    ("{} does not beat these baselines: {}.", "{} 没有胜过以下基线：{}。"),
    ("base rate", "基准流失率"), ("idle over {} days", "闲置超过 {} 天"),
    ("over 2 own cycles", "超过两个自身周期"), ("{} alone", "仅 {}"), ("“{}” (AUC {})", "“{}”（AUC {}）"),
    ("“{}”", "“{}”"),
    (
      "Contacting pays above a probability of {}; the contacted share was chosen on {}.",
      "概率高于 {} 时联系才划算；联系比例依据{}选定。"
    ),
    (
      "training scores, each by a model that had not seen its customer",
      "训练客户的折外得分（每个得分来自未见过该客户的模型）"
    ),
    ("training scores", "训练得分"), ("the break-even probability", "盈亏平衡概率"),
    (
      "The accept rate is assumed to be the same for all customers; only a control group can check "
        + "that.",
      "假定所有客户的接受率相同；只有对照组才能检验这一点。"
    ),
    ("Bands of {} on these customers", "{} 在这些客户上的分档"), ("band", "分档"),
    ("probability", "概率"), ("churn rate", "流失率"), ("low", "低"),
    ("medium", "中"), ("high", "高"), ("up to {}", "不高于 {}"), ("above {}", "高于 {}"),
  ]

  private static let measures: Phrases = [
    ("AUC, 95 % interval", "AUC 的 95% 区间"), ("average precision", "平均精确率（PR-AUC）"),
    ("Brier score", "Brier 分数"), ("lift in the first 10 %", "前 10% 提升度"),
    ("calibration intercept", "校准截距"), ("calibration slope", "校准斜率"),
    ("calibration error", "期望校准误差"), ("Hosmer–Lemeshow p", "Hosmer–Lemeshow p 值"),
    ("Brier: miscalibration", "Brier：失准"), ("Brier: discrimination", "Brier：区分"),
    ("Brier: uncertainty", "Brier：不确定性"),
    ("expected maximum profit (EMPC), per customer", "期望最大利润（EMPC），每位客户"),
    ("EMPC, contacted share", "EMPC 联系比例"), ("EMPC, assumptions", "EMPC 假设"),
    ("called and churned", "判为流失且流失"), ("called and stayed", "判为流失但留存"),
    ("not called and churned", "未判且流失"), ("not called and stayed", "未判且留存"),
    ("precision", "精确率"), ("recall", "召回率"), ("specificity", "特异度"),
    (
      "Hosmer and Lemeshow's test rests on the choice of groups, and with many customers finds what is "
        + "too small to matter; the calibration curve says more.",
      "Hosmer–Lemeshow 检验取决于分组，客户很多时会查出微不足道的偏差；校准曲线更能说明问题。"
    ),
    ("log loss", "对数损失"), ("Brier", "Brier 分数"), ("What the measures mean", "指标说明"),
    (
      "AUC: the chance that a customer who churned has a higher score than one who stayed; 0.5 is "
        + "chance, 1 is perfect. Its interval is DeLong's.",
      "AUC：流失客户得分高于留存客户的概率；0.5 相当于随机，1 为完美。区间用 DeLong 方法。"
    ),
    (
      "Log loss and Brier score: how far the probabilities are from what happened; lower is better.",
      "对数损失与 Brier 分数：概率与实际结果的差距，越低越好。"
    ),
    (
      "KS: the greatest distance between the scores of those who churned and those who stayed.",
      "KS：流失客户与留存客户得分分布之间的最大距离。"
    ),
    (
      "Lift in the first 10 %: how many times more churners are found there than among all.",
      "前 10% 提升度：得分最高的 10% 客户的流失率是全体的多少倍。"
    ),
    (
      "Calibration: whether of the customers with a probability of 30 % thirty in a hundred churned.",
      "校准：概率为 30% 的客户中，是否每百人有三十人流失。"
    ),
    (
      "A baseline is a simple rule; a model that does not beat it is not worth its trouble.",
      "基线是一条简单规则；胜不过它的模型不值得使用。"
    ),
  ]

  private static let charts: Phrases = [
    ("Gains", "增益"), ("share of customers contacted", "联系客户占比"),
    ("share of lost customers found", "找到的流失客户占比"),
    (
      "Share of all lost customers among the customers with the highest scores.",
      "得分最高的客户中包含的流失客户占全部流失客户的比例。"
    ),
    ("Gains: found by contacting the highest scores first", "增益：先联系得分最高者所找到的流失客户"),
    ("Lift", "提升度"), ("lift", "提升度"), ("Lift, with 95 % intervals", "提升度及 95% 区间"),
    (
      "Churn rate among the customers with the highest scores over that of all.",
      "得分最高客户的流失率与全体流失率之比。"
    ),
    ("no better than chance", "相当于随机"), ("ROC", "ROC 曲线"),
    ("ROC: what is found against what is wrongly called", "ROC 曲线：命中与误报"),
    (
      "Share of lost customers called against share of stayed customers called.",
      "被判为流失的流失客户占比，对被判为流失的留存客户占比。"
    ),
    ("share of stayed customers called", "误判的留存客户占比"),
    ("share of lost customers called", "判中的流失客户占比"), ("Precision and recall", "精确率与召回率"),
    (
      "Share of lost customers among those called against share of lost customers called.",
      "被判客户中流失者的占比，对判中的流失客户占比。"
    ),
    ("recall: share of lost customers called", "召回率：判中的流失客户占比"),
    ("precision: lost among those called", "精确率：被判客户中的流失者"), ("Profit", "利润"),
    ("Profit of contacting the customers with the highest scores.", "联系得分最高客户所得的利润。"),
    (
      "Profit by contacted share; marked is the share chosen beforehand",
      "利润随联系比例的变化；标线为事先选定的比例"
    ),
    ("Calibration", "校准"), ("share that churned", "实际流失占比"),
    ("Calibration, with a 95 % band", "校准曲线及 95% 置信带"),
    (
      "Churn rate of the customers by their probability; on the diagonal they agree.",
      "客户流失率随预测概率的变化；落在对角线上表示一致。"
    ),
    ("Scores of {}", "{} 的得分分布"),
    (
      "Distribution of the probabilities of the customers who churned and who stayed.",
      "流失客户与留存客户的概率分布。"
    ),
    ("share of the customers", "客户占比"), ("threshold", "阈值"),
  ]

  private static let card: Phrases = [
    ("Model {}", "模型 {}"), ("What it is", "模型是什么"),
    ("It gives each customer the probability that {}.", "给出每位客户 {} 的概率。"),
    (
      "It gives each customer the probability that {}: no purchase in the {} days after the as-of date.",
      "给出每位客户 {} 的概率：截止日之后的 {} 天内没有购买。"
    ),
    (
      "It gives each customer the probability that {}: no purchase in the {} days after the as-of date "
        + "and a gap of {} days.",
      "给出每位客户 {} 的概率：在截止日之后、间隔期结束起的 {} 天内没有购买（间隔 {} 天）。"
    ),
    ("detail", "项目"), ("value", "值"), ("kind", "类型"), ("made by", "生成工具"),
    ("seed", "随机种子"), ("checksum", "校验和"), ("missing values", "缺失值处理"),
    ("Training data and features", "训练数据与特征"), ("data", "数据"), ("rows read", "读入行数"),
    ("rows rejected", "拒绝行数"), ("rows trained on", "训练行数"), ("rows held out", "留出行数"),
    ("as of", "截止日"), ("SHA-256 of the file", "文件 SHA-256"), ("feature", "特征"),
    ("type", "类型"), ("unit", "单位"), ("levels", "水平数"), ("number", "数值"),
    ("category", "类别"), ("occasions", "次"), ("days", "天"), ("ratio", "比"), ("money", "金额"),
    ("1 / occasion", "1 / 次"), ("units", "件"), ("units / occasion", "件 / 次"), ("months", "月"),
    ("share", "占比"), ("How it did where it was trained", "训练时的表现"),
    ("training customers", "训练客户"), ("measured on", "评估对象"),
    ("training customers, cross-validated", "训练客户（交叉验证）"),
    ("held-out customers", "留出客户"),
    (
      "Threshold {}; bands: low up to {}, high above {}.", "阈值 {}；分档：低档不高于 {}，高档高于 {}。"
    ),
    ("Limits of use", "使用限制"),
    (
      "It ranks and estimates for customers of the shop and the time it was trained on; another shop, "
        + "season or way of selling needs a new judgement on its own customers.",
      "模型只对训练所用店铺与时期的客户排序和估计；换店铺、季节或销售方式，须用其客户重新评估。"
    ),
    (
      "Its reasons are associations: they do not say what would happen if a customer were treated "
        + "otherwise. Only a control group tells what an action does.",
      "原因只是相关关系，并不说明换一种对待方式会怎样；只有对照组才能说明行动的效果。"
    ),
    ("Bands rank customers, they are not levels of danger.", "分档只表示排序，不代表危险程度。"),
    (
      "Use it to decide whom to care for first, not to refuse a service, set a price or judge a "
        + "person. Look for features that stand for age, sex, origin or health, and leave them out.",
      "用它决定先关怀谁，不要用来拒绝服务、定价或评判个人。留意代表年龄、性别、出身或健康的特征，并将其排除。"
    ),
    (
      "Judge it again when its scores drift, and at the latest after one horizon.",
      "得分漂移时须重新评估，最迟在一个预测窗口之后。"
    ),
  ]

  private static let coefficients: Phrases = [
    ("Coefficients", "系数"), ("term", "项"), ("estimate", "估计值"), ("std. error", "标准误"),
    ("odds ratio", "优势比"), ("{} interval", "{} 区间"), ("rows", "行数"),
    ("deviance (null deviance)", "偏差（零模型偏差）"), ("residual degrees of freedom", "残差自由度"),
    ("log-likelihood", "对数似然"), ("iterations", "迭代次数"), ("Newton decrement", "牛顿减量"),
    ("standardised", "标准化系数"), ("penalty", "惩罚"), ("{}, alpha {}", "{}，α {}"),
    ("lambda ({})", "λ（{}）"),
    ("lambda of the first term", "首个变量进入时的 λ"), ("terms that are not 0", "非零项数"),
    ("lambda", "λ"), ("terms", "项数"), ("explained", "解释比例"),
    ("held-out deviance", "留出偏差"), ("chosen", "选定"), ("cv-min, chosen", "cv-min，选定"),
    ("cv-1se, chosen", "cv-1se，选定"),
    ("Coefficients along the path of the penalty", "系数随惩罚强度的路径"),
    ("Deviance of held-out customers, ± one standard error", "留出客户的偏差 ± 一个标准误"),
    ("the model", "本模型"), ("Path of the coefficients", "系数路径"),
    (
      "Standardised coefficients of the largest terms for each strength of the penalty.",
      "各惩罚强度下最大各项的标准化系数。"
    ),
    ("log of lambda", "λ 的对数"), ("standardised coefficient", "标准化系数"),
    ("Cross-validation", "交叉验证"),
    (
      "Mean deviance of held-out customers for each strength of the penalty.",
      "各惩罚强度下留出客户的平均偏差。"
    ), ("deviance of a held-out customer", "每位留出客户的偏差"), ("smallest", "最小"),
    ("one standard error", "一个标准误"),
  ]

  private static let tree: Phrases = [
    ("The tree", "决策树"), ("The tree down to its fourth level", "决策树（前四层）"),
    ("Decision tree {}", "决策树 {}"),
    (
      "Each box shows the share of its customers that churned, and how many there are.",
      "每个方框给出其中客户的流失占比与人数。"
    ),
    (
      "Each box shows the share of its customers that churned, and how many there are; below it the "
        + "share of those held out of training.",
      "每个方框给出其中客户的流失占比与人数，其下为留出客户的占比。"
    ),
    ("{} churned", "流失 {}"), ("{} customers", "{} 位客户"), ("probability {}", "概率 {}"),
    ("held out {}", "留出 {}"), ("node", "节点"), ("held out", "留出"), ("rate", "比率"),
    ("condition", "条件"), ("all customers", "全部客户"), ("column", "列"), ("importance", "重要性"),
    (
      "Importance: a column's own splits, and its work as a surrogate of others",
      "重要性：自身的分裂，以及作为其他列替代分裂的作用"
    ), ("Importance: a column's own splits", "重要性：自身的分裂"), ("splits", "分裂数"),
    ("relative error", "相对误差"), ("cross-validated", "交叉验证误差"), ("this tree", "本树"),
    ("leaf", "叶"), ("training rate", "训练流失率"),
  ]

  private static let sanity: Phrases = [
    ("Sanity checks", "合理性检查"), ("placebo: not run ({})", "安慰剂检验：未运行（{}）"),
    (
      "placebo: with labels dealt at random, {} times, {} has the mean AUC {} ({}); chance allows 0.5 "
        + "± {}",
      "安慰剂检验：随机打乱标签 {} 次，{} 的平均 AUC 为 {}（{}）；偶然范围为 0.5 ± {}"
    ),
    (
      "placebo: with labels dealt at random, {} times, {} has the mean AUC {} ({}); chance allows 0.5 "
        + "± {}: it finds something where there is nothing to find, so its other figures cannot be "
        + "trusted",
      "安慰剂检验：随机打乱标签 {} 次，{} 的平均 AUC 为 {}（{}）；偶然范围为 0.5 ± {}：在无规律处找到了规律，其他数字不可信"
    ),
    (
      "placebo: none of {} runs of {} with labels dealt at random could be fitted; the pipeline is not "
        + "checked",
      "安慰剂检验：{} 次运行中 {} 均无法拟合；流程未经检验"
    ),
    (
      "placebo: {} of {} runs of {} could not be fitted: {}", "安慰剂检验：{} / {} 次 {} 的运行无法拟合：{}"
    ),
    ("Model", "模型"), ("Runs", "次数"), ("Mean AUC", "平均 AUC"), ("SD", "标准差"), ("Least", "最小"),
    ("Greatest", "最大"), ("Chance allows", "偶然范围"), ("Passed", "通过"), ("yes", "是"), ("no", "否"),
    ("Placebo: the AUC where labels are dealt at random", "安慰剂检验：随机标签下的 AUC"),
    ("look-ahead probe: not made ({})", "未来信息检查：未进行（{}）"),
    (
      "look-ahead probe: passed; the orders cut off after {} and {} give the same customer files, byte "
        + "for byte, and the same scores",
      "未来信息检查：通过；把订单截断到 {} 与 {} 后，得到逐字节相同的客户文件和相同的得分"
    ),
    (
      "look-ahead probe: {} of {} judged customers have features that rest on refunds or statuses "
        + "without a date of their own; where these became known only after {}, the models look better "
        + "than they will be",
      "未来信息检查：{} / {} 位被评估客户的特征依赖没有自身日期的退款或状态；若这些信息在 {} 之后才可知，模型会显得比实际更好"
    ),
    (
      "look-ahead probe: FAILED: {}: the features know what was not known then, and the models look "
        + "better than they will be",
      "未来信息检查：未通过：{}：特征知道了当时不可知的信息，模型会显得比实际更好"
    ), ("there is no file to read again", "没有可再次读取的文件"),
    (
      "placebo: in every run {} gave all customers the same score, as a tree does that is pruned to its "
        + "root",
      "安慰剂检验：每次运行中 {} 给所有客户相同的得分，如剪到只剩根的树"
    ),
  ]

  private static let study: Phrases = [
    ("Churn study as of {}", "截至 {} 的流失研究"),
    (
      "Models trained on what was known on {}, judged on the customers of {}: who bought nothing in "
        + "the {} days after it?",
      "模型用 {} 当时已知的信息训练，在 {} 的客户上评估：谁在其后 {} 天内没有购买？"
    ),
    (
      "Models trained on what was known on {}, judged on the customers of {}: who bought nothing in "
        + "the {} days after a gap of {} days?",
      "模型用 {} 当时已知的信息训练，在 {} 的客户上评估：谁在窗口的 {} 天内（间隔 {} 天之后）没有购买？"
    ),
    ("Not yet past the idle line", "尚未越过沉默线"),
    (
      "Customers whose last purchase is at most {} days back, two average purchase cycles at the "
        + "training date: those whom a contact can still reach in time.",
      "最近一次购买距今不超过 {} 天（训练日的两个平均购买周期）的客户：联系他们还来得及。"
    ),
    (
      "All customers: nobody had bought twice by the training date, so there is no idle line.",
      "全部客户：到训练日无人购买两次，因此没有沉默线。"
    ), ("All customers", "全部客户"),
    ("Every customer with a purchase by {}.", "截至 {} 有过购买的全部客户。"),
    ("New since training", "训练之后的新客户"),
    (
      "Customers whose first purchase came after {}: no model has met them.",
      "首次购买在 {} 之后的客户：任何模型都未见过他们。"
    ),
  ]

  private static let warnings: Phrases = [
    (
      "measures from reports and model files hold no scores: differences have no interval and p",
      "来自报告和模型文件的指标不含得分：差异没有区间和 p 值"
    ),
    (
      "the models were judged on different rows: the measures are not comparable",
      "各模型在不同的行上评估：指标不可比"
    ),
    ("{} is judged on its training rows: not compared", "{} 在其训练行上评估：不参与比较"),
    (
      "most customers of the low band churn too ({} of {}): bands rank customers, they are not levels "
        + "of danger",
      "低档客户也大多流失（{} / {}）：分档只表示排序，不代表危险程度"
    ),
    (
      "the {} band holds {} rows, far from the share it was cut for: the scores have moved, or many "
        + "are tied",
      "{}档有 {} 行，与划分时的占比相差很大：得分已移动，或有许多并列"
    ),
    (
      "the model was trained on this file: these measures flatter it",
      "模型正是用此文件训练的：这些指标偏乐观"
    ),
    (
      "{} probabilities are exactly 0 or 1: calibration intercept and slope are not defined",
      "{} 个概率恰为 0 或 1：校准截距与斜率无定义"
    ), ("all rows have the same label: no AUC", "所有行的标签相同：没有 AUC"),
    ("{} has no coefficient: {}", "{} 没有系数：{}"),
    (
      "{} lacks values on the same rows as {}: one indicator serves both", "{} 与 {} 在相同的行缺失：共用一个指示项"
    ),
    (
      "the model file holds no baselines: train the model anew to compare it with some",
      "模型文件中没有基线：请重新训练模型以便比较"
    ),
    ("case weights: no interval of the AUC", "含个案权重：AUC 没有区间"),
    (
      "age_at_last_days is left out: it is tenure_days − recency_days",
      "已略去 age_at_last_days：它等于 tenure_days − recency_days"
    ),
    ("columns without any value in training are left out: {}", "训练中全为空的列已略去：{}"),
    (
      "constant in training, so of no use to the model: {}", "在训练中为常数，对模型无用：{}"
    ),
    (
      "only {} of {} customers {}, for {} terms: estimates are biased away from 0; --penalty firth "
        + "takes the bias off",
      "{} / {} 位客户{}，却有 {} 项：估计偏离 0；--penalty firth 可消除偏差"
    ),
    (
      "{} is nearly a linear combination of other terms: its coefficient and theirs are poorly "
        + "determined",
      "{} 几乎是其他项的线性组合：相关系数难以确定"
    ),
    (
      "the columns are too near to linear combinations for tests, robust standard errors and profile "
        + "limits: they are left out",
      "各列过于接近线性组合，检验、稳健标准误和剖面区间已略去"
    ),
    (
      "{} of {} leaves have fewer than {} training customers, too few to trust their rates: node {}; "
        + "try --min-leaf {}",
      "{} / {} 个叶的训练客户少于 {} 位，比率不可靠：节点 {}；可尝试 --min-leaf {}"
    ),
    (
      "the churn rate of {} of {} leaves is not the training rate by more than chance allows (95 % "
        + "intervals, of which one in twenty misses by chance): node {}",
      "{} / {} 个叶的流失率与训练流失率之差超出偶然（95% 区间，约二十分之一会偶然落空）：节点 {}"
    ),
    (
      "the tree is pruned to its root: {}; try --prior 0.5,0.5, a smaller --cp or another --prune, or "
        + "use the logistic model",
      "树被剪到只剩根：{}；可尝试 --prior 0.5,0.5、更小的 --cp 或其他 --prune，或使用逻辑回归模型"
    ),
    (
      "by the rule {} nobody is to be called churned: no threshold", "按规则 {} 不应判定任何人流失：没有阈值"
    ), ("{}: {}", "{}：{}"),
  ]
}
