import DelimitedText
import Modeling

/// Which columns of a customer file are what.
public struct CustomerColumns: Sendable {
  public var id: String?
  /// Whether the id column may be absent.
  public var idIsOptional = true
  public var target: String?
  /// Whether the ids are kept with the rows.
  public var keepsIDs = false
  /// Whether the target is a number to predict, not a label.
  public var targetIsNumeric = false
  public var weights: String?
  /// Says which rows depend on each other; never a feature.
  public var cluster: String?
  /// Names the fold of each row in cross-validation; never a feature.
  public var folds: String?
  /// The only features; nil for every column that is nothing else.
  public var features: [String]?
  public var exclude: Set<String> = []
  public var categorical: Set<String> = []
  public var numeric: Set<String> = []

  public init() {}

  /// Never features unless they are named.
  static let asOf = "as_of"

  /// One type for each column of the header.
  func types(_ header: [String], file: String) throws(LocatedError) -> [ColumnType] {
    let index = ColumnNames(header, file: file)
    try index.require([target, weights, cluster, folds].compactMap { $0 } + (features ?? []))
    if let id, !idIsOptional { try index.require([id]) }
    try index.require((Array(exclude) + Array(categorical) + Array(numeric)).sorted())
    if let both = categorical.intersection(numeric).sorted().first {
      throw LocatedError(
        .usage, "\(both) is named in --categorical and in --numeric",
        advice: "Name it in one of them.")
    }
    for (option, name) in [("--cluster", cluster), ("--fold-column", folds)] {
      guard let name, name == target || name == weights else { continue }
      throw LocatedError(
        .usage, "\(option) \(name) is the target or the weights",
        advice: "Name the column that says which rows belong together.")
    }
    return header.map { type($0) }
  }

  private func type(_ name: String) -> ColumnType {
    if name == target { return targetIsNumeric ? .numeric : .categorical }
    if name == weights { return .numeric }
    if isFeature(name) {
      if categorical.contains(name) { return .categorical }
      return numeric.contains(name) ? .numeric : .automatic
    }
    if name == id { return .text }
    if name == cluster || name == folds, name != Self.asOf { return .text }
    return name == Self.asOf ? .categorical : .ignored
  }

  func isFeature(_ name: String) -> Bool {
    if [target, weights, cluster, folds].contains(name) || exclude.contains(name) { return false }
    if let features { return features.contains(name) }
    return name != id && name != Self.asOf && !name.isEmpty
  }
}

/// Finds columns by name, with an error that tells which there are.
struct ColumnNames {
  let header: [String]
  let file: String

  init(_ header: [String], file: String) {
    self.header = header
    self.file = file
  }

  /// Names all that are missing, so that a file is mended once.
  func require(_ names: [String]) throws(LocatedError) {
    let known = Set(header)
    let missing = names.filter { !known.contains($0) }
    guard !missing.isEmpty else { return }
    throw LocatedError(
      .wrongData,
      (missing.count == 1 ? "there is no column " : "there are no columns ") + list(missing),
      at: Location(file: file, line: 1), advice: "The columns are: " + list(header) + ".")
  }

  private func list(_ names: [String]) -> String {
    names.prefix(40).map { Location(file: "", column: $0).column ?? "" }.joined(separator: ", ")
      + (names.count > 40 ? ", …" : "")
  }
}

/// Customers with their label, ready for training or judging.
public struct LabelledCustomers: Sendable {
  public var features: FeatureTable
  /// true is churned; empty where the target is a number.
  public var labels: [Bool]
  /// Numbers to predict; empty where the target is a label.
  public var targets: [Double]
  public var weights: [Double]?
  /// The customer of each row where some occur more than once; nil otherwise.
  public var groups: [Int]?
  /// The cell of the cluster column in each row, as a code; nil where there is no such column.
  public var clusters: [Int]?
  /// Likewise of the fold column.
  public var folds: [Int]?
  /// The cell that means churned; nil where the target is a number.
  public var positive: String?
  /// Distinct as-of dates of the column `as_of`, ascending.
  public var asOf: [String]
  public var hasID: Bool
  /// The id of each row, where they are kept.
  public var ids: PackedText?
  /// Physical line of each row, and its number among the file's data rows, from 1.
  public var lines: [Int32]
  public var numbers: [Int32]
  public var rowsRead: Int
  public var rejects: Rejects
  public var warnings: [String]
  public var sha256: String
  public var name: String

