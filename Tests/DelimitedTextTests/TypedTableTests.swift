import DelimitedText
import Testing

private func table(
  _ text: String, _ types: [ColumnType]? = nil, _ options: ReadOptions = .init()
) throws -> TypedTable {
  try TypedTable.read(input(text), options: options) { types ?? $0.map { _ in .automatic } }
}

/// Numbers with nil for missing, so that they can be compared.
private func numbers(_ values: TypedTable.Values) -> [Double?]? {
  guard case .numeric(let numbers) = values else { return nil }
  return numbers.map { $0.isNaN ? nil : $0 }
}

private func cells(_ values: TypedTable.Values) -> [String?]? {
  switch values {
  case .categorical(let codes, let levels): codes.map { $0 < 0 ? nil : levels[Int($0)] }
  case .text(let packed): packed.map { $0.isEmpty ? nil : $0 }
  case .numeric, .ignored: nil
  }
}

@Suite struct TypedTableTests {
  /// Ids, numbers with gaps and mistakes, levels that turn up late, rows of the wrong width, and a
  /// column that a word far down turns.
  private static let mixedRows: String = {
    var text = "id,x,level,late,y\n"
    for row in 0..<600 {
      let x = row % 37 == 5 ? "1,5x" : (row % 11 == 3 ? "" : "\(Double(row) / 8)")
      let cells = [
        "00\(row)", row % 37 == 5 ? "1e999" : x, "level \(row * row % (1 + row / 40))",
        row == 480 ? "word" : "\(row)", "\(-row).5",
      ]
      text += (row % 53 == 7 ? cells.dropLast() : cells[...]).joined(separator: ",") + "\n"
    }
    return text
  }()

  /// What one thread reads in one piece, several read in many, and in the same order.
  @Test(arguments: [1, 2, 7], [200, 1 << 20])
  func piecesAndThreadsChangeNothing(_ threads: Int, _ chunk: Int) throws {
    func read(_ threads: Int, _ chunk: Int) throws -> TypedTable {
      var options = options(chunk: chunk)
      options.threads = threads
      return try table(
        Self.mixedRows, [.text, .automatic, .categorical, .automatic, .numeric], options)
    }
    let (whole, parts) = (try read(1, 1 << 20), try read(threads, chunk))
    #expect(cells(parts.columns[3])?[450...].contains("word") == true)
    #expect(numbers(parts.columns[1]) == numbers(whole.columns[1]))
    #expect(parts.columns[0] == whole.columns[0] && parts.columns[2...] == whole.columns[2...])
    #expect(parts.lines == whole.lines && parts.rows == whole.rows)
    #expect(parts.rejects.list == whole.rejects.list && parts.rejects.count == 29)
    #expect(parts.warnings == whole.warnings && parts.sha256 == whole.sha256)
  }

  @Test func typesAreFound() throws {
    let text =
      "id,n,c,gap,mixed\n007, 1.5 ,x,,1\nNA,-2, y ,NA,b\n12345678901234567890,NaN,x, ,1.0\n"
    let read = try table(text, [.text, .automatic, .automatic, .automatic, .automatic])
    #expect(read.header == ["id", "n", "c", "gap", "mixed"] && read.rowCount == 3)
    #expect(cells(read.columns[0]) == ["007", nil, "12345678901234567890"])
    #expect(numbers(read.columns[1]) == [1.5, -2, nil])
    #expect(read.columns[2] == .categorical(codes: [0, 1, 0], levels: ["x", "y"]))
    #expect(numbers(read.columns[3]) == [nil, nil, nil])
    #expect(cells(read.columns[4]) == ["1", "b", "1.0"])
    #expect(read.rows == [1, 2, 3] && read.lines == [2, 3, 4])
    #expect(read.rejects.isEmpty && read.warnings.isEmpty)
    #expect(read.sha256 == sha256Hex(text.utf8))
  }

