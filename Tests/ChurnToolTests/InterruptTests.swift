import Glibc
import Testing

/// A run that is stopped leaves no half file, and nothing hidden that a later run does not remove.
@Suite struct InterruptTests {
  /// A library that makes a file system look as if it had no files without names; nil without a
  /// compiler.
  private static func shim(_ folder: Folder) throws -> String? {
    try folder.write(
      "shim.c",
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <fcntl.h>
      #include <stdarg.h>
      typedef int (*opener)(const char *, int, ...);
      static int pass(const char *name, const char *path, int flags, int mode) {
        if ((flags & O_TMPFILE) == O_TMPFILE) { errno = EOPNOTSUPP; return -1; }
        return ((opener)dlsym(RTLD_NEXT, name))(path, flags, mode);
      }
      int open(const char *path, int flags, ...) {
        va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list);
        return pass("open", path, flags, mode);
      }
      int open64(const char *path, int flags, ...) {
        va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list);
        return pass("open64", path, flags, mode);
      }

      """)
    let made = try folder.shell("\(compiler) -shared -fPIC -o shim.so shim.c -ldl && rm shim.c")
    return made.status == 0 ? folder.path("shim.so") : nil
  }

  private static let compiler =
    access("/usr/bin/cc", X_OK) == 0 ? "/usr/bin/cc" : "/usr/bin/env clang"

  /// Starts a scoring that waits for more rows, with its process in $p.
  private static func waiting(_ preload: String?) -> String {
    """
    set -m
    mkfifo in
    exec 3<>in
    cat customers.csv >&3
    LD_PRELOAD=\(preload ?? "") "$CHURN" score a.json in -o out.csv --rejects bad.csv 3>&- &
    p=$!
    for i in {1..400}; do
      ls -l /proc/$p/fd 2>/dev/null | grep -E 'deleted|unfinished' | wc -l | grep -q 2 && break
      sleep 0.02
    done

    """
  }

  private func prepared(named: Bool) throws -> (Folder, String?)? {
    let folder = try Folder()
    try folder.train()
    guard named else { return (folder, nil) }
    return try Self.shim(folder).map { (folder, $0) }
  }

  @Test(
    arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)] as [(String, Int32)], [false, true])
  func aSignalLeavesNothing(_ signal: (name: String, status: Int32), _ named: Bool) throws {
    guard let (folder, preload) = try prepared(named: named) else { return }
    let before = folder.names
    let run = try folder.shell(
      Self.waiting(preload) + "kill -\(signal.name) $p; wait $p; status=$?; rm in; exit $status")
    #expect(run.status == signal.status, "\(run.talk)")
    #expect(folder.names == before)
  }

  @Test(arguments: [false, true])
  func aKillLeavesNothingThatTheNextRunDoesNotRemove(_ named: Bool) throws {
    guard let (folder, preload) = try prepared(named: named) else { return }
    let before = folder.names
    let run = try folder.shell(
      Self.waiting(preload) + "kill -KILL $p; wait $p; s=$?; rm in; exit $s")
    #expect(run.status == 137)
    #expect(folder.names.count == before.count + (named ? 2 : 0))
    try folder.run("score", "a.json", "customers.csv", "-o", "next.csv").expect(0)
    #expect(folder.names == (before + ["next.csv"]).sorted())
  }

  /// The file of a run that goes on is no left-over.
  @Test(arguments: [false, true])
  func aRunningOneIsLetAlone(_ named: Bool) throws {
    guard let (folder, preload) = try prepared(named: named) else { return }
    let run = try folder.shell(
      Self.waiting(preload)
        + "LD_PRELOAD=\(preload ?? "") \"$CHURN\" score a.json customers.csv -o other.csv\n"
        + "exec 3>&-; wait $p; s=$?; rm in; exit $s")
    run.expect(0)
    #expect(try folder.text("out.csv") == folder.text("other.csv"))
    #expect(!folder.names.contains { $0.hasPrefix(".") })
  }

  /// Whoever starts a program with interrupts ignored keeps them so.
  @Test func anIgnoredInterruptIsIgnored() throws {
    guard let (folder, _) = try prepared(named: false) else { return }
    let run = try folder.shell(
      "trap '' INT\n" + Self.waiting(nil)
        + "kill -INT $p; exec 3>&-; wait $p; s=$?; rm in; exit $s")
    run.expect(0)
    #expect(folder.has("out.csv"))
  }

  // MARK: - Full disks

  private func large() throws -> Folder {
    let folder = try Folder()
    try folder.train()
    try folder.write("many.csv", customers(3000))
    return folder
  }

  @Test func aFileThatMayNotGrowIsNotLeft() throws {
    let folder = try large()
    let before = folder.names
    let run = try folder.shell("ulimit -f 64; \"$CHURN\" score a.json many.csv -o out.csv")
    run.expect(74, "out.csv", "File too large")
    #expect(folder.names == before)
  }

  private static let canMount =
    (try? Folder().shell("unshare -m mount -t tmpfs none /mnt").status) == 0

  @Test(.enabled(if: canMount, "this user may not mount a file system"))
  func aFullFileSystem() throws {
    let folder = try large()
    let run = try folder.shell(
      """
      mkdir disk
      unshare -m bash -c '
        mount -t tmpfs -o size=128k none disk
        "$CHURN" score a.json many.csv -o disk/out.csv; echo status $?
        "$CHURN" score a.json many.csv -o disk/s.csv --rejects disk/r.csv; echo status $?
        "$CHURN" show a.json > disk/shown; echo status $?; rm disk/shown
        echo files $(ls -A disk | wc -l)'
      rmdir disk
      """)
    run.expect(0, "No space left", "Make room")
    #expect(run.lines == ["status 74", "status 74", "status 0", "files 0"])
  }
}
