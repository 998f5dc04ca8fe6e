import Glibc

/// Wall and processor seconds since it was made.
struct Stopwatch {
  private let wall = Self.seconds(CLOCK_MONOTONIC)
  private let processor = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)

  var elapsed: (wall: Double, processor: Double) {
    (
      Self.seconds(CLOCK_MONOTONIC) - wall, Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - processor
    )
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Peak memory of this process in megabytes.
  static var peakMemory: Double {
    var usage = rusage()
    // RUSAGE_SELF is 0; glibc declares the parameter as a number.
    getrusage(0, &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