  @Test func badRowsAreRejected() throws {
    let text =
      "a,b,c\n1,2,x\n1,2\n\"3\n\",4,y,z\n1e999,5,q\n6,7,x\n\n8,\"1,5\",r\n9,inf,s\n1,,x\n2,2,x\n"
    let read = try table(text + "3,3,x\n")
    #expect(numbers(read.columns[0]) == [1, 6, 1, 2, 3])
    #expect(numbers(read.columns[1]) == [2, 7, nil, 2, 3])
    #expect(read.columns[2] == .categorical(codes: [0, 0, 0, 0, 0], levels: ["x"]))
    #expect(
      read.rejects.list == [
        Reject(row: 2, line: 3, reason: Reject.tooFewFields),
        Reject(row: 3, line: 4, reason: Reject.tooManyFields),
        Reject(row: 4, line: 6, column: "a", value: "1e999", reason: Reject.noNumber),
        Reject(row: 6, line: 9, column: "b", value: "1,5", reason: Reject.noNumber),
        Reject(row: 7, line: 10, column: "b", value: "inf", reason: Reject.noNumber),
      ])
    #expect(read.rejects.counts.map(\.count) == [1, 1, 3])
    #expect(read.rows == [1, 5, 8, 9, 10] && read.lines == [2, 7, 11, 12, 13])
  }

  @Test func forcedTypesDecide() throws {
    let text = "a,b,c,d\n1,1,1,1\nword,2,2,2\n1e999,3,3,3\n4,4,4,4\n5,,5,5\n"
    let read = try table(text, [.numeric, .categorical, .text, .ignored])
    #expect(numbers(read.columns[0]) == [1, 4, 5])
    #expect(cells(read.columns[1]) == ["1", "4", nil])
    #expect(cells(read.columns[2]) == ["1", "4", "5"] && read.columns[3] == .ignored)
    #expect(read.rejects.list.map(\.value) == ["word", "1e999"] && read.rows == [1, 4, 5])
  }

  /// A word far behind the first chunk turns the column, and the numbers keep their text.
  @Test func lateWordTurnsTheColumn() throws {
    var text = "a,b,c\n"
    for row in 0..<400 { text += "\(row % 7).50,\(row),k\(row % 3)\n" }
    text += "1e999,400,k\nword,401,k\n7.50,402,x\n"
    let small = try table(text, nil, options(chunk: 256))
    let large = try table(text)
    for read in [small, large] {
      #expect(read.rowCount == 403 && read.rejects.isEmpty)
      #expect(cells(read.columns[0])?.suffix(4) == ["0.50", "1e999", "word", "7.50"])
      #expect(numbers(read.columns[1])?.last == 402)
      #expect(read.warnings.count == 1)
      #expect(
        read.warnings.first
          == "column a is categorical because 1 of its 403 values is no number "
          + "(the first: \"word\", line 403); read as numeric, that row would be rejected")
    }
    #expect(small.columns[0] == large.columns[0] && small.lines == large.lines)
    #expect(small.sha256 == large.sha256)
  }

  /// The only word of `b` stands in a row that `a` would reject, were `a` numeric.
  @Test func columnsTurnApartFromEachOther() throws {
    var text = "a,b\n"
    for row in 0..<200 { text += "\(row),\(row)\n" }
    text += "1e999,word\n"
    let rejected = try table(text, nil, options(chunk: 64, separator: .byte(44)))
    #expect(cells(rejected.columns[1])?.count == 200 && rejected.rejects.count == 1)
    let turned = try table(text + "late,1\n", nil, options(chunk: 64, separator: .byte(44)))
    #expect(cells(turned.columns[1])?[200] == "word" && turned.rejects.isEmpty)
  }

  @Test func wordsInARealCategoricalDoNotWarn() throws {
    let text = "a\n" + String(repeating: "1\n", count: 99) + "x\n"
    #expect(try table(text).warnings.isEmpty)
    #expect(try table(text + "1\n").warnings.count == 1)
    #expect(try table(text + "1\n", [.categorical]).warnings.isEmpty)
  }

  @Test func namesOfUsedColumns() throws {
    let text = "a,,a,b\n1,2,3,4\n"
    #expect(throws: LocatedError.self) { try table(text) }
    #expect(throws: LocatedError.self) { try table(text, [.ignored, .automatic, .ignored, .text]) }
    #expect(throws: LocatedError.self) { try table(text, [.automatic, .ignored, .ignored, .text]) }
    let read = try table(text, [.ignored, .ignored, .ignored, .automatic])
    #expect(numbers(read.columns[3]) == [4])
  }

  @Test func mostRowsBadIsAWrongFile() throws {
    let half = "a,b\n1,2\n3\n4,5\n6\n"
    #expect(try table(half).rowCount == 2)
    let error = #expect(throws: LocatedError.self) { try table(half + "7\n") }
    #expect(error?.kind == .wrongData && error?.location?.line == 3)
    #expect(
      error?.what == "3 of 5 rows cannot be used: fewer fields than the header (3)")
  }

  @Test func oneColumnKeepsEmptyLines() throws {
    #expect(try numbers(table("a\n1\n\n2\n").columns[0]) == [1, nil, 2])
  }

  @Test func progressEndsAtTheWhole() throws {
    let text = "a,b\n" + String(repeating: "1,2\n", count: 500)
    var seen: [(Int, Int?)] = []
    _ = try TypedTable.read(
      input(text), options: options(chunk: 128, separator: .byte(44)),
      progress: { seen.append(($0, $1)) }, types: { $0.map { _ in .automatic } })
    #expect(seen.count > 10 && seen.last?.0 == text.utf8.count)
    #expect(seen.allSatisfy { $0.1 == text.utf8.count })
  }

  @Test(arguments: 0..<10) func chunksDoNotMatter(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = ["1", "2.5", "", "NA", "x", "\"a,b\"", "1,5", "-7e3", " 4 ", "1,2", "\"q\"\"r\""]
    var text = "n,c,t\n0,k,id\n"
    for _ in 0..<300 {
      text += "\(Int.random(in: 0..<99, using: &generator)),"
      text += "\(pieces.randomElement(using: &generator) ?? ""),id\n"
    }
    let types: [ColumnType] = [.automatic, .automatic, .text]
    let whole = try table(text, types)
    for chunk in [64, 100, 1000] {
      let parts = try table(text, types, options(chunk: chunk, separator: .byte(44)))
      #expect(parts.columns == whole.columns && parts.rejects == whole.rejects)
      #expect(parts.lines == whole.lines && parts.rows == whole.rows)
    }
  }
}
