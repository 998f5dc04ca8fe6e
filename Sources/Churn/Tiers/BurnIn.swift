import DelimitedText
import Modeling

extension OrderLog {
  /// Days at the file's start in which an occasion is not known to be its customer's first: the 90 %
  /// point (type 7) of the gaps between a customer's occasions, as known at the data's end, in whole
  /// days upwards; at most half of the days that the file covers. 0 where nobody bought twice.
  public var defaultBurnIn: Int {
    let gaps = gapsBetweenOccasions.sorted()
    guard !gaps.isEmpty else { return 0 }
    let point = Quantiles.fraction(9, of: 10, sorted: gaps)
    return min(Int(point.rounded(.up)), (dataEnd - firstDay + 1) / 2)
  }

  private var gapsBetweenOccasions: [Double] {
    var reader = HistoryReader(self, asOf: dataEnd.number)
    var history = History(asOf: dataEnd)
    var gaps: [Double] = []
    for code in customers.indices {
      reader.read(code, into: &history)
      for (earlier, later) in zip(history.occasions, history.occasions.dropFirst()) {
        gaps.append(Double(later.day) - Double(earlier.day))
      }
    }
    return gaps
  }
}
