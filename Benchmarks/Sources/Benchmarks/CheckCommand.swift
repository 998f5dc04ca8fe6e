import ArgumentParser
import Churn
import DelimitedText

/// Figures of a file that a program wrote, for comparing programs; a line of JSON.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Print the figures by which results are compared.")

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    /// A model file of ours.
    case model
    /// A scored file of ours, and of a peer: customer_id, and the probability second.
    case scores
    /// Customer features of ours, and of a peer.
    case features
    case peerFeatures = "peer-features"
    /// An order log: what its features must add up to.
    case orders
  }

  @Argument(help: "What it is.")
  var kind: Kind

  @Argument(help: "The file.")
  var file: String

  func run() throws {
    let figures =
      switch kind {
      case .model: try model()
      case .scores: try scores()
      case .features:
        try features(amount: "total_amount", ["completed_customers", "completed_amount"])
      case .peerFeatures: try features(amount: "amount_sum", ["customers", "amount"])
      case .orders: try orders()
      }
    print(JSONValue.object(figures.mapValues { .number($0) }).canonical())
  }

  private func model() throws -> [String: Double] {
    let value = try JSONValue.parse(try readBytes(.file(file)), name: file)
    let fit = try JSONNode(value, file: file)["logistic"]
    return ["loglik": try fit["log_likelihood"].number(), "rows": try fit["rows"].number()]
  }

  private func scores() throws -> [String: Double] {
    var (rows, sum) = (0.0, 0.0)
    try forEachRecord { fields, record in
      rows += 1
      sum += number(fields[record, 1])
    }
    return ["rows": rows, "mean_probability": sum / rows]
  }

  private func features(amount column: String, _ names: [String]) throws -> [String: Double] {
    var (rows, sum) = (0.0, 0.0)
    let place = try RecordReader(.file(file)).index(of: column)
    try forEachRecord { fields, record in
      rows += 1
      sum += number(fields[record, place])
    }
    return [names[0]: rows, names[1]: sum]
  }

  /// Customers and amounts of all lines, and of those with the status `completed`.
  private func orders() throws -> [String: Double] {
    var (all, completed) = (Totals(), Totals())
    try forEachRecord { fields, record in
      let customer = Int(number(fields[record, 1]))
      let amount = number(fields[record, 3])
      all.add(customer, amount)
      if fields[record, 6].elementsEqual("completed".utf8) { completed.add(customer, amount) }
    }
    return [
      "customers": all.customers, "amount": all.amount,
      "completed_customers": completed.customers, "completed_amount": completed.amount,
    ]
  }

  private struct Totals {
    private(set) var amount = 0.0
    private var seen: Set<Int> = []
    var customers: Double { Double(seen.count) }

    mutating func add(_ customer: Int, _ amount: Double) {
      self.amount += amount
      seen.insert(customer)
    }
  }

  private func forEachRecord(_ body: (BatchFields, Int) -> Void) throws {
    var reader = try RecordReader(.file(file))
    while let batch = try reader.next() {
      batch.withFields { fields in
        for record in 0..<batch.recordCount { body(fields, record) }
      }
    }
  }

  private func number(_ field: UnsafeBufferPointer<UInt8>) -> Double {
    Double(String(decoding: field, as: UTF8.self)) ?? .nan
  }
}
