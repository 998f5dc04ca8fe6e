import DelimitedText

extension OrderLog {
  /// Makes the log of what was read, and completes the report.
  static func finish(
    _ reader: consuming OrderLineReader, _ report: OrderReadReport, _ options: OrderReadOptions
  ) throws(LocatedError) -> (log: OrderLog, report: OrderReadReport) {
    var report = report
    report.keptLines = reader.builder.count
    report.customers = reader.customers.count
    report.pricelessLines = reader.pricelessLines
    report.zeroQuantityLines = reader.zeroQuantityLines
    report.undatedRefunds = reader.undatedRefunds
    try checkRejects(report)
    report.firstDay = Day(number: reader.firstDay)
    report.lastDay = Day(number: reader.lastDay)
    let names = (reader.customers.texts, reader.channels.texts)
    let sizes = (reader.products.count, reader.categories.count)
    let builder = reader.takeBuilder()
    let (log, counts) = builder.finish(
      customers: names.0, channels: names.1, products: sizes.0, categories: sizes.1,
      dataEnd: (options.dataUntil ?? report.lastDay)?.number, minimumAmount: options.minimumAmount)
    report.orders = counts.orders
    report.duplicateLines = counts.duplicates
    report.cancellations = counts.cancellations
    report.unmatchedCancellations = counts.unmatchedCancellations
    report.warnings = warnings(report, options)
    return (log, report)
  }

  private static func checkRejects(_ report: OrderReadReport) throws(LocatedError) {
    try report.rejects.check(rows: report.lines, file: report.input)
    guard report.keptLines == 0 else { return }
    throw LocatedError(
      .wrongData, "there is no order line in it", at: Location(file: report.input),
      advice: "Export the orders again.")
  }

  private static func warnings(_ report: OrderReadReport, _ options: OrderReadOptions) -> [String] {
    var warnings: [String] = []
    if report.undatedRefunds > 0 {
      warnings.append(
        "undated_refunds: \(report.undatedRefunds) refunds or statuses have no date of their own "
          + "and are applied from the order's date: features of earlier as-of dates may know what "
          + "was not known then")
    }
    if report.duplicateLines > 0 {
      warnings.append(
        "\(report.duplicateLines) lines repeat another one exactly; they are kept")
    }
    if report.unmatchedCancellations > 0 {
      warnings.append(
        "\(report.unmatchedCancellations) of \(report.cancellations) cancellations have no earlier "
          + "line of the same customer and product with enough quantity left; they change nothing")
    }
    if let until = options.dataUntil, let last = report.lastDay, until < last {
      warnings.append("the file has lines after \(until), up to \(last)")
    }
    return warnings
  }
}
