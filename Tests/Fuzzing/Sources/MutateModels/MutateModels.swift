import Churn
import DelimitedText
import FuzzSupport
import Glibc
import Modeling

/// `MutateModels COUNT SEED MODEL…`: reads as many mutated model files and says how it went. Number n
/// is the same in every run, so that a crash can be looked at: `MutateModels n..n+1 SEED MODEL…`.
@main
struct MutateModels {
  enum Way: Int, CaseIterable {
    /// Changed bytes.
    case bytes
    /// A changed document under its old checksum.
    case document
    /// A changed document with the checksum that fits.
    case checksum
    /// A changed document that is sealed.
    case seal
  }

  struct Tally {
    var count = 0
    var scored = 0
    var slowest = 0.0
    var slowestNumber = 0
  }

  var models: [(bytes: [UInt8], document: JSONValue)]
  var seed: UInt64
  var tallies = [Tally](repeating: Tally(), count: Way.allCases.count)

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 3, let seed = UInt64(arguments[2]) else {
      print("usage: MutateModels COUNT|FROM..TO SEED MODEL…")
      exit(64)
    }
    let bounds = arguments[1].split(separator: ".").compactMap { Int($0) }
    let range = bounds.count == 2 ? bounds[0]..<bounds[1] : 0..<bounds[0]
    let models = try arguments[3...].map { path in
      let bytes = try readBytes(.file(path))
      return (bytes, try JSONValue.parse(bytes, name: path))
    }
    var run = MutateModels(models: models, seed: seed)
    for number in range {
      if number % 50_000 == 0 {
        print("\(number)…")
        fflush(nil)
      }
      run.mutate(number)
    }
    run.report()
  }

  /// A quarter of the files each way; every second one that has the right checksum is sealed besides.
  mutating func mutate(_ number: Int) {
    var random = SeededGenerator(seed: seed, stream: UInt64(2 * number))
    let model = models[random.integer(below: models.count)]
    let way = Way.allCases[random.integer(below: Way.allCases.count)]
    let stream = UInt64(2 * number + 1)
    let bytes: [UInt8]
    if way == .bytes {
      var mutation = ByteMutation(seed: seed, stream: stream)
      bytes = mutation.mutated(model.bytes)
    } else {
      var mutation = DocumentMutation(seed: seed, stream: stream)
      let document = mutation.mutated(model.document)
      bytes = Array((way == .checksum ? document.withChecksum : document).canonical().utf8)
    }
    let start = Self.now()
    let outcome = way == .seal ? ModelProbe().seal(bytes) : ModelProbe().read(bytes)
    note(way, number, outcome, Self.now() - start)
  }

  private mutating func note(
    _ way: Way, _ number: Int, _ outcome: ModelProbe.Outcome, _ seconds: Double
  ) {
    tallies[way.rawValue].count += 1
    if outcome == .scored { tallies[way.rawValue].scored += 1 }
    if seconds > tallies[way.rawValue].slowest {
      tallies[way.rawValue].slowest = seconds
      tallies[way.rawValue].slowestNumber = number
    }
    if seconds > 2 { fatalError("number \(number) took \(seconds) s") }
  }

  func report() {
    for way in Way.allCases {
      let tally = tallies[way.rawValue]
      print(
        "\(way): \(tally.count) files, \(tally.scored) read and scored, "
          + "\(tally.count - tally.scored) refused, slowest \(tally.slowest) s "
          + "(number \(tally.slowestNumber))")
    }
    var usage = rusage()
    // RUSAGE_SELF is 0; glibc declares the parameter as a number.
    getrusage(0, &usage)
    print("peak memory \(usage.ru_maxrss / 1024) MB")
  }

  /// Of the processor: what other programs do does not count.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
