import Churn

/// A program that takes part in a trial, ours or a peer.
struct Contender: Sendable {
  enum Clock: Sendable {
    /// From the start of the process to its end.
    case wall
    /// What the program says, under this key of the line of JSON that it prints.
    case said(String)
  }

  var name: String
  var command: [String]
  /// Whether it is ours, called in another way.
  var isOurs = false
  var clock = Clock.wall
  /// A command that looks at what the last run wrote, and prints figures as a line of JSON.
  var check: [String]?
  /// How far its figures may be off, relatively, where it is known to compute something else.
  var slack = 0.0
  /// Rows of the work, where times of different sizes are compared.
  var rows: Double?
}

/// Several programs doing the same work, in turn.
struct Trial: Sendable {
  /// What ours is to reach.
  enum Goal: Sendable {
    /// So many times the time of the peer of this name.
    case ratio(Double, of: String)
    case seconds(Double)
    /// The time per row of the last contender, in those of the first.
    case growth(Double)
    /// So many times the iterations of the fit, each reading the numbers once.
    case passes(Double)
  }

  /// A figure that must come out alike.
  struct Agreement: Sendable {
    var key: String
    /// Relative.
    var tolerance: Double
  }

  var id: String
  var work: String
  /// The first is ours.
  var contenders: [Contender]
  var goal: Goal
  /// Peak of ours.
  var megabytes: Double?
  var agreements: [Agreement] = []
  /// A command that prints what is right; without one, ours is what the others are compared with.
  var truth: [String]?
  var leastRepeats = 1
  /// Peers that are not installed.
  var skipped: [String] = []
}
