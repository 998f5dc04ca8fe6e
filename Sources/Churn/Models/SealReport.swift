extension SealedModel.Changes {
  /// What the sealing did, a sentence a line.
  public var sentences: [String] {
    if isIntact { return ["nothing was changed since the file was sealed: it is as it was"] }
    var sentences = [rowsSentence]
    if !renewed.isEmpty { sentences.append("made to follow from the rest: " + Self.list(renewed)) }
    if !handSetTerms.isEmpty {
      sentences.append(
        "set by hand, so without standard error, test and interval: " + Self.list(handSetTerms))
    }
    return sentences
  }

  private var rowsSentence: String {
    guard !rows.isEmpty else {
      return "the answers to the \(rowCount) verification rows are the same"
    }
    let count = "\(rows.count) of \(rowCount) verification rows have another answer"
    guard let greatestRow else { return count }
    return count + ", changed by at most \(shortText(greatest)) (row \(greatestRow))"
  }

  private static func list(_ texts: [String]) -> String {
    let listed = texts.prefix(8).map { JSONText.shown($0) }.joined(separator: ", ")
    return texts.count > 8 ? listed + " and \(texts.count - 8) more" : listed
  }
}
