import DelimitedText
import Glibc
import Testing

@Suite struct RawSourceTests {
  @Test func namesOfInputs() {
    #expect(Input(path: "-") == .standardInput && Input(path: "-").name == "<standard input>")
    #expect(Input(path: "a/b.csv") == .file("a/b.csv") && Input(path: "a/b.csv").name == "a/b.csv")
  }

  @Test func missingFile() {
    let error = failure(.file("no-such-folder/no-such-file.csv"))
    #expect(error?.kind == .missingInput)
    #expect(error?.description.hasPrefix("no-such-folder/no-such-file.csv: there is no") == true)
  }

  @Test func folder() throws {
    try withTemporaryFolder { folder in
      let error = failure(.file(folder))
      #expect(error?.kind == .missingInput && error?.what == "is a folder, not a file")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func noPermission() throws {
    try withTemporaryFolder { folder in
      try writeAtomically(Array("a\n1\n".utf8), to: folder + "/x.csv")
      chmod(folder + "/x.csv", 0)
      #expect(failure(.file(folder + "/x.csv"))?.kind == .missingInput)
    }
  }

  @Test func fileAndBytesGiveTheSame() throws {
    try withTemporaryFolder { folder in
      let text = "a,b\n" + (0..<1000).map { "\($0),é\n" }.joined()
      try writeAtomically(Array(text.utf8), to: folder + "/x.csv")
      let file = try readAll(.file(folder + "/x.csv"), options(chunk: 512))
      let bytes = try readAll(input(text))
      #expect(file.rows == bytes.rows && file.sha256 == bytes.sha256)
      let reader = try RecordReader(.file(folder + "/x.csv"))
      #expect(reader.byteCount == text.utf8.count)
    }
  }

  /// What can be read once only is spooled where a second pass is needed.
  @Test func pipeIsReadTwice() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let text = "a,b\n" + (0..<3000).map { "\($0),\($0)\n" }.joined() + "word,7\n"
      let gzip = gzipStored(Array(text.utf8))
      let writer = Thread { try? writeAtomically(gzip, to: path, force: true) }
      let table = try TypedTable.read(.file(path), options: options(chunk: 1024)) { _ in
        [.automatic, .automatic]
      }
      writer.join()
      #expect(table.rowCount == 3001 && table.sha256 == sha256Hex(text.utf8))
      guard case .categorical(_, let levels) = table.columns[0] else {
        Issue.record("the column did not turn")
        return
      }
      #expect(levels.last == "word" && levels[0] == "0")
    }
  }
}
