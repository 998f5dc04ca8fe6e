import DelimitedText
import Modeling

/// A model file that was edited by hand, made to fit itself again, and what that took.
public struct SealedModel: Sendable {
  /// With its checksum. Keys that this version does not know are as they were.
  public var document: JSONValue
  public var model: ChurnModel
  public var changes: Changes

  public struct Changes: Sendable, Equatable {
    /// Whether there was nothing to do.
    public var isIntact = false
    /// Verification rows in all, and the places of those with another answer.
    public var rowCount = 0
    public var rows: [Int] = []
    /// The greatest change of a row's probability (or number), and that row's place.
    public var greatest = 0.0
    public var greatestRow: Int?
    /// Paths of texts and sums that follow from what was edited.
    public var renewed: [String] = []
    /// Terms whose estimate was set by hand, which leaves no standard error, test or interval.
    public var handSetTerms: [String] = []
  }

  public var bytes: [UInt8] { Array(document.pretty().utf8) }
}

extension ModelFile {
  static let sealWarning =
    "edited by hand and sealed again: the figures of the training (tests, measures, bands, "
    + "threshold, rows of nodes) are of the model before the edit"

  /// Makes a model file that was edited by hand fit itself again: the answers to the verification
  /// rows, texts that follow from numbers, and the checksum. The edit itself is checked as in reading.
  /// A file whose checksum still fits is given back as it is.
  /// - Throws: `.wrongData` naming the path of what cannot be.
  public static func seal(_ input: Input) throws(LocatedError) -> SealedModel {
    let (value, _) = try document(input)
    let advice = "Put it right, or undo the edit, then seal the file again."
    let node = JSONNode(value, file: input.name, advice: advice)
    let members = try checkFormat(value, node)
    let model = try model(
      JSONNode(value.withBlankAnswers(valueKey(node)), file: input.name, advice: advice))
    var seal = Seal(model: model, document: value)
    seal.renew()
    if seal.changes.rows.isEmpty, members["checksum"] == .string(checksum(of: members)) {
      seal.changes.isIntact = true
      return SealedModel(
        document: value, model: try read(value, node), changes: seal.changes)
    }
    let sealed = seal.document.warning(sealWarning).withChecksum
    return SealedModel(
      document: sealed, model: try read(sealed, JSONNode(sealed, file: input.name, advice: advice)),
      changes: seal.changes)
  }

  private static func valueKey(_ node: JSONNode) throws(LocatedError) -> String {
    valueKey(try node["kind"].string())
  }
}

/// Brings the parts of a document up to date that follow from others.
private struct Seal {
  let model: ChurnModel
  var document: JSONValue
  var changes = SealedModel.Changes()

  init(model: ChurnModel, document: JSONValue) {
    (self.model, self.document) = (model, document)
    changes.rowCount = model.verification.count
  }

  mutating func renew() {
    renewNodes()
    renewTiers()
    renewCoefficients()
    renewAnswers()
  }

  /// Changes the elements of a list; the body may note what it changed.
  private mutating func edit(_ path: String..., body: (inout Seal, Int, inout JSONValue) -> Void) {
    var edited = document
    edited.update(path[...]) { place, element in body(&self, place, &element) }
    document = edited
  }

  private mutating func renewAnswers() {
    let answers = VerificationRows(schema: model.schema, fitted: model.fitted)
      .run(model.verification.map(\.values))
    let key = ModelFile.valueKey(model.kind)
    edit("verification") { seal, place, row in
      guard answers.indices.contains(place), case .object(var members) = row else { return }
      let answer = answers[place]
      guard !answer.isSame(as: members, key) else { return }
      seal.changes.rows.append(place)
      if case .number(let old)? = members[key] { seal.note(abs(answer.value - old), place) }
      members.merge(answer.answerMembers(key)) { $1 }
      row = .object(members)
    }
  }

  private mutating func note(_ change: Double, _ place: Int) {
    guard change > changes.greatest else { return }
    (changes.greatest, changes.greatestRow) = (change, place)
  }

  /// The rule in words, and the sums that follow from the weights of the classes.
  private mutating func renewNodes() {
    guard let tree = model.fitted.tree else { return }
    let nodes = Dictionary(
      tree.tree.nodes.map { (Double($0.number), $0) }, uniquingKeysWith: { $1 })
    edit("tree", "nodes") { [model] seal, place, entry in
      guard case .object(let members) = entry, case .number(let number)? = members["node"],
        let node = nodes[number]
      else { return }
      let fresh = TreeCoding.members(
        node, model.schema, isFile: true, isRegression: tree.isRegression)
      seal.renew(&entry, ["rule", "loss", "deviance"], fresh, "/tree/nodes/\(place)")
    }
  }

