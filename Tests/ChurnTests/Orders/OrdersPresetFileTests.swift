import DelimitedText
import Testing

@testable import Churn

/// Presets of a shop's own, as files.
@Suite struct OrdersPresetFileTests {
  private static let own = """
    {
      "format": "churn-preset", "format_version": 1, "name": "my-shop",
      "recognised_by": [["Kunde", "Bezahlt am"]],
      "columns": {
        "customer": ["Kunde"], "order": ["Beleg"], "time": ["Bezahlt am"], "total": ["Summe"],
        "postage": ["Porto"], "status": ["Stand"]
      },
      "fallback_columns": {"time": ["Bestellt am"]},
      "statuses": {"purchase": ["versandt"], "closed": ["storniert"]},
      "missing": ["keine Angabe"],
      "rules": {"order_level": ["amount", "postage"]}
    }
    """

  private static let orders = """
    Beleg;Kunde;Bestellt am;Bezahlt am;Summe;Porto;Stand
    1;a;2020-01-01;2020-01-03;25;5;Versandt
    2;a;2020-02-01;keine Angabe;30;5;storniert
    3;b;2020-02-01;2020-02-02;30;5;storniert

    """

  private static func preset(_ text: String) throws -> OrderPreset {
    try OrderPreset.read(.bytes(Array(text.utf8), name: "my-shop.json"))
  }

  @Test func aShopsOwnFormat() throws {
    let own = try Self.preset(Self.own)
    let (log, report) = try readAll([Self.orders]) { $0.shopPresets = [own] }
    #expect(report.preset == "my-shop")
    #expect(bought(log) == [Bought("a", "2020-01-03", 20)])
    #expect(report.orders == 3 && report.neverPaidLines == 1)
    #expect(history(log, 1, asOf: "2020-12-31").refundedAmount == 25)
  }

  @Test func itsItemsAreJoinedByABuiltInList() throws {
    let own = try Self.preset(Self.own)
    let list = "主订单编号,标题,价格,购买数量\n1,A,10,2\n"
    let (log, report) = try readAll([Self.orders, list]) { $0.shopPresets = [own] }
    #expect(report.files.map(\.preset) == ["my-shop", "taobao-items"])
    #expect(history(log, asOf: "2020-12-31").occasions.map(\.items) == [2])
  }

  /// What `churn presets NAME` prints is read back as the same preset.
  @Test(arguments: OrderPreset.all.map(\.name))
  func everyBuiltInPresetComesBack(name: String) throws {
    let preset = try #require(OrderPreset.all.first { $0.name == name })
    var again = try OrderPreset(json: preset.json, file: "x")
    // Headers of a role stand in the order of roles, aliases are names for --preset only.
    again.aliases = preset.aliases
    var sorted = preset
    sorted.columns.sort { $0.role.rawValue < $1.role.rawValue }
    sorted.fallbacks.sort { $0.role.rawValue < $1.role.rawValue }
    #expect(again == sorted)
  }

  @Test(arguments: [
    ("\"format\": \"churn-preset\"", "\"format\": \"churn-model\"", "/format"),
    ("\"format_version\": 1", "\"format_version\": 2", "/format_version"),
    ("\"name\": \"my-shop\"", "\"name\": 7", "/name"),
    ("\"name\": \"my-shop\"", "\"name\": \"\"", "/name"),
    ("\"customer\"", "\"Customer\"", "/columns/Customer"),
    ("\"customer\": [\"Kunde\"], ", "", "/columns has no customer"),
    ("[\"Kunde\"], \"order\"", "\"Kunde\", \"order\"", "/columns/customer"),
    ("\"closed\"", "\"shut\"", "/statuses/shut is not known"),
    ("[\"amount\", \"postage\"]", "[\"amount\", \"time\"]", "/rules/order_level/1"),
    ("\"order_level\"", "\"orderlevel\"", "/rules/orderlevel is not known"),
    ("\"missing\"", "\"mising\"", "/mising is not known"),
    ("[[\"Kunde\"", "[\"Kunde\", [\"x\"", "/recognised_by/0"),
  ])
  func wrongFilesAreRefusedWithThePath(part: String, other: String, path: String) throws {
    let text = Self.own.replacing(part, with: other)
    #expect(text != Self.own)
    do {
      _ = try Self.preset(text)
      Issue.record("\(path) is read")
    } catch let error as LocatedError {
      #expect(error.kind == .wrongData && error.what.contains(path), "\(error.what)")
      #expect(error.location?.file == "my-shop.json" && error.advice.contains("OrderFiles.md"))
    }
  }

  /// The JSON Schema beside the description has every key and no other.
  @Test func theSchemaListsTheKeys() throws {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let bytes = try readBytes(.file("/\(root)/models/preset.schema.json"))
    let schema = JSONNode(try JSONValue.parse(bytes, name: "schema"), file: "schema")
    let properties = try schema["properties"]
    #expect(try properties.members().map(\.key) == OrderPreset.keys.sorted())
    #expect(
      try properties["rules"]["properties"].members().map(\.key) == OrderPreset.ruleKeys.sorted())
    #expect(
      try properties["statuses"]["properties"].members().map(\.key)
        == OrderStatus.allCases.map(\.rawValue).sorted())
    #expect(
      try properties["columns"]["propertyNames"]["enum"].strings()
        == OrderRole.allCases.map(\.name))
    let page = String(
      decoding: try readBytes(.file("/\(root)/Sources/Churn/Churn.docc/OrderFiles.md")),
      as: UTF8.self)
    for word in OrderPreset.keys + OrderPreset.ruleKeys + OrderRole.allCases.map(\.name) {
      #expect(page.contains("`\(word)`"), "\(word)")
    }
    for preset in OrderPreset.all { #expect(page.contains("`\(preset.name)`"), "\(preset.name)") }
  }
}
