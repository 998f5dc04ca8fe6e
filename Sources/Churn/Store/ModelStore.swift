import DelimitedText
import Modeling

/// The models in a folder, and which of them is to be used.
///
/// For each label contract (column, gap, horizon) one model is current: the one that is pinned, else
/// the one with the newest as-of date; of those with the same, the file that was written last. A model
/// that does not pass its checks is never current. A model's file holds no date of its own making, so
/// that the same training gives the same bytes: the as-of dates are the label's, and when the file was
/// written is the folder's to tell.
public struct ModelStore: Sendable {
  public struct Entry: Sendable, Equatable {
    /// Its name in the folder.
    public var file: String
    public var name: String
    public var kind: String
    public var checksum: String
    public var label: LabelContract
    public var trainingRows: Int
    /// Of the training file.
    public var sha256: String
    public var featureCount: Int
    /// nil for a model of a number.
    public var judged: JudgedAUC?
    /// Seconds since 1970 (UTC).
    public var modified: Int
    public var isCurrent = false
    public var isPinned = false

    /// The newest as-of date; nil where the training file told none.
    public var asOf: String? { label.asOf.max { $0.precedesByCodePoint($1) } }
  }

  /// The AUC on the rows that say most.
  public struct JudgedAUC: Sendable, Equatable {
    public enum Source: String, Sendable {
      case holdout
      case crossValidated = "cross_validated"
      case training
    }

    public var source: Source
    public var auc: Double
    public var low: Double?
    public var high: Double?
  }

  /// A file that says that it is a model, or is no JSON, and cannot be read.
  public struct Broken: Sendable, Equatable {
    public var file: String
    public var reason: String
  }

  public var folder: String
  /// By file name.
  public private(set) var entries: [Entry] = []
  public private(set) var broken: [Broken] = []
  /// JSON documents of other kinds.
  public private(set) var otherFiles = 0
  public private(set) var warnings: [String] = []

  /// Reads and checks every model in the folder itself.
  /// - Parameter progress: files read, and all of them.
  public init(
    _ folder: String, progress: ((Int, Int) -> Void)? = nil
  ) throws(LocatedError) {
    self.folder = folder
    let files = try regularFiles(in: folder).filter { $0.name.hasSuffix(".json") }
    for (place, file) in files.enumerated() where file.name != ModelPin.file {
      read(file)
      progress?(place + 1, files.count)
    }
    markCurrent(try ModelPin.read(in: folder))
  }

  private mutating func read(_ file: FolderEntry) {
    do {
      let (value, node) = try ModelFile.document(.file(folder + "/" + file.name))
      guard case .object(let members) = value, members["format"] == .string(ModelFile.format)
      else {
        otherFiles += 1
        return
      }
      entries.append(Entry(try ModelFile.read(value, node), file))
    } catch {
      broken.append(Broken(file: file.name, reason: error.what))
    }
  }

  private mutating func markCurrent(_ pin: ModelPin?) {
    for contract in Set(entries.map(\.contract)) {
      let rivals = entries.indices.filter { entries[$0].contract == contract }
      let newest = rivals.max { entries[$0].isOlder(than: entries[$1]) }
      if let newest { entries[newest].isCurrent = true }
    }
    guard let pin else { return }
    guard let place = entries.firstIndex(where: { $0.file == pin.name }) else {
      warnings.append("\(pin.name) is pinned, but there is no such model that can be used")
      return
    }
    guard entries[place].checksum == pin.checksum else {
      warnings.append(
        "\(pin.name) was pinned, but holds another model since: pin it again with --use")
      return
    }
    for rival in entries.indices where entries[rival].contract == entries[place].contract {
      entries[rival].isCurrent = rival == place
    }
    entries[place].isPinned = true
  }

  /// The model of a file name (with or without `.json`) or, where only one has it, of a model's name.
  /// - Throws: `.usage` where there is none, or more than one.
  public func entry(named name: String) throws(LocatedError) -> Entry {
    if let entry = entries.first(where: { $0.file == name || $0.file == name + ".json" }) {
      return entry
    }
    let named = entries.filter { $0.name == name }
    if named.count == 1 { return named[0] }
    throw LocatedError(
      .usage,
      named.isEmpty
        ? "there is no model \(name) in \(folder)"
        : "several models in \(folder) are called \(name)",
      advice: "Its models are: " + entries.map(\.file).joined(separator: ", ") + ".")
  }
}

extension ModelStore.Entry {
  init(_ model: ChurnModel, _ file: FolderEntry) {
    self.init(
      file: file.name, name: model.name, kind: model.kind,
      checksum: ModelIdentity(model).checksum, label: model.label,
      trainingRows: model.provenance.rowsTrained, sha256: model.provenance.sha256,
      featureCount: model.schema.features.count, judged: .init(model.churn),
      modified: file.modified)
  }

  /// Models of one contract answer the same question.
  struct Contract: Hashable {
    var column: String
    var gap: Int?
    var horizon: Int?
    var isOfNumber: Bool
  }

  var contract: Contract {
    Contract(
      column: label.column, gap: label.gap, horizon: label.horizon,
      isOfNumber: label.positive == nil)
  }

  fileprivate func isOlder(than other: Self) -> Bool {
    let (mine, theirs) = (asOf ?? "", other.asOf ?? "")
    if mine != theirs { return mine.precedesByCodePoint(theirs) }
    if modified != other.modified { return modified < other.modified }
    return other.file.precedesByCodePoint(file)
  }
}

extension ModelStore.JudgedAUC {
  /// Of held-out customers, else cross-validated, else of the training rows.
  init?(_ churn: ChurnAssessment?) {
    let sets: [(Source, Measures?)] = [
      (.holdout, churn?.holdout), (.crossValidated, churn?.crossValidated),
      (.training, churn?.training),
    ]
    for case (let source, let measures?) in sets {
      guard let auc = measures.auc else { continue }
      self.init(source: source, auc: auc, low: measures.aucLow, high: measures.aucHigh)
      return
    }
    return nil
  }
}