  public var rowCount: Int { features.rowCount }

  /// - Parameters:
  ///   - columns: `target` must be set.
  ///   - positive: the cell that means churned; nil for the usual pairs.
  /// - Throws: `.wrongData` where the file cannot be trusted or used, with the place.
  public static func read(
    _ input: Input, columns: CustomerColumns, positive: String? = nil,
    options: ReadOptions = .init(), progress: ((Int, Int?) -> Void)? = nil
  ) throws -> LabelledCustomers {
    let table = try TypedTable.read(input, options: options, progress: progress) { header in
      try columns.types(header, file: input.name)
    }
    return try LabelledCustomers(table, columns, positive, input.name)
  }

  private init(
    _ table: TypedTable, _ columns: CustomerColumns, _ positive: String?, _ file: String
  ) throws(LocatedError) {
    let target = try TargetColumn(table, columns, positive, file)
    let ids = Self.texts(table, columns.id)
    let clusterCodes = Self.codes(table, columns.cluster)
    let foldCodes = Self.codes(table, columns.folds)
    let needed: [(absent: [Int], column: String?, reason: String)] = [
      (Self.absent(clusterCodes), columns.cluster, Self.noCluster),
      (Self.absent(foldCodes), columns.folds, Self.noFold),
      (target.absent, columns.target, target.absence),
      (Self.absent(ids), columns.id, Self.noCustomer),
    ]
    // The first thing that a row lacks, by row; most rows lack nothing.
    var lacking: [Int: Int] = [:]
    for (place, need) in needed.enumerated() {
      for row in need.absent where lacking[row] == nil { lacking[row] = place }
    }
    var rejects = table.rejects
    for (row, place) in lacking.sorted(by: { $0.key < $1.key }) {
      rejects.add(
        Reject(
          row: Int(table.rows[row]), line: Int(table.lines[row]), column: needed[place].column,
          value: "", reason: needed[place].reason))
    }
    let isWhole = lacking.isEmpty
    let kept = isWhole ? [] : (0..<table.rowCount).filter { lacking[$0] == nil }
    // Of labels and targets the file has one; the other is empty.
    func selected<Element>(_ all: [Element]) -> [Element] {
      isWhole || all.isEmpty ? all : kept.map { all[$0] }
    }
    rowsRead = table.rowCount + table.rejects.count
    try rejects.check(rows: rowsRead, file: file)
    self.rejects = rejects.inFileOrder
    let read = Self.featureTable(table, columns)
    features = isWhole ? read : read.selecting(rows: kept)
    labels = selected(target.labels)
    targets = selected(target.numbers)
    self.positive = target.positive
    lines = selected(table.lines)
    numbers = selected(table.rows)
    groups = ids.flatMap { isWhole ? Self.groups($0, $0.indices) : Self.groups($0, kept) }
    clusters = clusterCodes.map(selected)
    folds = foldCodes.map(selected)
    hasID = ids != nil
    self.ids = columns.keepsIDs ? ids.map { all in isWhole ? all : all.selecting(kept) } : nil
    asOf = Self.distinct(table, CustomerColumns.asOf)
    warnings = table.warnings
    sha256 = table.sha256
    name = file
    weights =
      isWhole
      ? try Self.weights(table, columns.weights, 0..<table.rowCount, file)
      : try Self.weights(table, columns.weights, kept, file)
  }

  static let noLabel = "no label"
  static let noTarget = "no target"
  static let noCustomer = "no customer"
  static let noCluster = "no cluster"
  static let noFold = "no fold"

