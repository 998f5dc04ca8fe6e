import DelimitedText

extension OrderReadReport {
  /// What was recognised, mapped, ignored and rejected, with counts, as JSON for programs. Ids and
  /// customers are shown by their shape only.
  public var json: JSONValue {
    [
      "files": .array(files.map(\.json)),
      "lines": JSONValue(lines), "kept_lines": JSONValue(keptLines),
      "customers": JSONValue(customers), "orders": JSONValue(orders),
      "cancellations": JSONValue(cancellations),
      "unmatched_cancellations": JSONValue(unmatchedCancellations),
      "priceless_lines": JSONValue(pricelessLines),
      "zero_quantity_lines": JSONValue(zeroQuantityLines),
      "never_paid_lines": JSONValue(neverPaidLines),
      "undated_refunds": JSONValue(undatedRefunds),
      "duplicate_lines": JSONValue(duplicateLines),
      "repeated_orders": JSONValue(repeatedOrders), "repeated_lines": JSONValue(repeatedLines),
      "joined_items": JSONValue(joinedItems), "unmatched_items": JSONValue(unmatchedItems),
      "orders_without_items": JSONValue(ordersWithoutItems),
      "fallback_customers": JSONValue(fallbackCustomers),
      "first_day": JSONValue(firstDay?.description), "last_day": JSONValue(lastDay?.description),
      "rejected": JSONValue(rejects.count),
      "rejects": .array(
        rejects.counts.map { ["reason": .string($0.reason), "count": JSONValue($0.count)] }),
      "warnings": .array(warnings.map { .string($0) }),
    ]
  }
}

extension OrderReadReport.File {
  fileprivate var json: JSONValue {
    [
      "input": .string(input), "preset": .string(preset), "content": .string(content.rawValue),
      "encoding": .string(encoding.rawValue),
      "columns": .array(
        (columns.map { ($0, false) } + fallbacks.map { ($0, true) }).map { column, isFallback in
          [
            "role": .string(column.role.name), "header": .string(column.header),
            "fallback": .bool(isFallback),
            "example": JSONValue(isFallback ? nil : examples[column.role]),
          ]
        }),
      "ignored": .array(ignored.map { .string($0) }),
      "statuses": .array(
        statuses.map {
          [
            "text": .string($0.text), "meaning": .string($0.meaning.rawValue),
            "known": .bool($0.isKnown), "lines": JSONValue($0.lines),
          ]
        }),
      "lines": JSONValue(lines), "kept_lines": JSONValue(keptLines),
      "rejected": JSONValue(rejected), "repeated_orders": JSONValue(repeatedOrders),
      "repeated_lines": JSONValue(repeatedLines), "sha256": JSONValue(sha256),
      "first_day": JSONValue(firstDay?.description), "last_day": JSONValue(lastDay?.description),
    ]
  }
}
