import DelimitedText
import Reporting

extension Playbook {
  /// The playbook that comes with the program, as a commented file to start from: what the practice
  /// does in each stage of life and about each reason for leaving.
  public static func defaultText(_ language: Language) -> String {
    switch language {
    case .english: englishText
    case .chinese: chineseText
    }
  }

  /// - Throws: never; the built-in files are read in the tests.
  public static func byDefault(_ language: Language) throws(LocatedError) -> Playbook {
    try read(.bytes(Array(defaultText(language).utf8), name: "<default playbook>"))
  }

  private static let englishText = """
    # What to do about which customer: stage of life × value tier × loss driver × band of the score.
    # Copy this file and make it yours; `churn playbook check FILE` shows what each customer gets.
    playbook: 1
    language: en

    # The stages' last days since the last purchase. These are those of the shop that the practice
    # was published with: `churn profile ORDERS` gives your own.
    stages:
      column: recency_days
      active: 26
      silent: 133
      sleeping: 404

    # Tiers of value, the lowest first; each cut begins the next tier. The cuts are the published
    # ones, in that shop's money: `churn train tiers` finds your own. Without `column` and `cuts` the
    # tiers come from the model of `churn score --tiers`, and `names` lists what it calls them.
    tiers:
      column: first_amount
      names: [basic, middle, top]
      cuts: [149, 412]

    # Which reason for leaving a column is a sign of: forgetting, satisfaction, choice, price, other.
    # The columns of `churn features` are known (`churn features --catalogue`); add your own.
    # drivers:
    #   satisfaction_score: satisfaction

    # Money: nothing is assumed. With all four known for each action, customers are chosen by expected
    # profit, else by probability. `cost`, `offer_cost`, `accept_rate` and `value` may also stand in a
    # rule, for that rule. The figures here are placeholders, not advice.
    # currency: EUR
    # money:
    #   value: 40          # what a saved customer still brings
    #   cost: 0.1          # of one contact
    #   offer_cost: 2      # of an offer that is taken
    #   accept_rate: 0.1   # share of the contacted churners who take it and stay

    # The first rule that matches decides. A key left out of `when` takes all values; `none` stands
    # for customers without a stage, a tier or a driver. `action: none` leaves a customer alone.
    # The contact limits are placeholders too.
    rules:
      # Lost: no contact; they are kept for the great sales. Then, in place of this rule, traffic
      # goods at a large discount are told to them first, one-time buyers above all:
      #   action: Great sale, traffic goods first
      #   channel: text message
      - when: {stage: lost}
        action: none

      # Sleeping: few contacts; won back by large-discount events.
      - when: {stage: sleeping, tier: top}
        action: Personal invitation to the next large-discount event
        channel: phone
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping, driver: satisfaction}
        action: Say what is better now in returns, delivery and answers; invite to the next event
        channel: e-mail
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping, driver: choice}
        action: Show the new range; invite to the next large-discount event
        channel: e-mail
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping}
        action: Tell of the next large-discount event, traffic goods first
        channel: text message
        contact_limit: {contacts: 1, days: 90}

      # Silent: keep in touch, light incentives.
      - when: {stage: silent, driver: forgetting, tier: top}
        action: Care call, with a small memorable gift in the next parcel
        channel: phone
        contact_limit: {contacts: 1, days: 60}
      - when: {stage: silent, driver: forgetting}
        action: Care message that says what the shop stands for; the next piece of a set as a gift
        channel: text message
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, driver: satisfaction}
        action: Ask what went wrong and put it right; offer the next level of membership
        channel: phone
        contact_limit: {contacts: 1, days: 60}
      - when: {stage: silent, driver: choice}
        action: New goods from the survey, with an early-buyer offer and check-in rewards
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, driver: price}
        action: A set of goods that go together at a set price; profit goods are not discounted
        channel: text message
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, band: [medium, high]}
        action: Care message with a light incentive
        channel: text message
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent}
        action: Care message
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}

      # Active: keep in touch, without pushing discounts.
      - when: {stage: active, driver: satisfaction, band: [medium, high]}
        action: Ask how the last order went; fix returns, delivery and answers
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active, driver: choice, band: [medium, high]}
        action: Survey on the range, with a check-in reward
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active, driver: price, band: [medium, high]}
        action: Show sets of goods that go together, at no discount
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active}
        action: Care contact that says what the shop stands for, without an offer
        channel: e-mail
        contact_limit: {contacts: 1, days: 30}

      # Nobody knows when they last bought.
      - action: none

    """

