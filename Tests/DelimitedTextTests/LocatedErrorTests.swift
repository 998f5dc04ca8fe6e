import DelimitedText
import Testing

@Suite struct LocatedErrorTests {
  @Test func saysWhatWhereAndWhatToDo() {
    let error = LocatedError(
      .wrongData, "not a number", at: Location(file: "f.csv", line: 3, column: "a", value: "x"),
      advice: "Correct it.")
    #expect(error.description == "f.csv, line 3, column a, value \"x\": not a number\nCorrect it.")
    #expect(LocatedError(.usage, "what", advice: "").description == "what")
  }

  @Test func cutsWhatComesFromTheFile() {
    let long = String(repeating: "数", count: 1000)
    let place = Location(file: "f", column: long, value: long)
    #expect(place.value?.count == 60 && place.column?.count == 60)
    let accents = Location(file: "f", value: "e" + String(repeating: "\u{301}", count: 1000)).value
    #expect(accents?.unicodeScalars.count == 60)
    let error = #expect(throws: LocatedError.self) {
      try columnIndex(of: long, in: Array(repeating: long + "x", count: 100), file: "f")
    }
    #expect((error?.description.count ?? .max) < 2200)
  }
}
