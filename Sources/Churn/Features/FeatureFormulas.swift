import DelimitedText
import Modeling

/// The formulas of the feature catalogue that take more than a line. NaN is missing.
extension History {
  var recency: Double { occasions.last.map { Double(asOf) - Double($0.day) } ?? .nan }

  var tenure: Double { occasions.first.map { Double(asOf) - Double($0.day) } ?? .nan }

  var ageAtLast: Double { tenure - recency }

  /// Mean gap: the gaps add up to the days from the first occasion to the last.
  var cycleMean: Double {
    occasions.count < 2 ? .nan : ageAtLast / Double(occasions.count - 1)
  }

  var cycleDeviation: Double {
    guard occasions.count > 2 else { return .nan }
    let mean = cycleMean
    var squares = 0.0
    for index in 1..<occasions.count {
      let deviation = Double(occasions[index].day) - Double(occasions[index - 1].day) - mean
      squares += deviation * deviation
    }
    return (squares / Double(occasions.count - 2)).squareRoot()
  }

  /// Compensated, so that sums of cents read as such: 100.5, not 100.50000000000001.
  var totalAmount: Double {
    var sum = CompensatedSum()
    for occasion in occasions { sum.add(occasion.amount) }
    return sum.value
  }

  var meanAmount: Double { ratio(totalAmount, Double(occasions.count)) }

  var items: Double {
    var sum = 0.0
    for occasion in occasions { sum += occasion.items }
    return sum
  }

  /// Least squares: Σ(i − ī)(aᵢ − ā) / Σ(i − ī)², over ā.
  var amountTrend: Double {
    let n = Double(occasions.count)
    guard occasions.count > 1 else { return .nan }
    let mean = meanAmount
    var products = 0.0
    for (index, occasion) in occasions.enumerated() {
      products += (Double(index) - (n - 1) / 2) * (occasion.amount - mean)
    }
    return ratio(products / (n * (n * n - 1) / 12), mean)
  }

  /// Occasions on the days D − days + 1 … D.
  func occasions(inLast days: Int) -> Int {
    let first = Int(asOf) - days + 1
    var count = 0
    for occasion in occasions.reversed() {
      guard Int(occasion.day) >= first else { break }
      count += 1
    }
    return count
  }

  var activeMonths: Double {
    var months = 0
    var end = Int32.min
    for occasion in occasions where occasion.day >= end {
      months += 1
      end = Day(number: occasion.day).startOfNextMonth
    }
    return Double(months)
  }

  var weekendShare: Double {
    var weekend = 0
    for occasion in occasions where Day(number: occasion.day).weekday >= 6 { weekend += 1 }
    return ratio(Double(weekend), Double(occasions.count))
  }
}
