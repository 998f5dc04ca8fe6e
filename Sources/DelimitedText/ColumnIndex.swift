/// The index of a name in a header.
///
/// - Throws: `.wrongData` when there is no such name (with the nearest one), or it is there twice.
public func columnIndex(
  of name: String, in header: [String], file: String
) throws(LocatedError) -> Int {
  guard let index = header.firstIndex(of: name) else {
    let shown = header.prefix(30).filter { !$0.isEmpty }.map(Location.cut).joined(separator: ", ")
    let nearest = nearestName(to: name, in: header).map { "Is it \"\(Location.cut($0))\"? " } ?? ""
    throw LocatedError(
      .wrongData, "there is no column \"\(Location.cut(name))\"", at: Location(file: file, line: 1),
      advice: nearest + "The columns are: " + shown + (header.count > 30 ? ", …" : "") + ".")
  }
  guard !header[(index + 1)...].contains(name) else {
    throw LocatedError(
      .wrongData, "the column is there twice", at: Location(file: file, line: 1, column: name),
      advice: "Rename or remove one of the two.")
  }
  return index
}

/// The name with the fewest changed characters, when those are few (a third of its length).
func nearestName(to name: String, in names: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(100))
  var best: (name: String, distance: Int)?
  for candidate in names.prefix(1000) where !candidate.isEmpty {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(100))
    let distance = editDistance(wanted, other)
    if distance * 3 <= max(wanted.count, other.count), distance < best?.distance ?? .max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Levenshtein's distance.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var row = Array(0...b.count)
  for (i, scalar) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let substituted = diagonal + (scalar == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
    }
  }
  return row[b.count]
}
