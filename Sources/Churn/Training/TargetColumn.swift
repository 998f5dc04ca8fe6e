import DelimitedText

/// The column to learn: a label or a number.
enum TargetColumn {
  case label(LabelColumn)
  case number([Double])

  init(
    _ table: TypedTable, _ columns: CustomerColumns, _ positive: String?, _ file: String
  ) throws(LocatedError) {
    let name = columns.target ?? ""
    guard columns.targetIsNumeric else {
      self = .label(try LabelColumn(table, column: name, positive, file))
      return
    }
    guard let place = table.header.firstIndex(of: name),
      case .numeric(let numbers) = table.columns[place]
    else {
      throw LocatedError(
        .wrongData, "there is no target column \(name)", at: Location(file: file),
        advice: "Name it with --target.")
    }
    self = .number(numbers)
  }

  /// The rows without it.
  var absent: [Int] {
    switch self {
    case .label(let label): label.absent
    case .number(let numbers): numbers.indices.filter { numbers[$0].isNaN }
    }
  }

  /// Why a row without it is rejected.
  var absence: String {
    switch self {
    case .label: LabelledCustomers.noLabel
    case .number: LabelledCustomers.noTarget
    }
  }

  var positive: String? {
    if case .label(let label) = self { label.positive } else { nil }
  }

  /// Of all rows; empty where the target is a number.
  var labels: [Bool] {
    if case .label(let label) = self { label.labels } else { [] }
  }

  /// Of all rows; empty where the target is a label.
  var numbers: [Double] {
    if case .number(let numbers) = self { numbers } else { [] }
  }
}
