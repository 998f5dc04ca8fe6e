import DelimitedText
import Reporting

/// Customers and revenue by number of purchases and days since the last.
public struct RecencyFrequencyGrid: Sendable, Equatable {
  /// A column: idle days up to a whole number of them, or all that are left.
  public struct Recency: Sendable, Equatable {
    public let name: String
    public let firstDay: Int
    /// nil for the last column.
    public let lastDay: Int?
  }

  /// The last row is this many purchases or more.
  public static let mostPurchases = 5

  public let recencies: [Recency]
  /// By number of purchases − 1, then by column.
  public let cells: [[CustomerGroup]]
  public let all: CustomerGroup

  /// Columns up to 30, 60, 90, 180, 365 days and beyond.
  public init(_ table: PurchaseTable) {
    let ends: [Int?] = [30, 60, 90, 180, 365, nil]
    self.init(
      table,
      zip([0] + ends.compactMap { $0.map { $0 + 1 } }, ends).map { first, last in
        Recency(
          name: last.map { "\(first)–\($0)" } ?? "\(first) or more", firstDay: first,
          lastDay: last)
      })
  }

  /// Columns are the stages of life.
  public init(_ table: PurchaseTable, cuts: LifeStageCuts) {
    self.init(
      table,
      LifeStage.allCases.map {
        let (first, last) = cuts.days(of: $0)
        return Recency(
          name: "\($0.rawValue) (\(cuts.text(of: $0)))", firstDay: first, lastDay: last)
      })
  }

  private init(_ table: PurchaseTable, _ recencies: [Recency]) {
    let empty = CustomerGroup(hasAmounts: table.hasAmounts)
    var cells = [[CustomerGroup]](
      repeating: recencies.map { _ in empty }, count: Self.mostPurchases)
    var all = empty
    for customer in 0..<table.customerCount {
      guard let standing = table.standing(of: customer, on: table.asOf) else { continue }
      let idle = Int(table.asOf.number) - Int(standing.lastDay)
      let column = recencies.firstIndex { idle <= $0.lastDay ?? .max } ?? recencies.count - 1
      cells[min(standing.purchases, Self.mostPurchases) - 1][column].add(standing.amount)
      all.add(standing.amount)
    }
    (self.recencies, self.cells, self.all) = (recencies, cells, all)
  }

  /// `1` … `4`, `5+`.
  public static func rowName(_ row: Int) -> String {
    row + 1 == mostPurchases ? "\(mostPurchases)+" : "\(row + 1)"
  }
}

extension RecencyFrequencyGrid {
  public var json: JSONValue {
    let rows = cells.enumerated().flatMap { row, groups in
      zip(recencies, groups).map { recency, group -> JSONValue in
        let own: [String: JSONValue] = [
          "purchases": .string(Self.rowName(row)), "recency": .string(recency.name),
          "first_day": JSONValue(recency.firstDay), "last_day": JSONValue(recency.lastDay),
        ]
        return .object(own.merging(group.members(of: all)) { $1 })
      }
    }
    return ["customers": JSONValue(all.customers), "cells": .array(rows)]
  }

  /// Customers, and their share of all.
  public var customerTable: TextTable {
    table("purchases") {
      "\(NumberText.integer($0.customers)) (\(NumberText.percent($0.customerShare(of: all))))"
    }
  }

  public var revenueTable: TextTable {
    table("revenue by purchases") { ShareText.money($0.revenue) }
  }

  private func table(_ corner: String, _ text: (CustomerGroup) -> String) -> TextTable {
    TextTable(
      [.init(corner)] + recencies.map { .init($0.name, .right) },
      rows: cells.enumerated().map { [Self.rowName($0)] + $1.map(text) })
  }
}
