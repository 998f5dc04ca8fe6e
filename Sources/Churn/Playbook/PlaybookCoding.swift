import Reporting

extension PlaybookCheck {
  /// The playbook as it was understood, what each combination gets, and the warnings.
  public var json: JSONValue {
    let money = try? PlaybookMoney(playbook)
    return [
      "playbook": JSONValue(Playbook.version), "language": .string(playbook.language.rawValue),
      "currency": JSONValue(playbook.currency), "stages": playbook.stages.json,
      "tiers": playbook.tiers?.json ?? .null,
      "drivers": .object(playbook.drivers.mapValues { .string($0.rawValue) }),
      "money": .object(playbook.money.json),
      "profit_needs": .array((money?.missing ?? []).map { .string($0) }),
      "rules": .array(
        zip(playbook.rules, playbook.combinationsOfRule).map { $0.json(combinations: $1) }),
      "segments": .array(blocks.map(json)),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }

  private func json(_ block: Block) -> JSONValue {
    let rule = block.rule.map { playbook.rules[$0] }
    return [
      "stage": words(block.stages) { $0?.rawValue },
      "driver": words(block.drivers) { $0?.rawValue },
      "tier": words(block.tiers) { $0 }, "band": words(block.bands) { $0.rawValue },
      "line": JSONValue(rule?.line), "action": JSONValue(rule?.action?.text),
      "channel": JSONValue(rule?.action?.channel),
    ]
  }
}

/// The words of a rule's condition; null takes all.
private func words<Value>(_ values: [Value]?, _ word: (Value) -> String?) -> JSONValue {
  guard let values else { return .null }
  return .array(values.map { .string(word($0) ?? Playbook.noneWord) })
}

extension Playbook.Stages {
  fileprivate var json: JSONValue {
    guard case .object(var members) = cuts.json else { return .null }
    members["column"] = .string(column)
    return .object(members)
  }
}

extension Playbook.Tiers {
  fileprivate var json: JSONValue {
    let names = JSONValue.array(names.map { .string($0) })
    guard case .column(let column, let cuts) = source else {
      return ["names": names, "column": nil, "cuts": nil]
    }
    return [
      "names": names, "column": .string(column), "cuts": .array(cuts.map { JSONValue($0) }),
    ]
  }
}

extension Playbook.Money {
  fileprivate var json: [String: JSONValue] {
    [
      "value": JSONValue(value), "cost": JSONValue(contactCost),
      "offer_cost": JSONValue(offerCost), "accept_rate": JSONValue(acceptRate),
    ]
  }
}

extension Playbook.Rule {
  fileprivate func json(combinations: Int) -> JSONValue {
    var members = (action?.money ?? Playbook.Money()).json
    members["line"] = JSONValue(line)
    members["when"] = [
      "stage": words(condition.stages) { $0?.rawValue },
      "tier": words(condition.tiers) { $0 },
      "driver": words(condition.drivers) { $0?.rawValue },
      "band": words(condition.bands) { $0.rawValue },
    ]
    members["action"] = JSONValue(action?.text)
    members["channel"] = JSONValue(action?.channel)
    members["contact_limit"] =
      action?.limit.map { ["contacts": JSONValue($0.contacts), "days": JSONValue($0.days)] }
      ?? .null
    members["combinations"] = JSONValue(combinations)
    return .object(members)
  }
}
