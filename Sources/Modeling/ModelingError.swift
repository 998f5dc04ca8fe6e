/// A fit or an evaluation that cannot be done, said as what happened and what to do.
public struct ModelingError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    /// Options that contradict each other.
    case usage
    /// The data do not allow it.
    case data
    /// The maximum-likelihood estimate does not exist: a combination of terms separates the classes.
    case separation
  }

  public var kind: Kind
  public var what: String
  public var advice: String

  public init(_ kind: Kind, _ what: String, advice: String) {
    self.kind = kind
    self.what = what
    self.advice = advice
  }

  public var description: String { what + "\n" + advice }
}