  private static func texts(_ table: TypedTable, _ column: String?) -> PackedText? {
    guard let column, let place = table.header.firstIndex(of: column),
      case .text(let texts) = table.columns[place]
    else { return nil }
    return texts
  }

  private static func featureTable(
    _ table: TypedTable, _ columns: CustomerColumns
  ) -> FeatureTable {
    var result: [FeatureTable.Column] = []
    for (name, values) in zip(table.header, table.columns) where columns.isFeature(name) {
      switch values {
      case .numeric(let numbers): result.append(.init(name: name, values: .numeric(numbers)))
      case .categorical(let codes, let levels):
        result.append(.init(name: name, values: .categorical(codes: codes, levels: levels)))
      case .ignored, .text: break
      }
    }
    return FeatureTable(rowCount: table.rowCount, columns: result)
  }

  /// nil where every row is another customer.
  private static func groups(_ ids: PackedText, _ rows: some Collection<Int>) -> [Int]? {
    var interner = ByteInterner()
    let codes = rows.map { row in ids.withBytes(row) { Int(interner.code(of: $0)) } }
    return interner.count == rows.count ? nil : codes
  }

  /// Equal cells have equal codes; an empty cell is −1.
  private static func codes(_ table: TypedTable, _ column: String?) -> [Int]? {
    guard let column, let place = table.header.firstIndex(of: column) else { return nil }
    switch table.columns[place] {
    case .categorical(let codes, _): return codes.map { Int($0) }
    case .text(let texts):
      var interner = ByteInterner()
      return (0..<table.rowCount).map { row in
        texts.withBytes(row) { $0.isEmpty ? -1 : Int(interner.code(of: $0)) }
      }
    case .numeric, .ignored: return nil
    }
  }

  /// The rows without a code.
  private static func absent(_ codes: [Int]?) -> [Int] {
    codes.map { codes in codes.indices.filter { codes[$0] < 0 } } ?? []
  }

  /// The rows without a text.
  private static func absent(_ texts: PackedText?) -> [Int] {
    texts.map { texts in texts.indices.filter { texts.withBytes($0) { $0.isEmpty } } } ?? []
  }

  private static func distinct(_ table: TypedTable, _ column: String) -> [String] {
    guard let place = table.header.firstIndex(of: column),
      case .categorical(_, let levels) = table.columns[place]
    else { return [] }
    return Array(levels.sorted { $0.precedesByCodePoint($1) }.prefix(1000))
  }

  private static func weights(
    _ table: TypedTable, _ column: String?, _ rows: some Collection<Int>, _ file: String
  ) throws(LocatedError) -> [Double]? {
    guard let column, let place = table.header.firstIndex(of: column),
      case .numeric(let numbers) = table.columns[place]
    else { return nil }
    if let broken = table.rejects.list.first(where: { $0.column == column }) {
      throw LocatedError(
        .wrongData, "a weight is not a finite number",
        at: Location(file: file, line: broken.line, column: column, value: broken.value),
        advice: "Case weights are finite numbers that are not negative.")
    }
    for row in rows where !(numbers[row] >= 0 && numbers[row].isFinite) {
      throw LocatedError(
        .wrongData, numbers[row].isNaN ? "a weight is missing" : "a weight is negative",
        at: Location(
          file: file, line: Int(table.lines[row]), column: column,
          value: numbers[row].isNaN ? "" : "\(numbers[row])"),
        advice: "Case weights are finite numbers that are not negative.")
    }
    let weights = rows.map { numbers[$0] }
    try checkSum(weights, "all weights are 0", file, column)
    return weights
  }
}

