import ArgumentParser
import DelimitedText
import Glibc

struct TalkOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "No progress, warnings and summaries on standard error.")
  var quiet = false

  @Flag(name: .customLong("no-color"), help: "No colours on standard error.")
  var noColor = false

  var console: Console { Console(isQuiet: quiet, noColor: noColor) }
}

struct ComputeOptions: ParsableArguments {
  @Option(help: "Threads to use; the result is the same for any number. (default: all cores)")
  var threads: Int?

  @Option(help: "Seed of everything random.")
  var seed = 1

  var threadCount: Int { threads ?? OrderedPipeline.processorCount }
  var seedNumber: UInt64 { UInt64(seed) }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is a number from 1 to 1024.")
    }
    guard (0...Int(1) << 53).contains(seed) else {
      throw ValidationError("--seed is a number from 0 to 9007199254740992.")
    }
  }
}

struct TextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Separator of the fields: a character, tab or blanks. (default: detected)",
      valueName: "character"))
  var delimiter: String?

  @Option(help: "utf-8, utf-16le, utf-16be, gb18030 or gbk. (default: detected)")
  var encoding: String?

  @Option(
    name: .customLong("missing-tokens"),
    help: ArgumentHelp(
      "Cells that mean a missing value, besides empty ones, separated by commas. (default: NA,NaN,NULL,null,N/A)",
      valueName: "tokens"))
  var missingTokens: String?

  func readOptions(threads: Int = OrderedPipeline.processorCount) throws -> ReadOptions {
    var options = ReadOptions()
    options.threads = threads
    if let delimiter { options.separator = try Self.separator(delimiter) }
    if let encoding {
      guard let known = TextEncoding(name: encoding) else {
        throw ValidationError(
          "--encoding \(encoding) is not known: use utf-8, utf-16le, utf-16be or gb18030.")
      }
      options.encoding = known
    }
    if let missingTokens { options.missingTokens = [""] + names(missingTokens) }
    return options
  }

  private static func separator(_ text: String) throws -> Separator {
    switch text.lowercased() {
    case "tab", "\\t": return .byte(UInt8(ascii: "\t"))
    case "blanks", "blank": return .blanks
    default:
      guard let byte = text.utf8.first, text.utf8.count == 1, byte != UInt8(ascii: "\""),
        byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r")
      else { throw ValidationError("--delimiter is one character, tab or blanks.") }
      return .byte(byte)
    }
  }
}

struct RowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Write rows that cannot be used here, with the reason.", valueName: "file"))
  var rejects: String?

  @Flag(help: "Exit with 75 when rows were rejected.")
  var strict = false

  /// Writes the rejects file, where one was asked for.
  ///
  /// - Parameter namesFiles: the rows come from several files.
  func write(
    _ rejects: Rejects, namesFiles: Bool = false, force: Bool
  ) throws(LocatedError) {
    guard let path = self.rejects else { return }
    var writer = RejectsWriter(namesFiles: namesFiles)
    writer.append(rejects)
    try writeAtomically(writer.take(), to: path, force: force)
  }

  func finish(rejected: Int) throws {
    if strict, rejected > 0 { throw Failure.rowsRejected }
  }
}

/// The rejects file of a command that reads rows in pieces, or nothing where none was asked for.
final class RejectsOutput {
  private var writer = RejectsWriter()
  private let file: AtomicOutput?

  init(path: String?, force: Bool) throws(LocatedError) {
    file = if let path { try AtomicOutput(path: path, force: force) } else { nil }
  }

  func append(_ reject: Reject) throws(LocatedError) {
    guard let file else { return }
    writer.append(reject)
    try file.write(writer.take())
  }

  func commit() throws(LocatedError) {
    try file?.write(writer.take())
    try file?.commit()
  }
}

struct ForceOption: ParsableArguments {
  @Flag(help: "Replace existing output files.")
  var force = false

  /// Refuses before the work what would be refused after it, and what would destroy an input.
  /// - Parameter inputs: files that the command reads.
  func check(_ paths: String?..., inputs: [String]) throws(LocatedError) {
    let outputs = paths.compactMap { $0 }.filter { $0 != "-" }
    for path in outputs { try AtomicOutput(path: path, force: force).abandon() }
    let read = Set(inputs.filter { $0 != "-" }.compactMap(FilePlace.init))
    var written: Set<FilePlace> = []
    for path in outputs {
      guard let place = FilePlace(path) else { continue }
      if read.contains(place) {
        throw LocatedError(
          .usage, "the output \(path) is also an input", advice: "Give the output another name.")
      }
      if !written.insert(place).inserted {
        throw LocatedError(
          .usage, "two outputs go to \(path)", advice: "Give each a name of its own.")
      }
    }
    if paths.count(where: { $0 == "-" }) > 1 {
      throw LocatedError(
        .usage, "two outputs go to standard output", advice: "Give one of them a file.")
    }
  }
}

/// Standard input can be read once.
func checkStandardInput(_ paths: [String]) throws(LocatedError) {
  if paths.count(where: { $0 == "-" }) > 1 {
    throw LocatedError(
      .usage, "two inputs are to come from standard input",
      advice: "Give - for one of them and a file for the other.")
  }
}

/// More runs than this tell nothing more.
func checkPlacebo(_ runs: Int?) throws {
  guard let runs, !(0...1000).contains(runs) else { return }
  throw ValidationError("--placebo is a number of runs from 0 to 1000.")
}

/// The names in a list separated by commas.
func names(_ text: String) -> [String] {
  text.split(separator: ",").map { $0.trimmingBlanks }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
