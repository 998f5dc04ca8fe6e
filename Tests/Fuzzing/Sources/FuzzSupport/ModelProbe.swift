import Churn
import DelimitedText
import Modeling

/// What must hold for any bytes that are given as a model file: they are read and then score every
/// row, or are refused as wrong data. Anything else stops the program.
public struct ModelProbe {
  public enum Outcome: String, CaseIterable, Sendable {
    /// Read, and scored rows.
    case scored
    case refused
  }

  public init() {}

  /// As a command reads a file.
  @discardableResult
  public func read(_ bytes: [UInt8]) -> Outcome {
    do {
      try use(ModelFile.read(.bytes(bytes, name: "model.json")))
      return .scored
    } catch let error as LocatedError where error.kind == .wrongData {
      check(error)
      return .refused
    } catch {
      fatalError("neither read nor refused: \(error)")
    }
  }

  /// As `churn seal` takes an edited file; what it gives must be read.
  @discardableResult
  public func seal(_ bytes: [UInt8]) -> Outcome {
    do {
      let sealed = try ModelFile.seal(.bytes(bytes, name: "model.json"))
      _ = sealed.changes.sentences
      guard read(sealed.bytes) == .scored else { fatalError("sealed, but not read") }
      let again = try ModelFile.seal(.bytes(sealed.bytes, name: "sealed.json"))
      guard again.changes.isIntact else { fatalError("sealed twice, but not the same") }
      return .scored
    } catch {
      guard error.kind == .wrongData else { fatalError("neither sealed nor refused: \(error)") }
      check(error)
      return .refused
    }
  }

  /// Says what, where and what to do, and quotes no long text of the file.
  private func check(_ error: LocatedError) {
    guard error.location != nil, !error.what.isEmpty, !error.advice.isEmpty,
      error.description.utf8.count < 2000
    else { fatalError("a poor message: \(error)") }
  }

  // MARK: - Using a model

  private func use(_ model: ChurnModel) throws {
    scoreTable(model)
    scoreFile(model)
    _ = model.description.canonical()
    _ = model.allWarnings
    // What was read can be written.
    _ = ModelFile.document(of: model).canonical()
  }

  /// Gaps, unseen levels, huge and tiny values, and each of the first levels.
  private func scoreTable(_ model: ChurnModel) {
    let numbers: [Double] = [
      .nan, 0, -0.0, 1, -1, 1e308, -1e308, .leastNonzeroMagnitude, 1e15, 0.1,
    ]
    let codes: [Int32] = [EncodedTable.missing, EncodedTable.unseen, 0, 1, 2, 3, 0, 0, 0, 0]
    let columns = model.schema.features.enumerated().map { place, feature -> EncodedTable.Column in
      let shifted = numbers.indices.map { row in row == 0 ? 0 : (row + place) % numbers.count }
      switch feature.kind {
      case .numeric: return .numeric(shifted.map { numbers[$0] })
      case .categorical(let learned):
        return .categorical(shifted.map { min(codes[$0], Int32(learned.levels.count - 1)) })
      }
    }
    let table = EncodedTable(rowCount: numbers.count, columns: columns)
    let predictor = Predictor(model.fitted, schema: model.schema)
    let predictions = predictor.predict(table, reasonCount: 4)
    let values = predictor.values(table)
    for row in numbers.indices {
      check(values[row], model)
      guard values[row].bitPattern == predictions.values[row].bitPattern else {
        fatalError("two ways to score give \(values[row]) and \(predictions.values[row])")
      }
      for reason in predictions.reasons[row] where !reason.effect.isFinite {
        fatalError("an effect of \(reason.effect)")
      }
    }
  }

  private func check(_ value: Double, _ model: ChurnModel) {
    let isFine = model.churn == nil ? value.isFinite : (0...1).contains(value)
    if !isFine { fatalError("a score of \(value)") }
  }

  /// Through the scorer, whose input may not fit the model's names.
  private func scoreFile(_ model: ChurnModel) {
    var writer = DelimitedWriter(isRaw: true)
    let names = model.schema.features.map(\.name) + (model.idColumn.map { [$0] } ?? [])
    writer.appendRow(names)
    for cell in ["", "1", "1e308", "-1e308", "no such level", "NA"] {
      writer.appendRow(names.indices.map { $0 == names.count - 1 ? "7" : cell })
    }
    var bytes = 0
    do {
      _ = try Scorer(model).score(
        .bytes(writer.take(), name: "customers.csv"), write: { bytes += $0.count })
    } catch is LocatedError {
      // A name that is there twice, blanks around it, all rows rejected.
    } catch {
      fatalError("scoring fails with \(error)")
    }
  }
}
