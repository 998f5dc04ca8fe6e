import Modeling

/// Groups of customers by how likely they are to buy again: the leaves of a regression tree, the
/// highest repurchase rate first.
public struct ValueTiers: Sendable, Equatable {
  public struct Tier: Sendable, Equatable {
    public var name: String
    /// The number of the tree's leaf.
    public var leaf: Int
    /// Training customers in it, and their share that bought again, which the cuts were chosen by.
    public var trainingCustomers: Int
    public var trainingRate: Double
    /// From customers that did not choose the cuts.
    public var judged: Judged
    /// Of this tier and all above it.
    public var gain: Gain
  }

  /// What became of a group of customers that did not choose the cuts; nil where there are none.
  public struct Judged: Sendable, Equatable {
    public var customers: Int
    public var rate: Double?
    /// Wilson's 95 % interval.
    public var interval: ShareInterval?
    /// The rate over that of all judged customers.
    public var lift: PartLift?
  }

  /// What contacting the best tiers first finds, against as many customers chosen at random, who
  /// would hold the same share of those who buy again as they are of all customers.
  public struct Gain: Sendable, Equatable {
    /// Share of the judged customers.
    public var contacted: Double
    /// Share of the judged customers who bought again.
    public var captured: Double?
    /// captured / contacted.
    public var lift: PartLift?
  }

  /// Where the judged customers come from.
  public enum Judging: Sendable, Equatable {
    /// Each customer is ranked by a tree grown anew, its pruning too, without the customer's fold.
    /// Within a fold the ranks are cut at the shares of the training customers that the tiers hold;
    /// customers of one leaf on both sides of a cut count in proportion. It tells what tiers made in
    /// this way are worth.
    case outOfFold(folds: Int)
    /// A share of the customers, held out, fall into the tiers by themselves.
    case holdout(Double)
  }

  /// At least one.
  public var tiers: [Tier]
  public var judging: Judging
  /// All judged customers.
  public var all: Judged
  /// Of the first orders that the tiers were learned from; nil for other rows.
  public var firstOrders: FirstOrders.Account?

  /// The tier of each leaf, as its place in `tiers`.
  var placeOfLeaf: [Int: Int] {
    Dictionary(
      tiers.enumerated().map { ($0.element.leaf, $0.offset) }, uniquingKeysWith: { $1 })
  }

  /// `A`, `B`, …, `Z`, `AA`, `AB`, …
  public static func defaultName(_ place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(place % 26)))
    return place < 26 ? letter : defaultName(place / 26 - 1) + letter
  }
}
