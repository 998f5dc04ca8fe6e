/// A text that breaks out of whatever forgets to escape it.
let hostile =
  "</title><script>alert('x')</script> & \"q\" \u{0}\u{1B}[31m\u{202E}\n买家 | a_b *c* `d`"

/// The first fault of a piece of XML: a tag that does not close, a bare ampersand, a character
/// that XML does not allow. Nil if it is well-formed as far as our writers go.
func xmlFault(in text: String) -> String? {
  var open: [Substring] = []
  var rest = text[...]
  while let start = rest.firstIndex(of: "<") {
    guard let end = rest[start...].firstIndex(of: ">") else { return "unfinished tag" }
    let tag = rest[rest.index(after: start)..<end]
    rest = rest[rest.index(after: end)...]
    if tag.hasPrefix("/") {
      guard open.popLast() == tag.dropFirst() else { return "unexpected <\(tag)>" }
    } else if !tag.hasSuffix("/") {
      if tag.count(where: { $0 == "\"" }) % 2 != 0 { return "quotes in <\(tag)>" }
      open.append(tag.prefix { $0 != " " })
    }
  }
  if let tag = open.last { return "<\(tag)> never closes" }
  let isForbidden: (Unicode.Scalar) -> Bool = { $0.value < 0x20 && $0 != "\n" }
  if text.unicodeScalars.contains(where: isForbidden) { return "control character" }
  let entities = ["amp;", "lt;", "gt;", "quot;", "#39;"]
  for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
  where !entities.contains(where: { piece.hasPrefix($0) }) { return "bare ampersand" }
  return nil
}
