import DelimitedText
import Modeling

extension OrderReading {
  /// Makes the log of what was read, and completes the report.
  consuming func finish(
    _ options: OrderReadOptions
  ) throws(LocatedError) -> (log: OrderLog, report: OrderReadReport) {
    var report = report
    report.keptLines = reader.builder.count
    report.laterLines = reader.laterLines
    report.customers = reader.customers.ids.count
    report.pricelessLines = reader.pricelessLines
    report.zeroQuantityLines = reader.zeroQuantityLines
    report.undatedRefunds = reader.undatedRefunds
    report.neverPaidLines = reader.neverPaidLines
    report.fallbackCustomers = reader.fallbackCustomers
    guard report.keptLines > 0 else {
      throw LocatedError(
        .wrongData, "there is no order line in it", at: Location(file: report.input),
        advice: "Export the orders again.")
    }
    report.firstDay = report.files.compactMap(\.firstDay).min()
    report.lastDay = report.files.compactMap(\.lastDay).max()
    let names = (reader.customers.ids.texts, reader.channels.texts)
    let sizes = (reader.products.count, reader.categories.count)
    let builder = reader.takeBuilder()
    let (log, counts) = builder.finish(
      customers: names.0, channels: names.1, products: sizes.0, categories: sizes.1,
      dataEnd: (options.dataUntil ?? report.lastDay)?.number, minimumAmount: options.minimumAmount,
      parallel: Parallel(threads: options.read.threads))
    report.orders = counts.orders
    report.duplicateLines = counts.duplicates
    report.cancellations = counts.cancellations
    report.unmatchedCancellations = counts.unmatchedCancellations
    report.warnings += Self.warnings(report, options)
    return (log, report)
  }

  private static func warnings(_ report: OrderReadReport, _ options: OrderReadOptions) -> [String] {
    var warnings = fileWarnings(report)
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
    if report.fallbackCustomers > 0 {
      warnings.append(
        "\(report.fallbackCustomers) lines have no \(header(.customer, report)) and are told by another "
          + "column: a customer with both counts twice")
    }
    if let until = options.dataUntil, let last = report.lastDay, until < last {
      warnings.append("the file has lines after \(until), up to \(last)")
    }
    return warnings
  }

  private static func header(_ role: OrderRole, _ report: OrderReadReport) -> String {
    report.columns.first { $0.role == role }?.header ?? role.name
  }

  /// What several files have to do with each other.
  private static func fileWarnings(_ report: OrderReadReport) -> [String] {
    var warnings: [String] = []
    if report.repeatedOrders > 0 {
      warnings.append(
        "\(report.repeatedOrders) orders are in more than one file; they are taken from the first "
          + "that has them (\(report.repeatedLines) lines left out)")
    }
    if let (first, second) = overlap(report) {
      warnings.append(
        "\(first.input) and \(second.input) cover the same days, and without order ids lines that are "
          + "in both cannot be told from others: they count twice")
    }
    if report.unmatchedItems > 0 {
      warnings.append(
        "\(report.unmatchedItems) items belong to orders that no order list has; they are left out")
    }
    if report.ordersWithoutItems > 0 {
      warnings.append(
        "\(report.ordersWithoutItems) orders have no item in the item lists; their products are not "
          + "known")
    }
    return warnings
  }

  /// Two files without order ids that have days in common.
  private static func overlap(
    _ report: OrderReadReport
  ) -> (OrderReadReport.File, OrderReadReport.File)? {
    let files = report.files.filter { file in
      file.content == .orders && !file.columns.contains { $0.role == .order }
    }
    for (place, file) in files.enumerated() {
      for other in files[..<place] {
        guard let from = file.firstDay, let until = file.lastDay, let start = other.firstDay,
          let end = other.lastDay
        else { continue }
        if from <= end, start <= until { return (other, file) }
      }
    }
    return nil
  }
}
