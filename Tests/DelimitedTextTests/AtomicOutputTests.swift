import DelimitedText
import Glibc
import Testing

@Suite struct AtomicOutputTests {
  private func content(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test func fileAppearsAtCommit() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.csv"
      let output = try AtomicOutput(path: path)
      try output.write("a,b\n")
      try output.flush()
      #expect(names(in: folder).count == 1)
      #expect(names(in: folder)[0].hasPrefix(AtomicOutput.temporaryPrefix))
      try output.write(Array("1,2\n".utf8))
      try output.commit()
      #expect(names(in: folder) == ["out.csv"] && content(path) == "a,b\n1,2\n")
    }
  }

  @Test func givenUpLeavesNothing() throws {
    try withTemporaryFolder { folder in
      do {
        let output = try AtomicOutput(path: folder + "/out.csv")
        try output.write("x")
      }
      #expect(names(in: folder).isEmpty)
      let output = try AtomicOutput(path: folder + "/out.csv")
      output.abandon()
      output.abandon()
      #expect(names(in: folder).isEmpty)
    }
  }

  @Test func existingFileIsKeptUnlessForced() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.csv"
      try writeAtomically(Array("old".utf8), to: path)
      let error = #expect(throws: LocatedError.self) {
        try writeAtomically(Array("new".utf8), to: path)
      }
      #expect(error?.kind == .cannotCreateOutput && error?.advice.contains("--force") == true)
      #expect(content(path) == "old")
      try writeAtomically(Array("new".utf8), to: path, force: true)
      #expect(content(path) == "new" && names(in: folder) == ["out.csv"])
    }
  }

  @Test func fileThatAppearsMeanwhileIsKept() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.csv"
      let output = try AtomicOutput(path: path)
      try output.write("mine")
      try writeAtomically(Array("theirs".utf8), to: path)
      let error = #expect(throws: LocatedError.self) { try output.commit() }
      #expect(error?.kind == .cannotCreateOutput && content(path) == "theirs")
      output.abandon()
      #expect(names(in: folder) == ["out.csv"])
    }
  }

  @Test func placesThatCannotBe() throws {
    try withTemporaryFolder { folder in
      for path in [folder, folder + "/missing/out.csv", "", "/proc/out.csv"] {
        let error = #expect(throws: LocatedError.self) {
          try writeAtomically([1], to: path, force: true)
        }
        #expect(error?.kind == .cannotCreateOutput, "\(path)")
      }
    }
  }

  @Test func devicesAreWrittenDirectly() throws {
    try writeAtomically(Array("x".utf8), to: "/dev/null")
    let full = #expect(throws: LocatedError.self) {
      try writeAtomically(Array("x".utf8), to: "/dev/full")
    }
    #expect(full?.kind == .inputOutput && full?.location?.file == "/dev/full")
  }

  @Test func closedPipeIsNoFailure() throws {
    ignoreBrokenPipes()
    try withTemporaryFolder { folder in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      let output = try AtomicOutput(path: path)
      close(reader)
      try output.write("x")
      let error = #expect(throws: LocatedError.self) { try output.commit() }
      #expect(error?.kind == .readerGone)
    }
  }
}
