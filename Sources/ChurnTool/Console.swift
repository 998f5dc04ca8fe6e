import DelimitedText
import Glibc
import Reporting

/// Talk on standard error: warnings, summaries, progress.
struct Console: Sendable {
  var isQuiet: Bool
  var usesColor: Bool

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  init(isQuiet: Bool, noColor: Bool) {
    self.isQuiet = isQuiet
    usesColor = !noColor && getenv("NO_COLOR") == nil && Self.isTerminal
  }

  /// Errors are no talk: they are printed always.
  static func error(_ text: String) { put("churn: " + TerminalText.safe(text) + "\n") }

  func say(_ text: String) {
    if !isQuiet { Self.put(TerminalText.safe(text) + "\n") }
  }

  func warn(_ text: String) {
    if !isQuiet {
      let text = TerminalText.safe(text)
      Self.put(usesColor ? "\u{1B}[33mwarning:\u{1B}[0m \(text)\n" : "warning: \(text)\n")
    }
  }

  /// How many rows were rejected, by reason.
  func report(_ rejects: Rejects, of rows: Int) {
    guard !rejects.isEmpty else { return }
    let reasons = rejects.counts.map { "\($0.reason): \($0.count)" }.joined(separator: ", ")
    warn("\(rejects.count) of \(rows) rows rejected (\(reasons))")
  }

  static func put(_ text: String) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(STDERR_FILENO, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count <= 0 { return }
      written += count
    }
  }

  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// A progress line on a terminal, redrawn at most ten times a second; silent elsewhere.
final class Progress: @unchecked Sendable {
  // Only `show` and `clear` touch the state, one thread at a time under the lock.
  private let isShown: Bool
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var stage = ""
  private var start = Progress.now()
  private var last = 0.0

  init(_ console: Console) {
    isShown = !console.isQuiet && Console.isTerminal
    lock = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  func show(_ stage: String, _ done: Int, _ total: Int?) {
    guard isShown else { return }
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    let time = Self.now()
    if stage != self.stage { (self.stage, start, last) = (stage, time, 0) }
    guard time - last > 0.1 else { return }
    last = time
    let line = ProgressBar.line(
      stage, done: done, total: total, elapsed: time - start, width: Console.width - 1)
    Console.put("\r\u{1B}[2K" + line)
  }

  func clear() {
    if isShown { Console.put("\r\u{1B}[2K") }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
