import DelimitedText

/// One open order file, recognised.
struct OrderFile {
  let input: Input
  var records: RecordReader
  let columns: OrderColumns
  let format: OrderLineFormat
  let shape: OrderShape

  var preset: OrderPreset { columns.preset }
  var name: String { records.inputName }

  /// Opens the input and finds out what it is by its header.
  ///
  /// - Parameter isOneOfSeveral: other files are read with it, which an item list may belong to.
  init(
    _ input: Input, _ options: OrderReadOptions, isOneOfSeveral: Bool
  ) throws(LocatedError) {
    self.input = input
    let chosen = try Self.chosen(options)
    records = try Self.open(input, options, chosen)
    let isPublishedText =
      records.dialect.separator == .blanks && OrderPreset.cdnow.recognises(records.header)
    let preset =
      isPublishedText && chosen.isEmpty
      ? .cdnow
      : OrderPreset.recognising(records.header, among: chosen, joins: isOneOfSeveral)
    columns = try OrderColumns(
      header: records.header, preset: preset,
      overrides: preset.content == .items ? [:] : options.columns, file: input.name)
    format = OrderLineFormat(
      columns, places: try columns.places(in: records), missing: options.read.missingTokens,
      timeZone: options.timeZone)
    shape = OrderShape(header: records.header)
  }

  private static func chosen(_ options: OrderReadOptions) throws(LocatedError) -> [OrderPreset] {
    guard let name = options.preset else { return options.shopPresets }
    return options.shopPresets + (try OrderPreset.named(name))
  }

  /// The published CDNOW text has no separator that a reader would look for: its header then is a
  /// single name with blanks in it.
  private static func open(
    _ input: Input, _ options: OrderReadOptions, _ chosen: [OrderPreset]
  ) throws(LocatedError) -> RecordReader {
    var read = options.read
    if read.separator == nil, !chosen.isEmpty, chosen.allSatisfy(\.rules.blankSeparated) {
      read.separator = .blanks
    }
    let records = try RecordReader(input, options: read)
    guard chosen.isEmpty, read.separator == nil, input != .standardInput,
      records.header.count == 1, let header = records.header.first,
      OrderPreset.cdnow.recognises(header.split(separator: " ").map(String.init))
    else { return records }
    read.separator = .blanks
    return try RecordReader(input, options: read)
  }

  /// What the report says before a line is read.
  var report: OrderReadReport.File {
    OrderReadReport.File(
      input: name, preset: preset.name, content: preset.content, encoding: records.dialect.encoding,
      columns: columns.found, fallbacks: columns.fallbacks,
      ignored: columns.ignored(of: records.header))
  }
}
