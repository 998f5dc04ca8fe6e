import ArgumentParser
import Churn
import Modeling

/// How columns become terms.
struct DesignOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Multiply the terms of two columns, which keep their own; as age:plan,age:spend.",
      valueName: "a:b,…"))
  var interactions: String?

  @Option(
    help: ArgumentHelp(
      "Natural cubic splines of numbers with so many degrees of freedom; as recency_days:4.",
      valueName: "column:df,…"))
  var splines: String?

  @Option(
    help: ArgumentHelp(
      "Take log1p or standardize of numbers; as total_amount:log1p,orders:standardize.",
      valueName: "column:how,…"))
  var transform: String?

  @Option(
    help: ArgumentHelp(
      "Put levels with fewer than N training rows together as (other).", valueName: "N"))
  var lump: Int?

  func options() throws -> TrainingRequest.DesignOptions {
    var options = TrainingRequest.DesignOptions()
    if let interactions { options.interactions = try pairs(interactions) }
    for (column, text) in try parts(splines, "--splines", "column:df") {
      guard let df = Int(text), (1...NaturalSpline.largest).contains(df) else {
        throw ValidationError(
          "--splines \(column):\(text): degrees of freedom are 1 to \(NaturalSpline.largest).")
      }
      try add(column, .spline(degreesOfFreedom: df), &options)
    }
    for (column, text) in try parts(transform, "--transform", "column:log1p") {
      switch text {
      case "log1p": try add(column, .log1p, &options)
      case "standardize": try add(column, .standardize, &options)
      default:
        throw ValidationError("--transform \(column):\(text): use log1p or standardize.")
      }
    }
    if let lump {
      guard lump >= 1 else { throw ValidationError("--lump is a number of rows, at least 1.") }
      options.lumpBelow = lump
    }
    return options
  }

  private func add(
    _ column: String, _ transform: DesignSpecification.Transform,
    _ options: inout TrainingRequest.DesignOptions
  ) throws {
    guard options.transforms.updateValue(transform, forKey: column) == nil else {
      throw ValidationError("\(column) is named twice in --splines and --transform.")
    }
  }

  private func pairs(_ text: String) throws -> [DesignSpecification.Interaction] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { item in
      let names = item.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmed)
      guard names.count == 2, !names.contains("") else {
        throw ValidationError("--interactions \(item): give two columns as a:b.")
      }
      return DesignSpecification.Interaction(first: names[0], second: names[1])
    }
  }

  /// Of `column:word,…`; the last colon parts them, since a column's name may have some.
  private func parts(
    _ text: String?, _ option: String, _ example: String
  ) throws -> [(column: String, word: String)] {
    guard let text else { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { item in
      guard let colon = item.lastIndex(of: ":") else {
        throw ValidationError("\(option) \(item): give \(example).")
      }
      let column = item[..<colon].trimmed
      guard !column.isEmpty else { throw ValidationError("\(option) \(item): give \(example).") }
      return (column, item[item.index(after: colon)...].trimmed)
    }
  }
}

extension Substring {
  /// Without blanks at the ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
