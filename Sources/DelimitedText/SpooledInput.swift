/// An input that can be read more than once: a file as it is, standard input and pipes from a copy.
public final class SpooledInput {
  /// To read from, as often as wanted, while this is alive.
  public let input: Input
  private let copy: ScratchFile?

  /// - Throws: `.missingInput`, `.inputOutput` where reading or the copying fails.
  public init(_ original: Input) throws(LocatedError) {
    let source = try RawSource(original)
    guard !source.isRepeatable else {
      (input, copy) = (original, nil)
      return
    }
    let copy = try ScratchFile()
    self.copy = copy
    input = .copy(path: "/proc/self/fd/\(copy.descriptor)", name: original.name)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 {
      try copy.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
