import Dispatch
import Glibc

/// Takes items one after the other, works on them on several threads, and gives the results on in
/// the order of the items: what comes out does not depend on the number of threads.
///
/// Each worker does what is due: give the next result on, else take an item and work on it. At most
/// `2 · threads` items are under way, so the memory does not grow with their number.
public struct OrderedPipeline: Sendable {
  /// At least 1.
  public let threads: Int

  /// Of this machine.
  public static let processorCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  public init(threads: Int) {
    self.threads = max(1, threads)
  }

  /// - Parameters:
  ///   - next: gives the next item, nil at the end; called by one thread at a time.
  ///   - work: called by several threads at once.
  ///   - finish: takes the results in order; called by one thread at a time.
  /// - Throws: what `next` throws, after the items before it are finished; what `finish` throws, at
  ///   once.
  public func run<Item, Result>(
    next: () throws -> Item?, work: @Sendable (Item) -> Result,
    finish: (Result) throws -> Void
  ) throws {
    if threads == 1 {
      while let item = try next() { try finish(work(item)) }
      return
    }
    try withoutActuallyEscaping(next) { next in
      try withoutActuallyEscaping(finish) { finish in
        try run(Ends(next: next, finish: finish), work)
      }
    }
  }

  private func run<Item, Result>(
    _ ends: Ends<Item, Result>, _ work: @Sendable (Item) -> Result
  ) throws {
    let line = AssemblyLine<Result>(capacity: 2 * threads)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        switch line.duty() {
        case .finish(let result): line.finished(Swift.Result { try ends.finish(result) })
        case .take:
          switch Swift.Result(catching: ends.next) {
          case .success(let item?):
            let place = line.took()
            line.made(work(item), place)
          case .success(nil): line.ended(nil)
          case .failure(let error): line.ended(error)
          }
        case .leave: return
        }
      }
    }
    if let failure = line.failure { throw failure }
  }
}

/// The two ends of a pipeline: each is called by one thread at a time.
private struct Ends<Item, Result>: @unchecked Sendable {
  var next: () throws -> Item?
  var finish: (Result) throws -> Void
}

/// What the workers of a pipeline share, under one lock.
private final class AssemblyLine<Result>: @unchecked Sendable {
  enum Duty {
    case finish(Result)
    case take
    case leave
  }

  private let capacity: Int
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var results: [Int: Result] = [:]
  /// Items taken, and results finished.
  private var taken = 0
  private var done = 0
  private var isTaking = false
  private var isFinishing = false
  private var isEnded = false
  private var hasStopped = false
  /// To be read when all workers have left.
  private(set) var failure: (any Error)?

  init(capacity: Int) {
    self.capacity = capacity
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(lock)
    change.deallocate()
    lock.deallocate()
  }

  /// Waits until there is something to do.
  func duty() -> Duty {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if hasStopped || (isEnded && done == taken) { return .leave }
      if !isFinishing, let result = results.removeValue(forKey: done) {
        isFinishing = true
        return .finish(result)
      }
      if !isTaking, !isEnded, taken - done < capacity {
        isTaking = true
        return .take
      }
      pthread_cond_wait(change, lock)
    }
  }

  /// An item was taken; its place in the order.
  func took() -> Int {
    changing {
      isTaking = false
      taken += 1
      return taken - 1
    }
  }

  func made(_ result: Result, _ place: Int) {
    changing { results[place] = result }
  }

  func finished(_ outcome: Swift.Result<Void, any Error>) {
    changing {
      isFinishing = false
      done += 1
      if case .failure(let error) = outcome {
        failure = error
        hasStopped = true
      }
    }
  }

  /// There are no more items; `error` says why, where that is no good end.
  func ended(_ error: (any Error)?) {
    changing {
      isTaking = false
      isEnded = true
      failure = failure ?? error
    }
  }

  private func changing<R>(_ body: () -> R) -> R {
    pthread_mutex_lock(lock)
    defer {
      pthread_cond_broadcast(change)
      pthread_mutex_unlock(lock)
    }
    return body()
  }
}
