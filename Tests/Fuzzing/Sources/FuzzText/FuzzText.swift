import CLibFuzzer
import FuzzSupport

/// Any bytes as a delimited file; the first bytes say how it is read.
@main
enum FuzzText {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      TextProbe(Array(UnsafeBufferPointer(start: data, count: size))).run()
      return 0
    }
  }
}
