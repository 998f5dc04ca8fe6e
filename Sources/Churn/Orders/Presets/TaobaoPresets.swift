/// Exports of Taobao and Tmall: order lists of 2016 to 2022, Qianniu's of 2026, item lists.
///
/// 买家应付货款 is what the goods cost after the shop's discounts, without postage; 总金额 has the
/// postage in it. The lists of a year differ in columns that are not used here.
extension OrderPreset {
  static let taobaoPresets = [taobao, qianniu, tmall, taobaoItems]

  private static let taobaoFamily = "taobao"

  static let taobao = OrderPreset(
    "taobao", family: taobaoFamily,
    recognisedBy: [["订单编号", "买家会员名", "买家应付货款"], ["订单编号", "买家会员名", "订单付款时间"]],
    columns: [
      .customer: ["买家会员名", "买家会员昵称"], .order: ["订单编号"], .time: ["订单付款时间"],
      .amount: ["买家应付货款"], .total: ["总金额", "买家实际支付金额"], .postage: ["买家应付邮费"],
      .quantity: ["宝贝总数量"], .status: ["订单状态"], .refund: ["退款金额"],
    ],
    fallbacks: [.time: ["订单创建时间"]]
  ) {
    $0.aliases = ["tmall", "qianniu"]
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// Without a column for the buyer unless the shop has asked for one.
  static let qianniu = OrderPreset(
    "qianniu", family: taobaoFamily,
    recognisedBy: [["订单编号", "买家实付金额", "商品标题"], ["订单编号", "买家实付金额", "订单付款时间"]],
    columns: [
      .customer: ["买家会员名", "买家昵称", "买家会员昵称", "买家账号"], .order: ["订单编号"],
      .time: ["订单付款时间"], .amount: ["买家应付货款"], .total: ["总金额", "买家实付金额"],
      .postage: ["买家应付邮费"], .quantity: ["宝贝总数量"], .status: ["订单状态"], .refund: ["退款金额"],
    ],
    fallbacks: [.time: ["订单创建时间"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// Reports of Tmall: the order report without buyers, and the list by buyer.
  static let tmall = OrderPreset(
    "tmall", family: taobaoFamily,
    recognisedBy: [
      ["订单编号", "总金额", "买家实际支付金额", "订单创建时间"], ["买家昵称", "付款日期", "实付金额", "邮费"],
    ],
    columns: [
      .customer: ["买家会员名", "买家昵称"], .order: ["订单编号"], .time: ["订单付款时间", "付款日期"],
      .total: ["总金额", "实付金额"], .postage: ["买家应付邮费", "邮费"], .quantity: ["购买数量"],
      .status: ["订单状态"], .refund: ["退款金额"],
    ],
    fallbacks: [.time: ["订单创建时间"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// 宝贝 lists: ExportOrderDetailList (2017) and the item list of 2026.
  static let taobaoItems = OrderPreset(
    "taobao-items", family: taobaoFamily,
    recognisedBy: [["订单编号", "标题", "价格", "购买数量"], ["主订单编号", "标题", "价格", "购买数量"]],
    columns: [
      .order: ["主订单编号", "订单编号"], .product: ["商家编码"], .price: ["价格"], .quantity: ["购买数量"],
      .amount: ["买家应付货款"], .postage: ["买家应付邮费"], .status: ["订单状态"], .refund: ["退款金额"],
      .refundStatus: ["退款状态"],
    ],
    fallbacks: [.product: ["外部系统编号", "标题"]]
  ) {
    $0.content = .items
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// Texts for nothing in cells of Chinese exports.
  static let chineseMissing = ["-", "--", "—", "——", "'null", "无退款申请", "没有申请退款", "无"]

  /// One row an order: a second row of the same order is the same order again.
  static var orderList: Rules {
    var rules = Rules()
    rules.orderLevel = [.amount, .postage, .discount, .refund]
    rules.commaGroups = true
    return rules
  }
}