extension LabelledCustomers {
  /// Refuses rows none of which counts: their measures do not exist.
  static func checkSum(
    _ weights: [Double], _ what: String, _ file: String, _ column: String?
  ) throws(LocatedError) {
    guard weights.reduce(0, +).isFinite else {
      throw LocatedError(
        .wrongData, "the weights are too large to be summed",
        at: Location(file: file, column: column), advice: "Give weights in a smaller unit.")
    }
    guard !weights.isEmpty, weights.allSatisfy({ $0 == 0 }) else { return }
    throw LocatedError(
      .wrongData, what, at: Location(file: file, column: column),
      advice: "Give rows with a weight above 0.")
  }

  /// The rows at the given places.
  public func selecting(_ rows: [Int]) -> LabelledCustomers {
    var result = self
    result.features = features.selecting(rows: rows)
    result.labels = labels.isEmpty ? [] : rows.map { labels[$0] }
    result.targets = targets.isEmpty ? [] : rows.map { targets[$0] }
    result.weights = weights.map { weights in rows.map { weights[$0] } }
    result.groups = groups.map { groups in rows.map { groups[$0] } }
    result.clusters = clusters.map { clusters in rows.map { clusters[$0] } }
    result.folds = folds.map { folds in rows.map { folds[$0] } }
    result.ids = ids.map { $0.selecting(rows) }
    result.lines = rows.map { lines[$0] }
    result.numbers = rows.map { numbers[$0] }
    return result
  }

  /// Refuses customers of one class: nothing can be learned from them, and no model judged on them.
  func checkClasses(target: String?) throws(LocatedError) {
    guard targets.isEmpty else { return }
    let churned = labels.count { $0 }
    guard churned == 0 || churned == rowCount else { return }
    throw LocatedError(
      .wrongData,
      rowCount == 0
        ? "no row is left"
        : "all \(rowCount) rows have the same label: there is nothing to tell apart",
      at: Location(file: name, column: target),
      advice: "Give customers who churned and customers who stayed.")
  }

  /// Refuses judged customers of whom one class has no weight.
  func checkWeightOfClasses(_ column: String?) throws(LocatedError) {
    guard let weights else { return }
    for label in [true, false] {
      let counts = labels.indices.contains { labels[$0] == label && weights[$0] > 0 }
      if counts { continue }
      throw LocatedError(
        .wrongData, "no customer who \(label ? "churned" : "stayed") has a weight above 0",
        at: Location(file: name, column: column), advice: "Give both classes weight.")
    }
  }

  /// Without the rows that lack a value in one of the columns: they are rejected.
  func withoutGaps(in columns: Set<String>) throws(LocatedError) -> LabelledCustomers {
    let watched = features.columns.filter { columns.contains($0.name) }
    guard !watched.isEmpty else { return self }
    var result = self
    var kept: [Int] = []
    for row in 0..<rowCount {
      guard let gap = watched.first(where: { $0.isMissing(row) }) else {
        kept.append(row)
        continue
      }
      result.rejects.add(
        Reject(
          row: Int(numbers[row]), line: Int(lines[row]), column: gap.name, value: "",
          reason: "missing value"))
    }
    try result.rejects.check(rows: rowsRead, file: name)
    let rejects = result.rejects.inFileOrder
    result = selecting(kept)
    result.rejects = rejects
    return result
  }
}

extension Rejects {
  /// As the rejects file lists them, whichever check found them.
  fileprivate var inFileOrder: Rejects {
    var sorted = Rejects()
    for reject in list.sorted(by: { $0.row < $1.row }) { sorted.add(reject) }
    return sorted
  }
}

extension PackedText {
  fileprivate func selecting(_ rows: [Int]) -> PackedText {
    PackedText(rows.lazy.map { self[$0] })
  }
}

extension FeatureTable.Column {
  func isMissing(_ row: Int) -> Bool {
    switch values {
    case .numeric(let values): values[row].isNaN
    case .categorical(let codes, _): codes[row] < 0
    }
  }

  var isEmpty: Bool {
    switch values {
    case .numeric(let values): values.allSatisfy(\.isNaN)
    case .categorical(let codes, _): codes.allSatisfy { $0 < 0 }
    }
  }
}
