import DelimitedText

/// How to read order files.
public struct OrderReadOptions: Sendable {
  /// The name of a preset or of a shop system; nil: found by the header.
  public var preset: String?
  /// Presets of the shop's own, in place of the built-in ones; built-in item lists are still read.
  public var shopPresets: [OrderPreset] = []
  /// Headers for roles, before those of the preset; not for item lists.
  public var columns: [OrderRole: String] = [:]
  public var read = ReadOptions()
  /// Where the shop's days begin, for times with an offset; nil: days as they are written.
  public var timeZone: ShopTimeZone?
  /// Orders of less are no purchase.
  public var minimumAmount = 0.0
  /// The last day that the files cover; nil: the latest day on any of their lines.
  public var dataUntil: Day?
  /// The last day whose lines are read: a later line is as if it were not in the file. It is counted
  /// (`laterLines`) and neither used nor rejected. nil: all lines.
  public var until: Day?
  /// Whether a refund or a status without a date of its own is passed over, for nobody can say when
  /// it became known.
  public var ignoresUndated = false
  /// How many rejected lines the report lists; all are counted.
  public var listedRejects = Int.max

  public init() {}
}
