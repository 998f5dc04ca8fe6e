import Foundation
import Modeling
import Testing

// MARK: - Files

enum TestFiles {
  static let references = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "References")
  static let root = references.appending(path: "../../..").standardizedFileURL
  /// Data that may not be part of the project: tests that need them are disabled without them.
  static let shared = root.appending(path: "../shared/data").standardizedFileURL
  static let hasShared = FileManager.default.fileExists(atPath: shared.path())

  /// A JSON file of the references; snake_case keys become camelCase.
  static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(contentsOf: references.appending(path: name)))
  }

  /// A table that a reference names: `notebooks-data/…` from the project, `data/…` from the
  /// references, anything else from the shared data.
  static func table(_ path: String) throws -> CSVTable {
    if path == telcoPath { return try telco.get() }
    let folder = path.hasPrefix("data/") ? references : shared
    return try CSVTable(contentsOf: folder.appending(path: path))
  }

  private static let telcoPath = "notebooks-data/telco/customers.csv"
  private static let telco = Result { try CSVTable(contentsOf: root.appending(path: telcoPath)) }
}

// MARK: - CSV

/// A small CSV file as text; an empty cell and `NA` are missing.
struct CSVTable: Sendable {
  var header: [String]
  /// Row by row.
  var rows: [[String]]

  init(contentsOf url: URL) throws {
    var records = Self.records(try Data(contentsOf: url))
    header = records.isEmpty ? [] : records.removeFirst()
    rows = records
  }

  /// RFC 4180.
  private static func records(_ data: Data) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    func close() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    for byte in Array(data) {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: close()
      case UInt8(ascii: "\r") where !isQuoted: continue
      case UInt8(ascii: "\n") where !isQuoted:
        close()
        records.append(fields)
        fields.removeAll(keepingCapacity: true)
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty {
      close()
      records.append(fields)
    }
    return records
  }

  static func isMissing(_ cell: String) -> Bool { cell.isEmpty || cell == "NA" }

  func column(_ name: String) throws -> [String] {
    let place = try #require(header.firstIndex(of: name))
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) throws -> [Double] {
    try column(name).map { Self.isMissing($0) ? .nan : try #require(Double($0)) }
  }

  /// The table without rows that lack a value in one of the columns.
  func complete(in columns: [String]) throws -> CSVTable {
    let places = try columns.map { try #require(header.firstIndex(of: $0)) }
    var table = self
    table.rows = rows.filter { row in places.allSatisfy { !Self.isMissing(row[$0]) } }
    return table
  }

  /// Columns of numbers, where all cells are; else of levels.
  func features(_ names: [String], categorical: [String] = []) throws -> FeatureTable {
    FeatureTable(
      rowCount: rows.count,
      columns: try names.map { name in
        let cells = try column(name)
        let isText =
          categorical.contains(name)
          || cells.contains { !Self.isMissing($0) && Double($0) == nil }
        return FeatureTable.Column(
          name: name, values: isText ? levels(of: cells) : .numeric(try numbers(name)))
      })
  }

  private func levels(of cells: [String]) -> FeatureTable.Values {
    .levels(cells.map { Self.isMissing($0) ? nil : $0 })
  }
}

// MARK: - Tables by hand

extension FeatureTable.Values {
  /// Levels in the order of their first appearance, told apart by their bytes; nil is missing.
  static func levels(_ cells: [String?]) -> FeatureTable.Values {
    var places: [[UInt8]: Int32] = [:]
    var levels: [String] = []
    let codes = cells.map { cell -> Int32 in
      guard let cell else { return -1 }
      let bytes = Array(cell.utf8)
      if let place = places[bytes] { return place }
      places[bytes] = Int32(levels.count)
      levels.append(cell)
      return Int32(levels.count - 1)
    }
    return .categorical(codes: codes, levels: levels)
  }
}

extension FeatureTable {
  init(_ columns: [(name: String, values: Values)]) {
    self.init(
      rowCount: columns.first?.values.count ?? 0,
      columns: columns.map { Column(name: $0.name, values: $0.values) })
  }
}

extension DesignMatrix {
  init(numeric columns: [(name: String, values: [Double])], rowCount: Int? = nil) {
    self.init(
      rowCount: rowCount ?? columns.first?.values.count ?? 0,
      terms: [.intercept] + columns.map { .numeric(feature: $0.name) },
      columns: columns.map(\.values))
  }
}

extension SeededGenerator {
  /// Near enough to a standard normal for made-up data.
  mutating func bell() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
  }
}

// MARK: - Errors of computed numbers

/// |a − b| relative to |b|; 0 where both are the same, infinities and zeros included.
func relativeError(_ a: Double, _ b: Double) -> Double {
  a == b ? 0 : abs(a - b) / max(abs(b), .leastNormalMagnitude)
}

/// |a − b| in units of b's last place.
func ulps(_ a: Double, _ b: Double) -> Double {
  a == b ? 0 : abs(a - b) / b.ulp
}

/// Both nil, or within `tolerance` relative.
func agree(_ a: Double?, _ b: Double?, within tolerance: Double) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return relativeError(a, b) <= tolerance
}

/// The error that `body` throws, nil when none.
func modelingError<Value>(_ body: () throws(ModelingError) -> Value) -> ModelingError? {
  do throws(ModelingError) {
    _ = try body()
    return nil
  } catch { return error }
}
