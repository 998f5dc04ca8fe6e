import Reporting
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain, ünï, 数据\n\ttab", "plain, ünï, 数据\n\ttab"), ("", ""),
    ("a\u{1B}[2Jb", "a\u{FFFD}[2Jb"), ("a\u{9B}31mb", "a\u{FFFD}31mb"),
    ("a\r\u{7}\u{7F}\u{0}b", "a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b"),
    ("a\r\nb", "a\u{FFFD}\nb"), ("file\u{202E}txt.exe", "file\u{FFFD}txt.exe"),
  ])
  func nothingSteersTheTerminal(_ text: String, _ safe: String) {
    #expect(TerminalText.safe(text) == safe)
  }
}
