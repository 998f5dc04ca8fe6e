import DelimitedText
import Glibc
import Reporting

/// Text for standard output, where data go: as it is to files and pipes, and to a terminal without
/// what a stranger's file could steer it by.
enum StandardOutput {
  static func write(_ text: String) throws(LocatedError) {
    let output = try AtomicOutput(path: "-")
    try output.write(isatty(STDOUT_FILENO) == 1 ? TerminalText.safe(text) : text)
    try output.commit()
  }
}
