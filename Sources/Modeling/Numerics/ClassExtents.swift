import CKernels

/// What a column spans in the rows of each class, from one pass over it.
public struct ClassExtents: Sendable, Equatable {
  public struct Extent: Sendable, Equatable {
    /// +∞ and −∞ of no value.
    public var lowest: Double
    public var highest: Double
    /// Values that are not NaN.
    public var count: Int

    init(_ extent: ck_class_extent) {
      (lowest, highest, count) = (extent.lowest, extent.highest, Int(extent.count))
    }
  }

  /// Of the rows whose label is false.
  public let stayed: Extent
  public let churned: Extent

  /// - Precondition: a label for each number.
  public init(_ numbers: [Double], _ labels: [Bool]) {
    precondition(numbers.count == labels.count)
    var extents = [ck_class_extent](repeating: ck_class_extent(), count: 2)
    ck_class_extents(numbers, labels, Int64(numbers.count), &extents)
    (stayed, churned) = (Extent(extents[0]), Extent(extents[1]))
  }

  public var lowest: Double { min(stayed.lowest, churned.lowest) }
  public var highest: Double { max(stayed.highest, churned.highest) }
  public var count: Int { stayed.count + churned.count }
}
