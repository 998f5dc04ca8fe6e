/// Named lines over two numeric axes, with bands, a diagonal and marked places where wanted: gains,
/// ROC, calibration, profit, survival, distributions with cuts. Series are told apart by dashes and
/// shapes as well as by colour.
public struct LineChart: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// An interval at x.
  public struct BandPoint: Sendable, Equatable {
    public var x: Double
    public var low: Double
    public var high: Double

    public init(_ x: Double, _ low: Double, _ high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }
  }

  public struct Series: Sendable, Equatable {
    /// How points are joined.
    public enum Path: Sendable, Equatable {
      case straight
      /// Level up to the next x, then up or down: a histogram, an empirical distribution.
      case steps
      /// Not at all: the points alone, as markers.
      case points
    }

    public var name: String
    /// In drawing order; points that are not finite break the line.
    public var points: [Point]
    public var band: [BandPoint]
    public var hasMarkers: Bool
    public var path: Path
    /// Shades what lies between the line and 0.
    public var isFilled: Bool
    /// What the others are held against (a base rate, random choice): a dotted line without a
    /// colour of its own.
    public var isReference: Bool

    public init(
      _ name: String, _ points: [Point], band: [BandPoint] = [], hasMarkers: Bool = false,
      path: Path = .straight, isFilled: Bool = false, isReference: Bool = false
    ) {
      self.name = name
      self.points = points
      self.band = band
      self.hasMarkers = hasMarkers || path == .points
      self.path = path
      self.isFilled = isFilled
      self.isReference = isReference
    }

    /// The outline of a histogram: one height a cell.
    /// - Parameters:
    ///   - edges: The ends of the cells in ascending order, one more than heights.
    ///   - heights: What is beyond the edges is left out.
    public static func histogram(
      _ name: String, edges: [Double], heights: [Double], isFilled: Bool = true
    ) -> Series {
      var points = zip(edges.dropLast(), heights).map { Point($0, $1) }
      if let first = points.first, let last = points.last {
        let end = edges[points.count]
        points = [Point(first.x, 0)] + points + [Point(end, last.y), Point(end, 0)]
      }
      return Series(name, points, path: .steps, isFilled: isFilled)
    }
  }

  /// A named place on the x axis: a vertical line over the whole plot.
  public struct Mark: Sendable, Equatable {
    public var x: Double
    public var name: String

    public init(_ x: Double, _ name: String) {
      self.x = x
      self.name = name
    }
  }

  public var title: String
  /// What the chart says, for those who do not see it.
  public var summary: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  /// Draws y = x as reference.
  public var hasDiagonal: Bool
  /// Makes the plot square, as both axes of a ROC curve should be.
  public var isSquare: Bool
  /// Named above the plot; those outside the x axis are left out.
  public var marks: [Mark]

  public init(
    title: String, summary: String, x: Axis, y: Axis, series: [Series], hasDiagonal: Bool = false,
    isSquare: Bool = false, marks: [Mark] = []
  ) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
    self.hasDiagonal = hasDiagonal
    self.isSquare = isSquare
    self.marks = marks
  }

  /// The drawing as an SVG element; standalone with its own colours, else with those of a `Page`.
  public func svg(isStandalone: Bool = false, language: Language = .english) -> String {
    let plot = LineChartLayout(self, language)
    return SVG.document(
      width: plot.width, height: plot.height, title: title, summary: summary,
      isStandalone: isStandalone, plot.drawing())
  }
}
