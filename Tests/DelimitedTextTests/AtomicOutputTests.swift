import Glibc
import Testing

@testable import DelimitedText

@Suite struct AtomicOutputTests {
  private func content(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  private func makeOutput(
    _ path: String, force: Bool = false, named: Bool
  ) throws -> AtomicOutput {
    try AtomicOutput(path: path, force: force, namesTemporary: named)
  }

  /// With a hidden name, and without, where the file system can do so.
  @Test(arguments: [false, true])
  func fileAppearsAtCommit(_ isNamed: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.csv"
      let output = try makeOutput(path, named: isNamed)
      try output.write("a,b\n")
      try output.flush()
      #expect(names(in: folder).count == (isNamed ? 1 : 0))
      #expect(names(in: folder).allSatisfy { $0.hasPrefix(AtomicOutput.temporaryPrefix) })
      try output.write(Array("1,2\n".utf8))
      try output.commit()
      #expect(names(in: folder) == ["out.csv"] && content(path) == "a,b\n1,2\n")
    }
  }

  @Test(arguments: [false, true])
  func givenUpLeavesNothing(_ isNamed: Bool) throws {
    try withTemporaryFolder { folder in
      do {
        let output = try makeOutput(folder + "/out.csv", named: isNamed)
        try output.write("x")
      }
      #expect(names(in: folder).isEmpty)
      let output = try makeOutput(folder + "/out.csv", named: isNamed)
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
      for isNamed in [false, true] {
        let output = try makeOutput(path, force: true, named: isNamed)
        try output.write("new \(isNamed)")
        try output.commit()
        #expect(content(path) == "new \(isNamed)" && names(in: folder) == ["out.csv"])
      }
    }
  }

  /// A file made as usual, so that others may read it.
  @Test(arguments: [false, true])
  func permissionsAreTheUsual(_ isNamed: Bool) throws {
    try withTemporaryFolder { folder in
      let mask = umask(0o022)
      defer { umask(mask) }
      let output = try makeOutput(folder + "/out.csv", named: isNamed)
      try output.write("x")
      try output.commit()
      var status = stat()
      #expect(stat(folder + "/out.csv", &status) == 0 && status.st_mode & 0o777 == 0o644)
    }
  }

  /// What a killed run left goes; what somebody writes stays, and so does what is not ours.
  @Test func leftOversAreRemoved() throws {
    try withTemporaryFolder { folder in
      let left = AtomicOutput.temporaryPrefix + "0abc123456789"
      let others = [".unfinished-notes", AtomicOutput.temporaryPrefix + "0ABC123456789"]
      for name in [left] + others { close(open(folder + "/" + name, O_CREAT | O_WRONLY, 0o600)) }
      mkdir(folder + "/" + AtomicOutput.temporaryPrefix + "folder0000000", 0o700)
      let running = try makeOutput(folder + "/slow.csv", named: true)
      try running.write("slow")
      let output = try makeOutput(folder + "/out.csv", named: true)
      try output.commit()
      #expect(!names(in: folder).contains(left))
      #expect(Set(names(in: folder)).isSuperset(of: others))
      try running.commit()
      #expect(content(folder + "/slow.csv") == "slow")
      rmdir(folder + "/" + AtomicOutput.temporaryPrefix + "folder0000000")
    }
  }

  @Test(arguments: [false, true])
  func fileThatAppearsMeanwhileIsKept(_ isNamed: Bool) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/out.csv"
      let output = try makeOutput(path, named: isNamed)
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
      let long = folder + "/" + String(repeating: "x", count: 300)
      for path in [folder, folder + "/missing/out.csv", "", "/proc/out.csv", long] {
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
