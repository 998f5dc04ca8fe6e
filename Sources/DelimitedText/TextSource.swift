import CKernels

/// The content of an input as UTF-8, without a byte order mark.
final class TextSource {
  let content: ContentSource
  let encoding: TextEncoding
  private let converter: Converter?
  private let buffer: UnsafeMutableRawBufferPointer
  /// Where in `buffer` bytes of the content are that are not decoded yet.
  private var pending = 0..<0
  private var failure: LocatedError?

  init(_ content: ContentSource, options: ReadOptions) throws(LocatedError) {
    self.content = content
    let (prefix, isWhole) = try content.peek(1 << 20)
    let file = Location(file: content.raw.name)
    if let forced = options.encoding {
      encoding = forced
      if let mark = byteOrderMark(prefix), mark.encoding == forced { content.skip(mark.markLength) }
    } else if let detected = detectEncoding(prefix, isWhole: isWhole) {
      encoding = detected.encoding
      content.skip(detected.markLength)
    } else {
      throw LocatedError(
        .wrongData, "the text is neither UTF-8 nor UTF-16 nor GB18030", at: file,
        advice: "Save it as UTF-8, or say which it is with --encoding.")
    }
    converter = encoding == .utf8 ? nil : Converter(from: encoding)
    buffer = .allocate(byteCount: min(max(options.chunkSize, 16), 1 << 16), alignment: 16)
    if encoding != .utf8 && converter == nil {
      throw LocatedError(
        .wrongData, "this system cannot decode \(encoding.rawValue)", at: file,
        advice: "Install the C library's converters, or save the file as UTF-8.")
    }
  }

  deinit { buffer.deallocate() }

  /// The number of bytes written, 0 at the end only. Text before an error is given first.
  ///
  /// - Precondition: `output` has room for 16 bytes.
  func read(into output: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    if let failure { throw failure }
    guard let converter else { return try readUTF8(into: output) }
    return try decode(with: converter, into: output)
  }

  private func readUTF8(into output: UnsafeMutableRawBufferPointer) throws(LocatedError) -> Int {
    while true {
      output.copyMemory(from: .init(rebasing: buffer[pending]))
      let carried = pending.count
      let got = try content.read(into: .init(rebasing: output[carried...]))
      if got == 0 && carried == 0 { return 0 }
      var invalid: Int32 = 0
      let bytes = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let valid = ck_utf8_prefix(bytes, carried + got, &invalid)
      pending = 0..<0
      if invalid != 0 || got == 0 {
        failure = undecodable
        if valid == 0 { throw undecodable }
      } else {
        pending = 0..<(carried + got - valid)
        buffer.copyMemory(from: .init(rebasing: output[valid..<carried + got]))
      }
      if valid > 0 { return valid }
    }
  }

  private func decode(
    with converter: Converter, into output: UnsafeMutableRawBufferPointer
  ) throws(LocatedError) -> Int {
    var needsMore = pending.isEmpty
    while true {
      if needsMore, try !refill() {
        if pending.isEmpty { return 0 }
        throw undecodable
      }
      let step = converter.convert(.init(rebasing: buffer[pending]), into: output)
      pending = (pending.lowerBound + step.read)..<pending.upperBound
      if step.outcome == .invalid { failure = undecodable }
      if step.written > 0 { return step.written }
      if step.outcome == .invalid { throw undecodable }
      needsMore = true
    }
  }

  /// Moves what is pending to the front and reads behind it; false at the end.
  private func refill() throws(LocatedError) -> Bool {
    let carried = pending.count
    buffer.copyMemory(from: .init(rebasing: buffer[pending]))
    pending = 0..<carried
    let got = try content.read(into: .init(rebasing: buffer[carried...]))
    pending = 0..<(carried + got)
    return got > 0
  }

  private var undecodable: LocatedError {
    LocatedError(
      .wrongData, "this is no valid \(encoding.rawValue) text",
      at: Location(file: content.raw.name),
      advice: encoding == .utf8
        ? "If the file comes from a Chinese Windows program, say --encoding gb18030; "
          + "else save it as UTF-8."
        : "Say which encoding it has with --encoding, or save the file as UTF-8.")
  }
}
