extension [UInt8] {
  /// Appends a whole number of units of 10^−places with all its places: 5200 at four is `0.5200`.
  mutating func append(decimal number: Int, places: Int = 0) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { text in
      var (rest, begin, written) = (number.magnitude, text.count, 0)
      repeat {
        if places > 0, written == places {
          begin -= 1
          text[begin] = UInt8(ascii: ".")
        }
        begin -= 1
        text[begin] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
        written += 1
      } while rest > 0 || written <= places && places > 0
      if number < 0 {
        begin -= 1
        text[begin] = UInt8(ascii: "-")
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: text[begin...]))
    }
  }

  /// Appends a number below 100 with two digits.
  mutating func append(twoDigits number: Int) {
    append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
