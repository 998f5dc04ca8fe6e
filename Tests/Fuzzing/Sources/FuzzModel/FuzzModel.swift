import CLibFuzzer
import Churn
import FuzzSupport

/// Any bytes as a model file: as they are, with the right checksum, and sealed.
@main
enum FuzzModel {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      FuzzModel.run(Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
  }

  static func run(_ bytes: [UInt8]) {
    let probe = ModelProbe()
    probe.read(bytes)
    guard let document = try? JSONValue.parse(bytes, name: "model.json") else { return }
    probe.read(Array(document.withChecksum.canonical().utf8))
    probe.seal(bytes)
  }
}

/// Three in four changes are of the document, so that the checks behind the reader of JSON are met.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int, _ seed: UInt32
) -> Int {
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  guard seed % 4 != 0, let document = try? JSONValue.parse(bytes, name: "model.json") else {
    return LLVMFuzzerMutate(data, size, most)
  }
  var mutation = DocumentMutation(seed: UInt64(seed))
  let mutated = Array(mutation.mutated(document).canonical().utf8)
  guard mutated.count <= most else { return size }
  _ = UnsafeMutableBufferPointer(start: data, count: most).update(fromContentsOf: mutated)
  return mutated.count
}