  private mutating func renewTiers() {
    guard case .object(let tiers)? = TierCoding.json(model),
      case .array(let lines)? = tiers["table"]
    else { return }
    edit("tiers", "table") { seal, place, line in
      guard lines.indices.contains(place), case .object(let fresh) = lines[place] else { return }
      seal.renew(&line, ["condition"], fresh, "/tiers/table/\(place)")
    }
  }

  private mutating func renewCoefficients() {
    guard case .logistic(let logistic) = model.fitted else { return }
    edit("logistic", "coefficients") { seal, place, entry in
      guard logistic.coefficients.indices.contains(place) else { return }
      var line = logistic.coefficients[place]
      let path = "/logistic/coefficients/\(place)"
      if line.isSetByHand {
        seal.changes.handSetTerms.append(line.term.name)
        (line.standardError, line.statistic, line.pValue) = (nil, nil, nil)
        (line.confidenceLow, line.confidenceHigh) = (nil, nil)
        seal.renew(
          &entry, ["standard_error", "statistic", "p_value", "conf_low", "conf_high"],
          LogisticCoding.members(line, isFile: true), nil)
      }
      seal.renew(&entry, ["term"], LogisticCoding.members(line, isFile: true), path)
    }
  }

  /// - Parameter path: of the entry, where the change is to be told.
  private mutating func renew(
    _ entry: inout JSONValue, _ keys: [String], _ fresh: [String: JSONValue], _ path: String?
  ) {
    guard case .object(var members) = entry else { return }
    for key in keys {
      guard let old = members[key], !old.isNearly(fresh[key] ?? .null) else { continue }
      members[key] = fresh[key]
      if let path { changes.renewed.append("\(path)/\(key)") }
    }
    entry = .object(members)
  }
}

extension Coefficient {
  /// Whether the estimate is not the one that its test was made of.
  fileprivate var isSetByHand: Bool {
    guard let standardError, let statistic else { return false }
    guard let estimate else { return true }
    return abs(statistic * standardError - estimate) > 1e-9 * abs(estimate)
  }
}

extension VerificationRow {
  fileprivate func answerMembers(_ key: String) -> [String: JSONValue] {
    [
      key: JSONValue(value), "reasons": .array(reasons.map { .string($0) }),
      "leaf": JSONValue(leaf),
    ]
  }

  /// Whether a row of the document has this answer, as far as reading would tell.
  fileprivate func isSame(as members: [String: JSONValue], _ key: String) -> Bool {
    guard case .number(let old)? = members[key], key != "probability" || (0...1).contains(old)
    else { return false }
    let answer = answerMembers(key)
    return isNear(old) && members["reasons"] == answer["reasons"]
      && (members["leaf"] ?? .null) == answer["leaf"]
  }
}

extension JSONValue {
  /// Changes each element of the array at a path of keys; nothing where there is none.
  fileprivate mutating func update(
    _ path: ArraySlice<String>, _ body: (Int, inout JSONValue) -> Void
  ) {
    switch self {
    case .object(var members):
      guard let key = path.first, var member = members[key] else { return }
      member.update(path.dropFirst(), body)
      members[key] = member
      self = .object(members)
    case .array(var elements) where path.isEmpty:
      for place in elements.indices { body(place, &elements[place]) }
      self = .array(elements)
    default: return
    }
  }

  /// A model file with answers that can be read: what the rows say is not asked.
  fileprivate func withBlankAnswers(_ key: String) -> JSONValue {
    var document = self
    document.update(["verification"]) { _, row in
      guard case .object(var members) = row else { return }
      members.merge([key: 0, "reasons": [], "leaf": .null]) { $1 }
      row = .object(members)
    }
    return document
  }

  /// A document with one more warning, once.
  fileprivate func warning(_ text: String) -> JSONValue {
    guard case .object(var members) = self, case .array(let warnings)? = members["warnings"],
      !warnings.contains(.string(text))
    else { return self }
    members["warnings"] = .array(warnings + [.string(text)])
    return .object(members)
  }

  fileprivate var withChecksum: JSONValue {
    guard case .object(var members) = self else { return self }
    members["checksum"] = .string(ModelFile.checksum(of: members))
    return .object(members)
  }

  fileprivate func isNearly(_ other: JSONValue) -> Bool {
    guard case .number(let a) = self, case .number(let b) = other else { return self == other }
    return abs(a - b) <= 1e-9 * max(1, abs(b))
  }
}
