import DelimitedText
import Testing

@testable import Churn

/// The true header rows of `headers.json`.
@Suite struct OrdersHeadersTests {
  private static let presets = [
    "douyin_orders_2026": "douyin", "jd_orders_2016": "jd", "pdd_orders": "pinduoduo",
    "qianniu_orders_2026_subset_seen": "qianniu", "rfm_orders_cn_2019": "tmall",
    "shopify_73": "shopify", "shopify_79": "shopify",
    "taobao_ExportOrderDetailList_2017": "taobao-items",
    "taobao_ExportOrderList_2016": "taobao", "taobao_ExportOrderList_2017": "taobao",
    "taobao_ExportOrderList_2018": "taobao", "taobao_ExportOrderList_2019": "taobao",
    "taobao_ExportOrderList_2022_names_only": "taobao", "taobao_item_list_2026": "taobao-items",
    "tmall_order_report_2020": "tmall", "woocommerce_algolplus": "woocommerce-algolplus",
    "woocommerce_analytics_orders": "woocommerce-analytics",
    "woocommerce_skyverge_default": "woocommerce-skyverge",
    "woocommerce_skyverge_one_row_per_item": "woocommerce-skyverge",
    "woocommerce_webtoffee": "woocommerce-webtoffee", "youzan_items_2022": "youzan-items",
    "youzan_orders_2026": "youzan",
  ]

  @Test func everyHeaderIsRecognised() throws {
    var found: [String: String] = [:]
    for (name, header) in try Export.headers() {
      found[name] = OrderPreset.recognising(header, among: [], joins: false).name
    }
    #expect(found == Self.presets)
  }

  @Test func noOtherPresetWouldTakeAHeader() throws {
    for (name, header) in try Export.headers() {
      let families = Set(OrderPreset.all.filter { $0.recognises(header) }.map(\.family))
      #expect(families.count == 1, "\(name): \(families)")
    }
  }

  /// Which customers, times and amounts a format has, for those that can be read alone.
  @Test func everyReadableHeaderHasItsColumns() throws {
    let unreadable: Set = [
      "douyin_orders_2026", "pdd_orders", "qianniu_orders_2026_subset_seen",
      "taobao_ExportOrderDetailList_2017", "taobao_item_list_2026", "tmall_order_report_2020",
      "youzan_items_2022",
    ]
    for (name, header) in try Export.headers() {
      let preset = OrderPreset.recognising(header, among: [], joins: false)
      do {
        let columns = try OrderColumns(header: header, preset: preset, overrides: [:], file: "f")
        #expect(preset.content == .items || !unreadable.contains(name), "\(name)")
        guard preset.content == .orders else { continue }
        #expect(columns.roles.isSuperset(of: [.customer, .time]), "\(name)")
        #expect(!columns.roles.isDisjoint(with: [.amount, .total]), "\(name)")
      } catch {
        #expect(error.what.contains("no stable customer key"), "\(name): \(error.what)")
        #expect(unreadable.contains(name), "\(name)")
      }
    }
  }

  @Test func everyRoleHasOneListOfHeaders() {
    for preset in OrderPreset.all {
      #expect(Set(preset.columns.map(\.role)).count == preset.columns.count, "\(preset.name)")
      #expect(Set(preset.fallbacks.map(\.role)).count == preset.fallbacks.count, "\(preset.name)")
    }
    #expect(Set(OrderPreset.all.map(\.name)).count == OrderPreset.all.count)
  }

  @Test(arguments: [
    "taobao", "tmall", "qianniu", "jd", "youzan", "douyin", "pinduoduo", "shopify", "woocommerce",
    "online-retail", "cdnow", "generic", "TaoBao", "woocommerce-skyverge",
  ])
  func everyNameOfTheContractIsAPreset(name: String) throws {
    #expect(try !OrderPreset.named(name).isEmpty)
  }

  /// The name of a shop system stands for all its formats.
  @Test func theHeaderDecidesAmongThoseOfAShopSystem() throws {
    var options = OrderReadOptions()
    options.preset = "woocommerce"
    let (_, report) = try OrderLog.read(
      Export.input("woocommerce_analytics_orders_utf8_bom.csv"), options)
    #expect(report.preset == "woocommerce-analytics")
    options.preset = "tmall"
    let (_, list) = try OrderLog.read(
      Export.input("taobao_ExportOrderList_2017_utf8.csv"), options)
    #expect(list.preset == "taobao")
  }
}
