import DelimitedText
import Testing

@Suite struct RejectsTests {
  @Test func areCountedByReasonAndListed() throws {
    var rejects = Rejects(listing: 2)
    rejects.add(Reject(row: 1, line: 2, reason: "b"))
    rejects.add(Reject(row: 3, line: 4, column: "x", value: "v", reason: "a"))
    rejects.add(Reject(row: 5, line: 6, reason: "b"))
    #expect(rejects.count == 3 && rejects.list.map(\.row) == [1, 3])
    #expect(rejects.counts.map(\.reason) == ["b", "a"] && rejects.counts.map(\.count) == [2, 1])
    try rejects.check(rows: 6, file: "f")
    let error = #expect(throws: LocatedError.self) { try rejects.check(rows: 5, file: "f") }
    #expect(error?.what == "3 of 5 rows cannot be used: b (2), a (1)")
  }

  @Test func valuesAreCut() {
    let reject = Reject(row: 1, line: 2, value: String(repeating: "x", count: 100), reason: "r")
    #expect(reject.value?.count == 60 && reject.value?.hasSuffix("…") == true)
  }

  @Test func areWritten() {
    var rejects = Rejects()
    rejects.add(Reject(row: 3, line: 4, column: "a,b", value: "=x", reason: Reject.noNumber))
    rejects.add(Reject(row: 5, line: 6, reason: Reject.tooFewFields))
    var writer = RejectsWriter()
    writer.append(rejects)
    #expect(
      String(decoding: writer.take(), as: UTF8.self)
        == "row,line,column,value,reason\n3,4,\"a,b\",'=x,not a number\n"
        + "5,6,,,fewer fields than the header\n")
  }

  @Test func packedTextIsACollection() {
    let texts = ["a", "", "é", "long text"]
    let packed = PackedText(texts)
    #expect(Array(packed) == texts && packed.count == 4)
    #expect(packed.withBytes(2) { $0.count } == 2)
  }
}
