import DelimitedText
import Testing

@Suite struct ByteInternerTests {
  @Test func codesAreDenseInOrderOfAppearance() {
    var interner = ByteInterner()
    #expect(["b", "", "a", "b", "", "é"].map { interner.code(of: $0) } == [0, 1, 2, 0, 1, 3])
    #expect(interner.count == 4 && interner.texts == ["b", "", "a", "é"])
    #expect(interner.text(3) == "é" && interner.withBytes(3) { $0.count } == 2)
    #expect(interner.existingCode(of: "a") == 2 && interner.existingCode(of: "x") == nil)
    #expect(interner.count == 4)
  }

  @Test func agreesWithADictionary() {
    var generator = SeededGenerator(seed: 3)
    var interner = ByteInterner()
    var dictionary: [String: Int32] = [:]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...3, using: &generator) * 7
      let text =
        String(repeating: "k", count: length) + "\(Int.random(in: 0..<6000, using: &generator))"
      let expected = dictionary[text] ?? Int32(dictionary.count)
      dictionary[text] = expected
      #expect(interner.code(of: text) == expected)
    }
    #expect(interner.count == dictionary.count)
    #expect(dictionary.allSatisfy { interner.text($0.value) == $0.key })
  }

  /// Texts of one letter, of which many differ in a single place only.
  @Test func everyByteCounts() {
    var interner = ByteInterner()
    var (texts, seen): ([String], Set<String>) = ([], [])
    for length in 0..<40 {
      texts.append(String(repeating: "k", count: length))
      for place in 0..<length {
        texts.append(
          String(repeating: "k", count: place) + "x"
            + String(repeating: "k", count: length - place - 1))
      }
    }
    for (place, text) in texts.enumerated() {
      #expect(seen.insert(text).inserted && interner.code(of: text) == Int32(place))
    }
    #expect(texts.indices.allSatisfy { interner.existingCode(of: texts[$0]) == Int32($0) })
    #expect(interner.texts == texts)
  }

  @Test func isAValue() {
    var one = ByteInterner()
    _ = one.code(of: "a")
    var two = one
    #expect(two.code(of: "b") == 1 && one.code(of: "c") == 1)
    #expect(one.texts == ["a", "c"] && two.texts == ["a", "b"])
    for index in 0..<100 { _ = two.code(of: "\(index)") }
    #expect(one.count == 2 && two.count == 102)
  }

  @Test func manyAtOnceGetTheCodesOfOneByOne() {
    var generator = SeededGenerator(seed: 4)
    var (one, many) = (ByteInterner(), ByteInterner())
    let hash = many.hash
    for size in [0, 1, 40, 20_000, 3] {
      let texts = (0..<size).map { _ in
        String(repeating: "ab", count: Int.random(in: 0...12, using: &generator))
          + "\(Int.random(in: 0..<9000, using: &generator))".dropFirst()
      }
      let expected = texts.map { one.code(of: $0) }
      // The texts one behind the other, as in a batch.
      let bytes = texts.flatMap { Array($0.utf8) }
      let codes = bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        return many.codes(
          of: texts.map { text in
            defer { start += text.utf8.count }
            return hash(UnsafeBufferPointer(rebasing: bytes[start..<start + text.utf8.count]))
          })
      }
      #expect(codes == expected)
    }
    #expect(many.texts == one.texts)
  }
}
