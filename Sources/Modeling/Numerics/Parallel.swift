import CKernels
import Dispatch

/// Runs independent pieces of work on several threads; results come back in the order of the pieces,
/// so that a result never depends on the number of threads.
public struct Parallel: Sendable {
  /// At least 1.
  public let threads: Int

  public init(threads: Int) {
    self.threads = max(1, threads)
  }

  /// `body(0), body(1), …, body(count − 1)`.
  public func map<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    if threads == 1 || count < 2 { return (0..<count).map(body) }
    let slots = Slots<Result>(count: count)
    let workers = min(threads, count)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      // Piece k belongs to worker k modulo workers: no queue, no lock.
      for index in stride(from: worker, to: count, by: workers) {
        slots.pointer.advanced(by: index).initialize(to: body(index))
      }
    }
    return slots.take()
  }
}

extension Parallel {
  /// Both results, each worked out by a thread of its own where there are several. When one is done
  /// its thread is free for the pieces of the other.
  public func both<A: Sendable, B: Sendable>(
    _ first: () -> A, _ second: @escaping @Sendable () -> B
  ) -> (A, B) {
    if threads == 1 { return (first(), second()) }
    let slot = Slots<B>(count: 1)
    // Whoever takes the turn works out the second: this thread too, where no other has come to it.
    // (A semaphore must not end below the value that it began with.)
    let (turn, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    turn.signal()
    DispatchQueue.global().async {
      guard turn.wait(timeout: .now()) == .success else { return }
      slot.pointer.initialize(to: second())
      isDone.signal()
    }
    let result = first()
    if turn.wait(timeout: .now()) == .success { return (result, second()) }
    isDone.wait()
    return (result, slot.take()[0])
  }

  /// Calls `body` with ranges that cover `0..<count`; each place is in one range.
  public func overRanges(of count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let size = 1 << 16
    let pieces = (count + size - 1) / size
    let workers = min(threads, pieces)
    if workers < 2 { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for piece in stride(from: worker, to: pieces, by: workers) {
        body(piece * size..<min(count, (piece + 1) * size))
      }
    }
  }
}

extension Parallel {
  /// An array of `count` elements that several threads fill.
  /// - Parameter body: gives every element of a range of the places; the buffer is that range's part
  ///   of the array.
  public func array<Element: BitwiseCopyable & Sendable>(
    count: Int, _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Element>) -> Void
  ) -> [Element] {
    let ranges = (count + Self.block - 1) / Self.block
    return [Element](unsafeUninitializedCapacity: count) { all, filled in
      ck_prefer_large_pages(all.baseAddress, count * MemoryLayout<Element>.stride)
      let part = Part(all: all)
      _ = map(count: ranges) { index in
        let range = index * Self.block..<min(count, (index + 1) * Self.block)
        body(range, part.of(range))
      }
      filled = count
    }
  }

  /// Places of a range: what is worked out for so many rows of a few columns stays in the caches.
  private static let block = 4096
}

/// Ranges of an array's memory; each is written by one thread.
private struct Part<Element>: @unchecked Sendable {
  let all: UnsafeMutableBufferPointer<Element>

  func of(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(rebasing: all[range])
  }
}

/// One uninitialised place a result; each is written by one thread and read after all have ended.
private final class Slots<Element>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    self.count = count
    pointer = .allocate(capacity: count)
  }

  func take() -> [Element] {
    let values = Array(UnsafeBufferPointer(start: pointer, count: count))
    pointer.deinitialize(count: count)
    return values
  }

  deinit { pointer.deallocate() }
}
