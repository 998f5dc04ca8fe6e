import Churn
import DelimitedText
import Modeling
import Testing

/// The repository's root.
let root: String = {
  let parts = #filePath.split(separator: "/").dropLast(3)
  return "/" + parts.joined(separator: "/")
}()

let cdnowOrders = root + "/notebooks-data/cdnow/orders.csv"
let telcoCustomers = root + "/notebooks-data/telco/customers.csv"

/// Customers of which the elder and dearer ones churn, most of the time: small, for quick runs.
func customers(
  _ count: Int = 120, header: String = "customer_id,age,plan,spend,churned",
  change: (Int, [String]) -> [String] = { $1 }
) -> String {
  let rows = (0..<count).map { row -> String in
    let age = 20 + (row * 37) % 50
    let plan = ["basic", "gold", "silver"][(row * 7) % 3]
    let spend = 10 + (row * 53) % 90
    let draw = (row * 29) % 41
    let churned = age + spend / 3 + draw > 82 ? "1" : "0"
    let cells = ["00\(row)", "\(age)", plan, "\(spend).5", churned]
    return change(row, cells).joined(separator: ",")
  }
  return header + "\n" + rows.joined(separator: "\n") + "\n"
}

/// Orders of `count` customers in 1997, 5 to 154 days apart: chance enough that no model is sure.
func orders(_ count: Int = 300, extra: [String] = []) -> String {
  var generator = SeededGenerator(seed: 1)
  var lines: [String] = []
  for customer in 0..<count {
    var day = generator.integer(below: 60)
    while day < 365 {
      let amount = 5 + generator.integer(below: 40)
      lines.append("0\(customer),\(Day(number: Int32(9862 + day))),1,\(amount).5")
      day += 5 + generator.integer(below: 150)
    }
  }
  return "customer_id,order_date,quantity,amount\n" + (lines + extra).joined(separator: "\n") + "\n"
}

private let usualCustomers = customers()

/// Made once: nearly every test needs them.
private let usualModels = Result { () throws -> [(String, [UInt8])] in
  let folder = try Folder()
  try folder.train(usualCustomers)
  return try ["a.json", "b.json"].map { ($0, try folder.bytes($0)) }
}

extension Folder {
  /// `customers.csv`, and models of it: `a.json` logistic, `b.json` a tree.
  func train() throws {
    try write("customers.csv", usualCustomers)
    for (name, bytes) in try usualModels.get() { try write(name, bytes) }
  }

  /// The same of other customers.
  func train(_ text: String) throws {
    try write("customers.csv", text)
    try run("train", "logistic", "customers.csv", "-o", "a.json", "--threads", "1").expect(0)
    try run("train", "tree", "customers.csv", "-o", "b.json", "--threads", "1").expect(0)
  }

  func json(_ name: String) throws -> JSONValue {
    try JSONValue.parse(bytes(name), name: name)
  }
}

extension Run {
  var json: JSONValue {
    get throws { try JSONValue.parse(Array(output.utf8), name: "standard output") }
  }
}

extension JSONValue {
  /// The value at a path as `models/0/measures/auc`; null where there is none.
  subscript(path: String) -> JSONValue {
    get {
      path.split(separator: "/").reduce(self) { value, step in
        switch value {
        case .object(let members): members[String(step)] ?? .null
        case .array(let elements):
          Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil } ?? .null
        default: .null
        }
      }
    }
    set { self = setting(path.split(separator: "/").map(String.init)[...], newValue) }
  }

  private func setting(_ path: ArraySlice<String>, _ new: JSONValue) -> JSONValue {
    guard let step = path.first else { return new }
    switch self {
    case .object(var members):
      members[step] = (members[step] ?? .null).setting(path.dropFirst(), new)
      return .object(members)
    case .array(var elements):
      guard let place = Int(step), elements.indices.contains(place) else { return self }
      elements[place] = elements[place].setting(path.dropFirst(), new)
      return .array(elements)
    default: return new
    }
  }

  /// Without the member at the path.
  func removing(_ path: String) -> JSONValue {
    let steps = path.split(separator: "/").map(String.init)
    guard let last = steps.last,
      case .object(var members) = self[steps.dropLast().joined(separator: "/")]
    else { return self }
    members[last] = nil
    var result = self
    result[steps.dropLast().joined(separator: "/")] = .object(members)
    return result
  }

  var keys: [String] {
    if case .object(let members) = self { members.keys.sorted() } else { [] }
  }

  var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
