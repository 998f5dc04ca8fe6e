import DelimitedText
import Modeling

/// Writes reasons as text: `recency_days = 210 (+1.32)`.
struct ReasonText: Sendable {
  private let names: [[UInt8]]
  /// By feature, then code; empty for numbers.
  private let levels: [[[UInt8]]]

  init(_ schema: FeatureSchema) {
    names = schema.features.map { Array($0.name.utf8) }
    levels = schema.features.map { feature in
      guard case .categorical(let learned) = feature.kind else { return [] }
      return learned.levels.map { Array($0.utf8) }
    }
  }

  func append(_ reason: Reason, row: Int, in table: EncodedTable, to text: inout [UInt8]) {
    text.append(contentsOf: names[reason.feature])
    switch table.columns[reason.feature] {
    case .numeric(let values): append(values[row], to: &text)
    case .categorical(let codes): append(codes[row], reason.feature, to: &text)
    }
    text.append(contentsOf: " (".utf8)
    append(effect: reason.effect, to: &text)
    text.append(UInt8(ascii: ")"))
  }

  private func append(_ value: Double, to text: inout [UInt8]) {
    if value.isNaN {
      text.append(contentsOf: " is missing".utf8)
    } else {
      text.append(contentsOf: " = ".utf8)
      text.appendShortest(rounded(value))
    }
  }

  private func append(_ code: Int32, _ feature: Int, to text: inout [UInt8]) {
    switch code {
    case EncodedTable.missing: text.append(contentsOf: " is missing".utf8)
    case EncodedTable.unseen: text.append(contentsOf: " has an unseen level".utf8)
    default:
      text.append(contentsOf: " = ".utf8)
      text.append(contentsOf: levels[feature][Int(code)])
    }
  }

  /// `+1.32`. Written for each reason of each row, so without the exact expansion of reports.
  private func append(effect: Double, to text: inout [UInt8]) {
    text.append(effect < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    guard abs(effect) < 1e9 else { return text.appendShortest(abs(effect)) }
    let hundredths = Int((abs(effect) * 100).rounded())
    text.appendDigits(hundredths / 100)
    text.append(UInt8(ascii: "."))
    text.append(UInt8(ascii: "0") + UInt8(hundredths / 10 % 10))
    text.append(UInt8(ascii: "0") + UInt8(hundredths % 10))
  }
}

/// At most six significant digits; whole numbers as they are.
func rounded(_ value: Double) -> Double {
  let size = abs(value)
  guard value != value.rounded(), size >= 1e-4, size < 1e6 else { return value }
  var scale = 1e5
  var bound = 10.0
  while size >= bound {
    scale /= 10
    bound *= 10
  }
  while size * scale < 1e5 { scale *= 10 }
  return (value * scale).rounded() / scale
}

/// As `rounded`, as text.
func shortText(_ value: Double) -> String { numberText(rounded(value)) }

extension [UInt8] {
  /// Appends a whole number that is not negative.
  fileprivate mutating func appendDigits(_ number: Int) {
    if number >= 10 { appendDigits(number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
