import DelimitedText

/// Preset files: JSON, `"format": "churn-preset"`, `"format_version": 1`; described in
/// `Sources/Churn/Churn.docc/OrderFiles.md` and `models/preset.schema.json`.
extension OrderPreset {
  public static let format = "churn-preset"

  /// Reads a shop's own preset.
  ///
  /// - Throws: `.wrongData` with the path of the key at fault; what reading the file throws.
  public static func read(_ input: Input) throws(LocatedError) -> OrderPreset {
    let bytes = try readBytes(input, limit: 1 << 20)
    return try OrderPreset(json: try JSONValue.parse(bytes, name: input.name), file: input.name)
  }

  /// - Parameter file: the file as messages name it.
  /// - Throws: `.wrongData` with the path of the key at fault.
  public init(json: JSONValue, file: String) throws(LocatedError) {
    let node = JSONNode(
      json, file: file,
      advice:
        "See Sources/Churn/Churn.docc/OrderFiles.md, or start from one that `churn presets NAME` prints."
    )
    _ = try node["format"].enumeration([Self.format])
    _ = try node["format_version"].int(in: 1...1)
    try node.allow(Self.keys)
    let name = try node["name"].string()
    self.init(name: name, family: try node.optional("family")?.string())
    if name.isEmpty { throw try node["name"].error("is empty") }
    content = try node.optional("content")?.enumeration(Content.self) ?? .orders
    recognisedBy = try node.optional("recognised_by")?.lists() ?? []
    columns = try Self.headers(node["columns"])
    fallbacks = try node.optional("fallback_columns").map(Self.headers) ?? []
    statuses = try node.optional("statuses").map(Self.words) ?? .plain
    fulfilledWords = try node.optional("fulfilled_words")?.strings() ?? []
    missing = try node.optional("missing")?.strings() ?? []
    noCustomer = try node.optional("no_customer")?.strings() ?? []
    refusal = try node.optional("refusal")?.string()
    warning = try node.optional("warning")?.string()
    rules = try node.optional("rules").map(Self.rules) ?? Rules()
    let needed: [OrderRole] = content == .items ? [.order] : [.customer, .time]
    for role in needed where !columns.contains(where: { $0.role == role }) && refusal == nil {
      throw try node["columns"].error("has no \(role.name)")
    }
  }

  static let keys = [
    "format", "format_version", "name", "family", "content", "recognised_by", "columns",
    "fallback_columns",
    "statuses", "fulfilled_words", "missing", "no_customer", "refusal", "warning", "rules",
  ]

  private static func headers(_ node: JSONNode) throws(LocatedError) -> [Headers] {
    var headers: [Headers] = []
    for (key, names) in try node.members() {
      guard let role = OrderRole(name: key), role.name == key else {
        throw names.error(
          "is no role; roles are " + OrderRole.allCases.map(\.name).joined(separator: ", "))
      }
      headers.append(Headers(role: role, names: try names.strings()))
    }
    return headers.sorted { $0.role.rawValue < $1.role.rawValue }
  }

  private static func words(_ node: JSONNode) throws(LocatedError) -> OrderStatusWords {
    try node.allow(OrderStatus.allCases.map(\.rawValue))
    var words: [OrderStatus: [String]] = [:]
    for status in OrderStatus.allCases {
      words[status] = try node.optional(status.rawValue)?.strings()
    }
    return OrderStatusWords(words)
  }

  static let ruleKeys = [
    "cancellation_prefix", "price_must_be_positive", "blank_separated", "order_level",
    "continues_order_above", "status_date_cancels", "comma_groups",
  ]

  private static func rules(_ node: JSONNode) throws(LocatedError) -> Rules {
    try node.allow(ruleKeys)
    var rules = Rules()
    rules.cancellationPrefix = try node.optional("cancellation_prefix")?.string()
    rules.priceMustBePositive = try node.optional("price_must_be_positive")?.bool() ?? false
    rules.blankSeparated = try node.optional("blank_separated")?.bool() ?? false
    rules.continuesOrderAbove = try node.optional("continues_order_above")?.bool() ?? false
    rules.statusDateCancels = try node.optional("status_date_cancels")?.bool() ?? false
    rules.commaGroups = try node.optional("comma_groups")?.bool() ?? false
    for role in try node.optional("order_level")?.array() ?? [] {
      let word = try role.enumeration(["amount", "discount", "postage", "refund"])
      rules.orderLevel += OrderRole(name: word).map { [$0] } ?? []
    }
    return rules
  }
}

extension OrderPreset {
  /// The preset as a file: what `init(json:)` reads.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "format": .string(Self.format), "format_version": 1, "name": .string(name),
      "content": .string(content.rawValue), "columns": Self.json(columns),
      "statuses": .object(
        Dictionary(uniqueKeysWithValues: statuses.words.map { ($0.rawValue, Self.json($1)) })),
    ]
    if family != name { members["family"] = .string(family) }
    if !recognisedBy.isEmpty { members["recognised_by"] = .array(recognisedBy.map(Self.json)) }
    if !fallbacks.isEmpty { members["fallback_columns"] = Self.json(fallbacks) }
    if !fulfilledWords.isEmpty { members["fulfilled_words"] = Self.json(fulfilledWords) }
    if !missing.isEmpty { members["missing"] = Self.json(missing) }
    if !noCustomer.isEmpty { members["no_customer"] = Self.json(noCustomer) }
    if let refusal { members["refusal"] = .string(refusal) }
    if let warning { members["warning"] = .string(warning) }
    if rules != Rules() { members["rules"] = rules.json }
    return .object(members)
  }

  private static func json(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private static func json(_ headers: [Headers]) -> JSONValue {
    .object(Dictionary(headers.map { ($0.role.name, json($0.names)) }) { first, _ in first })
  }
}

extension OrderPreset.Rules {
  /// Those that hold.
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [:]
    members["cancellation_prefix"] = cancellationPrefix.map { .string($0) }
    if priceMustBePositive { members["price_must_be_positive"] = true }
    if blankSeparated { members["blank_separated"] = true }
    if continuesOrderAbove { members["continues_order_above"] = true }
    if statusDateCancels { members["status_date_cancels"] = true }
    if commaGroups { members["comma_groups"] = true }
    if !orderLevel.isEmpty { members["order_level"] = .array(orderLevel.map { .string($0.name) }) }
    return .object(members)
  }
}

extension JSONNode {
  /// Refuses members of other names: a wrong word would do nothing, unseen.
  fileprivate func allow(_ keys: [String]) throws(LocatedError) {
    for (key, node) in try members() where !keys.contains(key) {
      throw node.error("is not known; known are " + keys.joined(separator: ", "))
    }
  }

  fileprivate func lists() throws(LocatedError) -> [[String]] {
    var lists: [[String]] = []
    for node in try array() { lists.append(try node.strings()) }
    return lists
  }
}