  private static let chineseText = """
    # 对哪些顾客做什么：生命周期阶段 × 价值层级 × 流失原因 × 评分分段。
    # 请复制本文件并改成自己的；`churn playbook check FILE` 列出每类顾客得到的动作。
    playbook: 1
    language: zh

    # 各阶段距上次购买的最后一天。此处为公开案例店铺的数值：`churn profile ORDERS` 给出您自己的。
    # active 活跃，silent 沉默，sleeping 睡眠，lost 流失。
    stages:
      column: recency_days
      active: 26
      silent: 133
      sleeping: 404

    # 价值层级，从低到高；每个切点是下一层级的起点。切点为公开案例，单位是该店铺的货币：
    # `churn train tiers` 找出您自己的。不写 column 和 cuts 时，层级来自 `churn score --tiers`
    # 的模型，names 列出模型中的名称。
    tiers:
      column: first_amount
      names: [低, 中, 高]
      cuts: [149, 412]

    # 某一列是哪种流失原因的信号：forgetting 遗忘，satisfaction 满意度，choice 选择太多，
    # price 价格，other 其他。`churn features` 的列已知（`churn features --catalogue`），可加入自己的列。
    # drivers:
    #   satisfaction_score: satisfaction

    # 金额：不做任何假设。每个动作的四项都已知时，按期望利润选择顾客，否则按流失概率。
    # cost、offer_cost、accept_rate、value 也可写在某条规则里，只对该规则有效。
    # 此处的数字只是占位，不是建议。
    # currency: CNY
    # money:
    #   value: 40          # 挽回一位顾客的价值
    #   cost: 0.1          # 每次接触的成本
    #   offer_cost: 2      # 优惠被使用时的成本
    #   accept_rate: 0.1   # 被接触的流失顾客中接受优惠并留下的比例

    # 第一条符合的规则决定。when 中未写的键表示全部；none 表示没有阶段、层级或原因的顾客。
    # action: none 表示不接触。接触次数上限也只是占位。
    rules:
      # 流失：不接触，只留给大促。大促时以下列动作代替本规则，引流款大幅折扣先告知他们，
      # 尤其是只买过一次的顾客：
      #   action: 大促，引流款优先
      #   channel: 短信
      - when: {stage: lost}
        action: none

      # 睡眠：少接触，用大额折扣活动赢回。
      - when: {stage: sleeping, tier: 高}
        action: 专人邀请参加下一次大额折扣活动
        channel: 电话
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping, driver: satisfaction}
        action: 告知退换货、物流和客服的改进，邀请参加下一次活动
        channel: 邮件
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping, driver: choice}
        action: 展示新品，邀请参加下一次大额折扣活动
        channel: 邮件
        contact_limit: {contacts: 1, days: 90}
      - when: {stage: sleeping}
        action: 预告下一次大额折扣活动，引流款优先
        channel: 短信
        contact_limit: {contacts: 1, days: 90}

      # 沉默：保持联系，轻度激励。
      - when: {stage: silent, driver: forgetting, tier: 高}
        action: 电话关怀，下一个包裹附赠有记忆点的小礼物
        channel: 电话
        contact_limit: {contacts: 1, days: 60}
      - when: {stage: silent, driver: forgetting}
        action: 关怀短信，说明店铺定位；赠送系列收藏品的下一件
        channel: 短信
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, driver: satisfaction}
        action: 询问并解决不满之处，邀请升级会员
        channel: 电话
        contact_limit: {contacts: 1, days: 60}
      - when: {stage: silent, driver: choice}
        action: 根据调查上新，早鸟优惠加签到奖励
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, driver: price}
        action: 搭配套餐价；利润款不打折
        channel: 短信
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent, band: [medium, high]}
        action: 关怀短信加轻度激励
        channel: 短信
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: silent}
        action: 关怀问候
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}

      # 活跃：保持联系，不推折扣。
      - when: {stage: active, driver: satisfaction, band: [medium, high]}
        action: 回访上次订单，改进退换货、物流和客服
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active, driver: choice, band: [medium, high]}
        action: 商品调查加签到奖励
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active, driver: price, band: [medium, high]}
        action: 展示搭配套餐，不打折
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}
      - when: {stage: active}
        action: 关怀接触，说明店铺定位，不附优惠
        channel: 邮件
        contact_limit: {contacts: 1, days: 30}

      # 不知道上次购买时间。
      - action: none

    """
}
