import DelimitedText

/// Days divided into periods that follow each other.
struct ReportPeriods {
  let first: Day
  let end: Day
  /// The first day of each.
  let starts: [Day]
  /// By day from `first` on.
  private let places: [Int32]

  /// - Parameter end: the last day; before `first` there is no period.
  init(from first: Day, through end: Day, _ period: ChurnSeries.Period) {
    var (starts, places): ([Day], [Int32]) = ([], [])
    var day = first
    while day <= end {
      if period == .day || day == first || day.day == 1 { starts.append(day) }
      places.append(Int32(starts.count - 1))
      day = day + 1
    }
    (self.first, self.end, self.starts, self.places) = (first, end, starts, places)
  }

  /// The period of a day within them.
  func place(of day: Int) -> Int { Int(places[day - Int(first.number)]) }

  func lastDay(of place: Int) -> Day {
    place + 1 < starts.count ? starts[place + 1] - 1 : end
  }

  /// Whether a month has all its days.
  func isWholeMonth(_ place: Int) -> Bool {
    starts[place].day == 1 && (lastDay(of: place) + 1).day == 1
  }
}
