/// Exports of JD, Youzan, Douyin and Pinduoduo.
extension OrderPreset {
  static let chinesePresets = [jd, youzan, youzanItems, douyin, pinduoduo]

  /// One line a product; the order's totals repeat on each. 结算金额 is the goods after the shop's
  /// discount, without postage; 应付金额 is what the buyer pays, with it.
  static let jd = OrderPreset(
    "jd", recognisedBy: [["订单号", "下单帐号", "结算金额"], ["订单号", "下单账号", "结算金额"]],
    columns: [
      .customer: ["下单帐号", "下单账号"], .order: ["订单号"], .time: ["付款确认时间"],
      .amount: ["结算金额"], .total: ["应付金额"], .price: ["京东价"], .quantity: ["订购数量"],
      .product: ["商品ID"], .channel: ["订单来源"], .postage: ["运费金额"], .status: ["订单状态"],
    ],
    fallbacks: [.time: ["下单时间"], .product: ["货号", "商品名称"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// 订单实付金额 has the postage in it. Phones may be masked; then the nickname is the key.
  static let youzan = OrderPreset(
    "youzan", recognisedBy: [["订单号", "买家手机号", "订单实付金额"], ["订单号", "买家昵称", "订单实付金额"]],
    columns: [
      .customer: ["买家手机号"], .order: ["订单号"], .time: ["买家付款时间"],
      .total: ["订单实付金额"], .channel: ["订单来源"], .discount: ["店铺优惠合计"], .postage: ["运费"],
      .status: ["订单状态"], .refund: ["订单已退款金额"], .refundStatus: ["订单退款状态"],
    ],
    fallbacks: [.customer: ["买家昵称"], .time: ["订单创建时间"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  static let youzanItems = OrderPreset(
    "youzan-items", family: "youzan", recognisedBy: [["订单号", "商品名称", "商品单价", "商品实际成交金额"]],
    columns: [
      .order: ["订单号"], .product: ["商品编码"], .category: ["商品类目"], .price: ["商品单价"],
      .quantity: ["商品数量"], .amount: ["商品实际成交金额"], .status: ["订单商品状态"],
      .refund: ["商品已退款金额"], .refundStatus: ["商品退款状态"],
    ],
    fallbacks: [.product: ["规格编码", "商品名称"]]
  ) {
    $0.content = .items
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
  }

  /// One line a sub-order, with its own amount.
  static let douyin = OrderPreset(
    "douyin", recognisedBy: [["主订单编号", "子订单编号", "订单应付金额"]],
    columns: [
      .order: ["主订单编号"], .time: ["支付完成时间", "订单提交时间"], .total: ["订单应付金额"],
      .quantity: ["商品数量"], .product: ["商家编码"], .postage: ["运费"], .status: ["订单状态"],
      .refundStatus: ["售后状态"],
    ],
    fallbacks: [.product: ["选购商品"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules.commaGroups = true
    $0.refusal =
      "Douyin masks name, phone and address of the buyer (##密文), so that orders of one customer "
      + "cannot be brought together"
  }

  static let pinduoduo = OrderPreset(
    "pinduoduo", recognisedBy: [["订单号", "商品总价(元)", "用户实付金额(元)"]],
    columns: [
      .order: ["订单号"], .time: ["订单成交时间"], .total: ["用户实付金额(元)"], .quantity: ["商品数量(件)"],
      .product: ["商品id"], .postage: ["邮费(元)"], .discount: ["店铺优惠折扣(元)"], .status: ["订单状态"],
      .refundStatus: ["售后状态"],
    ],
    fallbacks: [.product: ["商品"]]
  ) {
    $0.statuses = .chinese
    $0.missing = chineseMissing
    $0.rules = orderList
    $0.refusal =
      "Pinduoduo's export has no column for the buyer, so that orders of one customer cannot be "
      + "brought together"
  }
}
