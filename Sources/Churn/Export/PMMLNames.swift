/// Names of derived fields that no feature has.
struct PMMLNames {
  private var taken: Set<[UInt8]>

  init(_ taken: [String]) { self.taken = Set(taken.map { Array($0.utf8) }) }

  mutating func new(_ wanted: String) -> String {
    var name = wanted
    while !taken.insert(Array(name.utf8)).inserted { name += "'" }
    return name
  }
}
