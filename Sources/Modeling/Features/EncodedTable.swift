import CKernels

/// Rows read by a schema: one column a feature, in the schema's order.
public struct EncodedTable: Sendable {
  public enum Column: Sendable {
    /// NaN is missing.
    case numeric([Double])
    /// An index into the schema's levels, or `missing` or `unseen`.
    case categorical([Int32])

    /// Some neighbouring rows.
    func rows(_ range: Range<Int>) -> Column {
      switch self {
      case .numeric(let values): .numeric(Array(values[range]))
      case .categorical(let codes): .categorical(Array(codes[range]))
      }
    }
  }

  /// The code of a missing value.
  public static let missing: Int32 = -1
  /// The code of a level that training did not see.
  public static let unseen: Int32 = -2

  public let rowCount: Int
  public let columns: [Column]

  public init(rowCount: Int, columns: [Column]) {
    self.rowCount = rowCount
    self.columns = columns
  }

  /// Some neighbouring rows.
  func rows(_ range: Range<Int>) -> EncodedTable {
    EncodedTable(rowCount: range.count, columns: columns.map { $0.rows(range) })
  }
}

extension EncodedTable.Column {
  /// Rows without a value.
  public var missingCount: Int {
    switch self {
    case .numeric(let values): Int(ck_count_nan(values, Int64(values.count)))
    case .categorical(let codes): count(EncodedTable.missing, codes)
    }
  }

  /// Rows with a level that training did not see.
  public var unseenCount: Int {
    switch self {
    case .numeric: 0
    case .categorical(let codes): count(EncodedTable.unseen, codes)
    }
  }

  private func count(_ code: Int32, _ codes: [Int32]) -> Int {
    Int(ck_count_code(codes, Int64(codes.count), code))
  }
}

extension FeatureSchema {
  /// Reads a table by the schema; columns are found by name, others are ignored.
  /// - Throws: `ModelingError` where a column is absent or of the other type.
  public func encode(_ table: FeatureTable) throws(ModelingError) -> EncodedTable {
    var columns: [EncodedTable.Column] = []
    for feature in features {
      guard let column = table.column(named: feature.name) else {
        throw ModelingError(
          .data, "the column \(feature.name) of the model is not in the data",
          advice: "Give rows with the columns that the model was trained on.")
      }
      columns.append(try encode(column, as: feature))
    }
    return EncodedTable(rowCount: table.rowCount, columns: columns)
  }

  private func encode(
    _ column: FeatureTable.Column, as feature: Feature
  ) throws(ModelingError) -> EncodedTable.Column {
    switch (feature.kind, column.values) {
    case (.numeric, .numeric(let values)):
      return .numeric(values)
    case (.categorical(let learned), .categorical(let codes, let levels)):
      let places = LevelIndex(learned.levels)
      let translation = levels.map { places.code(of: $0) }
      return .categorical(codes.map { $0 < 0 ? EncodedTable.missing : translation[Int($0)] })
    default:
      throw ModelingError(
        .data, "the column \(feature.name) has another type than in the model",
        advice: "Name it in --numeric or --categorical.")
    }
  }
}

/// Finds levels by their bytes: Swift's == would take canonically equivalent texts for one.
public struct LevelIndex: Sendable {
  private let codes: [[UInt8]: Int32]
  /// Of the levels.
  public let count: Int

  public init(_ levels: [String]) {
    count = levels.count
    var codes: [[UInt8]: Int32] = [:]
    for (code, level) in levels.enumerated() { codes[Array(level.utf8)] = Int32(code) }
    self.codes = codes
  }

  /// The level's index, or `EncodedTable.unseen`.
  public func code(of level: String) -> Int32 { code(of: Array(level.utf8)) }

  public func code(of bytes: [UInt8]) -> Int32 { codes[bytes] ?? EncodedTable.unseen }
}

extension FeatureSchema {
  /// By feature; those of numbers are empty.
  public var levelIndexes: [LevelIndex] {
    features.map { feature in
      if case .categorical(let learned) = feature.kind {
        LevelIndex(learned.levels)
      } else {
        LevelIndex([])
      }
    }
  }
}
