import DelimitedText
import Testing

@testable import Churn

/// The project's copies of shop exports: true headers, invented rows.
enum Export {
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/"

  static func input(_ name: String) -> Input { .file(folder + "Exports/" + name) }

  /// A file of `References`.
  static func reference(_ name: String) throws -> JSONNode {
    let bytes = try readBytes(.file(folder + "References/" + name))
    return JSONNode(try JSONValue.parse(bytes, name: name), file: name)
  }

  /// The header rows of `headers.json` by their names.
  static func headers() throws -> [(name: String, header: [String])] {
    let bytes = try readBytes(input("headers.json"))
    let node = JSONNode(try JSONValue.parse(bytes, name: "headers.json"), file: "headers.json")
    return try node.members().map { ($0.key, try $0.node.strings()) }
  }
}

/// Hand-made files, named `1.csv`, `2.csv` …
func readAll(
  _ texts: [String], change: (inout OrderReadOptions) throws -> Void = { _ in }
) throws -> (log: OrderLog, report: OrderReadReport) {
  var options = OrderReadOptions()
  try change(&options)
  let inputs = texts.enumerated().map { Input.bytes(Array($1.utf8), name: "\($0 + 1).csv") }
  return try OrderLog.read(inputs, options)
}

/// The error that reading ends with.
func error(_ body: () throws -> (log: OrderLog, report: OrderReadReport)) -> LocatedError? {
  do {
    _ = try body()
    return nil
  } catch { return error as? LocatedError }
}

/// What a customer bought on a day, of what stands on the last day of all.
struct Bought: Equatable, CustomStringConvertible {
  var customer: String
  var day: String
  var amount: Double

  init(_ customer: String, _ day: String, _ amount: Double) {
    (self.customer, self.day, self.amount) = (customer, day, amount)
  }

  var description: String { "\(customer) \(day) \(amount)" }
}

/// Customers in the order of their first lines, each one's days in order.
func bought(_ log: OrderLog, asOf date: String = "2199-12-31") -> [Bought] {
  var reader = HistoryReader(log, asOf: day(date))
  var history = History(asOf: Day(number: 0))
  var all: [Bought] = []
  for code in log.customers.indices {
    reader.read(code, into: &history)
    all += history.occasions.map {
      Bought(log.customers[code], Day(number: $0.day).description, $0.amount)
    }
  }
  return all
}

/// A table of cells as CSV, each cell as it is.
func table(_ header: [String], _ rows: [[String: String]]) -> String {
  let lines = rows.map { row in header.map { row[$0] ?? "" }.joined(separator: ",") }
  return header.joined(separator: ",") + "\n" + lines.joined(separator: "\n") + "\n"
}
