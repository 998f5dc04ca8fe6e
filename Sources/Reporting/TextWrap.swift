/// Text in lines of a given width.
public enum TextWrap {
  /// Each line of the text in as many as it needs, with a newline after the last.
  public static func paragraph(_ text: String, width: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { lines(String($0), to: width) }.joined(separator: "\n") + "\n"
  }

  /// Lines of whole words; a word that is wider than a line, and Chinese, is broken anywhere.
  public static func lines(_ text: String, to width: Int?) -> [String] {
    guard let width, width > 0, DisplayWidth.of(text) > width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      let pieces = broken(word, to: width)
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(pieces[0]) <= width {
        lines[lines.count - 1] = last + " " + pieces[0]
        lines += pieces.dropFirst()
      } else {
        lines += pieces
      }
    }
    return lines
  }

  /// At least one piece; a character wider than a line stands alone.
  private static func broken(_ word: Substring, to width: Int) -> [String] {
    var pieces = [""]
    var used = 0
    for character in word {
      let needed = DisplayWidth.of(character)
      if used > 0, used + needed > width {
        pieces.append("")
        used = 0
      }
      pieces[pieces.count - 1].append(character)
      used += needed
    }
    return pieces
  }
}
