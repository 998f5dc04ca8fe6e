import Modeling
import Reporting

/// What the practice claims of the repurchase ladder, answered by a shop's own figures.
///
/// Two steps differ where their intervals do not meet, which asks for more than a test of the
/// difference at the same level: of the many pairs of a ladder few would differ by chance alone.
public struct LadderClaim: Sendable, Equatable {
  public enum Answer: String, Sendable {
    case holds
    case doesNotHold = "does_not_hold"
    case undecided
  }

  /// Steps of fewer buyers are left out: their intervals decide nothing.
  public static let leastBuyers = 100

  /// As in JSON.
  public let name: String
  public let text: String
  public let answer: Answer
  /// The figures that the answer rests on, in words.
  public let reason: String

  var json: JSONValue {
    [
      "claim": .string(name), "text": .string(text), "answer": .string(answer.rawValue),
      "reason": .string(reason),
    ]
  }
}

extension RepurchaseLadder {
  /// That 1→2 is the lowest step, and that each step is above the one before.
  public var claims: [LadderClaim] {
    let judged = steps.filter {
      $0.buyers >= LadderClaim.leastBuyers && $0.share != nil && $0.interval != nil
    }
    let first = judged.first { $0.k == 1 }
    let fromFirst = first.map { first in judged.filter { $0.k > 1 }.map { (first, $0) } } ?? []
    let neighbours = zip(judged, judged.dropFirst()).filter { $1.k == $0.k + 1 }.map { ($0, $1) }
    return [
      claim(
        "first_step_is_lowest", "The step from the first purchase to the second is the lowest.",
        fromFirst),
      claim(
        "each_purchase_makes_the_next_likelier",
        "Every further purchase makes the next one likelier.", neighbours),
    ]
  }

  /// That the second of each pair is above the first.
  private func claim(_ name: String, _ text: String, _ pairs: [(Step, Step)]) -> LadderClaim {
    guard !pairs.isEmpty else {
      return LadderClaim(
        name: name, text: text, answer: .undecided,
        reason: "There are no two steps with \(LadderClaim.leastBuyers) buyers and an interval.")
    }
    let below = pairs.filter { Self.isAbove($0.0, $0.1) }
    let open = pairs.filter { !Self.isAbove($0.1, $0.0) && !Self.isAbove($0.0, $0.1) }
    let answer: LadderClaim.Answer =
      !below.isEmpty ? .doesNotHold : open.isEmpty ? .holds : .undecided
    let deciding = !below.isEmpty ? below : open.isEmpty ? pairs : open
    let lead =
      switch answer {
      case .holds: "The intervals lie apart: "
      case .doesNotHold: "Against it: "
      case .undecided: "The intervals overlap: "
      }
    return LadderClaim(
      name: name, text: text, answer: answer,
      reason: lead + Self.compared(deciding) + ".")
  }

  private static func isAbove(_ a: Step, _ b: Step) -> Bool {
    guard let low = a.interval?.low, let high = b.interval?.high else { return false }
    return low > high
  }

  /// The first three; each first step once, with those that are held against it.
  private static func compared(_ pairs: [(Step, Step)]) -> String {
    var parts: [String] = []
    var last: Int?
    for (a, b) in pairs.prefix(3) {
      parts.append(last == a.k ? text(b) : text(a) + " and " + text(b))
      last = a.k
    }
    return parts.joined(separator: "; ") + (pairs.count > 3 ? "; …" : "")
  }

  private static func text(_ step: Step) -> String {
    "\(step.k)→\(step.k + 1) \(NumberText.percent(step.share)) ("
      + ShareText.interval(step.interval) + ")"
  }
}
