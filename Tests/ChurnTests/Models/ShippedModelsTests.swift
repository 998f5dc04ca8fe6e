import DelimitedText
import Glibc
import Modeling
import Testing

@testable import Churn

/// Every model and report that was ever shipped stays readable.
struct ShippedModelsTests {
  static let folder =
    "/" + String(#filePath).split(separator: "/").dropLast(4).joined(separator: "/") + "/models"

  static let names = ["", "earlier/"].flatMap(names)

  private static func names(in part: String) -> [String] {
    let folder = folder + "/" + part
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json"), !name.hasSuffix(".schema.json") { names.append(part + name) }
    }
    return names.sorted()
  }

  @Test func earlierVersionsAreAmongThem() {
    #expect(Self.names.count { $0.hasPrefix("earlier/") } >= 8)
    #expect(Self.names.count { !$0.hasPrefix("earlier/") } >= 8)
  }

  @Test(arguments: names)
  func isRead(_ name: String) throws {
    switch try Comparison.Contestant.read(.file(Self.folder + "/" + name)) {
    case .model(let model):
      #expect(model.verification.count >= 20 && !model.schema.features.isEmpty)
    case .report(let report): #expect(report.measures.rows > 0)
    }
  }
}
