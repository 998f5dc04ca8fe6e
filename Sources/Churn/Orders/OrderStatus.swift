/// What a status says about an order: it stands, it was never paid or fulfilled, or its money
/// went back. Only the first is a purchase; only the last counts as refunded.
public enum OrderStatus: String, Sendable, Equatable, CaseIterable {
  case stands = "purchase"
  case neverPaid = "not_paid"
  case refunded
  /// Refunded where the order was paid, else never paid.
  case closed

  /// The meaning of a status cell in a file without a shop's own words.
  public init(_ text: String) { self = OrderStatusWords.plain.meaning(of: text).status }
}

/// The words of a shop system's status column, and what they say.
///
/// Words are compared in lower case, without a leading `wc-`, `_` and `-` read as a blank and
/// full-width punctuation as its ASCII form. A word may begin or end with `*`, for any text.
/// A missing status leaves the order standing.
public struct OrderStatusWords: Sendable, Equatable {
  public var words: [OrderStatus: [String]]

  public init(_ words: [OrderStatus: [String]]) { self.words = words }

  /// The meaning of a text; a text that is not listed stands, and is not known.
  public func meaning(of text: String) -> (status: OrderStatus, isKnown: Bool) {
    let plain = Self.plain(text)
    if plain.isEmpty { return (.stands, true) }
    for status in OrderStatus.allCases {
      for word in words[status] ?? [] where Self.matches(plain, Self.plain(word)) {
        return (status, true)
      }
    }
    return (.stands, false)
  }

  private static func matches(_ text: String, _ word: String) -> Bool {
    if word.hasSuffix("*") { return text.hasPrefix(word.dropLast()) }
    if word.hasPrefix("*") { return text.hasSuffix(word.dropFirst()) }
    return text == word
  }

  private static func plain(_ text: String) -> String {
    let lower = String(text.lowercased().map { punctuation[$0] ?? $0 }.filter { $0 != "\t" })
    return lower.hasPrefix("wc ") ? String(lower.dropFirst(3)) : lower
  }

  private static let punctuation: [Character: Character] = [
    "_": " ", "-": " ", "，": ",", "（": "(", "）": ")", "\u{3000}": " ",
  ]
}

extension OrderStatusWords {
  /// English words of shop systems.
  public static let english = OrderStatusWords([
    .stands: [
      "completed", "complete", "paid", "processing", "shipped", "delivered", "fulfilled", "closed",
      "partially refunded", "partially paid", "confirmed", "done",
    ],
    .neverPaid: [
      "cancelled", "canceled", "cancel", "void", "voided", "failed", "unpaid", "not paid",
      "pending", "pending payment", "awaiting payment", "payment pending", "on hold", "expired",
      "declined", "rejected", "abandoned", "draft", "checkout draft", "authorized",
    ],
    .refunded: [
      "refunded", "fully refunded", "refund", "returned", "return", "chargeback", "charged back",
    ],
  ])

  /// Words of Chinese shop systems.
  public static let chinese = OrderStatusWords([
    .stands: [
      "买家已付款,等待卖家发货", "卖家已发货,等待买家确认", "卖家部分发货", "交易成功", "交易完成",
      "等待卖家发货", "等待买家确认收货", "等待出库", "等待确认收货", "待发货", "待出库", "待收货", "待评价",
      "备货中", "部分发货", "已付款", "已发货", "已签收", "已收货", "已完成", "完成",
      "没有申请退款", "无售后", "无售后或售后取消", "退款关闭",
    ],
    .neverPaid: [
      "等待买家付款", "等待付款", "待付款", "待支付", "未付款", "等待付款确认", "没有创建支付宝交易",
      "付款以前,卖家或买家主动关闭交易", "已取消", "订单取消", "取消",
    ],
    .refunded: ["付款以后用户退款成功,交易自动关闭", "已退款", "*退款成功", "全额退款"],
    .closed: ["交易关闭", "已关闭", "关闭", "(删除)*"],
  ])

  /// What files without a preset of their own are read with.
  public static let plain = english.merging(chinese)

  func merging(_ other: OrderStatusWords) -> OrderStatusWords {
    OrderStatusWords(words.merging(other.words) { $0 + $1 })
  }
}
