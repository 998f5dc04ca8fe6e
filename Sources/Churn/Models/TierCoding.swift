import DelimitedText
import Modeling

/// The part `tiers` of a model file.
enum TierCoding {
  static func json(_ model: ChurnModel) -> JSONValue? {
    guard let tiers = model.tiers, let tree = model.fitted.tree?.tree else { return nil }
    let condition = TierCondition(tree, model.schema)
    var members: [String: JSONValue] = [
      "table": .array(tiers.tiers.map { json($0, condition.text(leaf: $0.leaf)) }),
      "all": .object(json(tiers.all)),
    ]
    switch tiers.judging {
    case .outOfFold(let folds):
      members["judged_by"] = "out_of_fold"
      members["folds"] = JSONValue(folds)
    case .holdout(let share):
      members["judged_by"] = "holdout"
      members["holdout"] = JSONValue(share)
    }
    members["first_orders"] = tiers.firstOrders.map(json)
    return .object(members)
  }

  private static func json(_ tier: ValueTiers.Tier, _ condition: String) -> JSONValue {
    let members: [String: JSONValue] = [
      "name": .string(tier.name), "leaf": JSONValue(tier.leaf), "condition": .string(condition),
      "training_customers": JSONValue(tier.trainingCustomers),
      "training_rate": JSONValue(tier.trainingRate),
      "gain": .object(
        [
          "contacted": JSONValue(tier.gain.contacted), "captured": JSONValue(tier.gain.captured),
        ].merging(json(tier.gain.lift)) { $1 }),
    ]
    return .object(members.merging(json(tier.judged)) { $1 })
  }

  private static func json(_ judged: ValueTiers.Judged) -> [String: JSONValue] {
    [
      "customers": JSONValue(judged.customers), "rate": JSONValue(judged.rate),
      "rate_low": JSONValue(judged.interval?.low), "rate_high": JSONValue(judged.interval?.high),
    ].merging(json(judged.lift)) { $1 }
  }

  private static func json(_ lift: PartLift?) -> [String: JSONValue] {
    [
      "lift": JSONValue(lift?.lift), "lift_low": JSONValue(lift?.low),
      "lift_high": JSONValue(lift?.high),
    ]
  }

  private static func json(_ account: FirstOrders.Account) -> JSONValue {
    [
      "horizon_days": JSONValue(account.horizonDays),
      "burn_in_days": JSONValue(account.burnInDays), "used": JSONValue(account.used),
      "left_out": [
        "in_burn_in": JSONValue(account.inBurnIn), "unobserved": JSONValue(account.unobserved),
        "without_purchase": JSONValue(account.withoutPurchase),
      ],
    ]
  }
}

// MARK: - Reading

extension TierCoding {
  static func tiers(
    _ node: JSONNode?, _ fitted: ChurnModel.Fitted
  ) throws(LocatedError) -> ValueTiers? {
    guard let node else { return nil }
    guard case .regressionTree(let model) = fitted else {
      throw node.error("is there, but only a regression tree has tiers")
    }
    let table = try node["table"]
    var tiers: [ValueTiers.Tier] = []
    for line in try table.array(upTo: ModelLimits.nodes) { tiers.append(try tier(line)) }
    guard tiers.map(\.leaf).sorted() == model.tree.nodes.filter(\.isLeaf).map(\.number).sorted()
    else { throw table.error("does not have each leaf of the tree once") }
    guard Set(tiers.map(\.name)).count == tiers.count else {
      throw table.error("has two tiers of one name")
    }
    return ValueTiers(
      tiers: tiers, judging: try judging(node), all: try judged(node["all"]),
      firstOrders: try account(node.optional("first_orders")))
  }

  private static let count = 0...Int(Int32.max)

  private static func tier(_ node: JSONNode) throws(LocatedError) -> ValueTiers.Tier {
    let gain = try node["gain"]
    let name = try node["name"].name()
    guard !name.isEmpty else { throw try node["name"].error("is empty") }
    return ValueTiers.Tier(
      name: name, leaf: try node["leaf"].int(in: 1...(1 << 31) - 1),
      trainingCustomers: try node["training_customers"].int(in: count),
      trainingRate: try node["training_rate"].number(in: 0...1), judged: try judged(node),
      gain: ValueTiers.Gain(
        contacted: try gain["contacted"].number(in: 0...1),
        captured: try gain.optional("captured")?.number(in: 0...1), lift: try lift(gain)))
  }

  private static func judged(_ node: JSONNode) throws(LocatedError) -> ValueTiers.Judged {
    var judged = ValueTiers.Judged(customers: try node["customers"].int(in: count))
    judged.rate = try node.optional("rate")?.number(in: 0...1)
    if let low = try node.optional("rate_low")?.number(in: 0...1) {
      judged.interval = ShareInterval(
        low: low, high: try node["rate_high"].number(in: low...1))
    }
    judged.lift = try lift(node)
    return judged
  }

  private static func lift(_ node: JSONNode) throws(LocatedError) -> PartLift? {
    guard let lift = try node.optional("lift")?.number(in: 0...1e300) else { return nil }
    return PartLift(
      lift: lift, low: try node["lift_low"].number(in: 0...1e300),
      high: try node["lift_high"].number(in: 0...1e300))
  }

  private static func judging(_ node: JSONNode) throws(LocatedError) -> ValueTiers.Judging {
    switch try node["judged_by"].enumeration(["out_of_fold", "holdout"]) {
    case "holdout": .holdout(try node["holdout"].number(in: 0...1))
    default: .outOfFold(folds: try node["folds"].int(in: 2...1000))
    }
  }

  private static func account(
    _ node: JSONNode?
  ) throws(LocatedError) -> FirstOrders.Account? {
    guard let node else { return nil }
    let leftOut = try node["left_out"]
    return FirstOrders.Account(
      horizonDays: try node["horizon_days"].int(in: 1...36_525),
      burnInDays: try node["burn_in_days"].int(in: 0...36_525),
      used: try node["used"].int(in: count), inBurnIn: try leftOut["in_burn_in"].int(in: count),
      unobserved: try leftOut["unobserved"].int(in: count),
      withoutPurchase: try leftOut["without_purchase"].int(in: count))
  }
}
