import CKernels

/// Memory that a thread works in, taken anew only where more is wanted: the system clears each page that
/// it hands out, which costs as much as sorting into it.
///
/// One thread works in it at a time.
final class Workspace: @unchecked Sendable {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0

  /// Room for `count` elements, whatever it held before.
  func room<Element: BitwiseCopyable>(
    for count: Int, of type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    let needed = max(count, 1) * MemoryLayout<Element>.stride
    if let memory, needed <= capacity { return memory.bindMemory(to: type, capacity: count) }
    memory?.deallocate()
    let taken = Self.allocated(needed)
    (memory, capacity) = (taken, needed)
    return taken.bindMemory(to: type, capacity: count)
  }

  deinit { memory?.deallocate() }

  /// Large memory in large pages, where the system has them.
  static func allocated(_ bytes: Int) -> UnsafeMutableRawPointer {
    let large = 1 << 21
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes < large ? 64 : large)
    ck_prefer_large_pages(memory, bytes)
    return memory
  }
}

extension Parallel {
  /// As `map`, with a workspace for each thread.
  func map<Result: Sendable>(
    count: Int, in workspaces: [Workspace], _ body: @Sendable (Int, Workspace) -> Result
  ) -> [Result] {
    let workers = max(min(threads, workspaces.count, count), 1)
    let parts = map(count: workers) { worker in
      stride(from: worker, to: count, by: workers).map { body($0, workspaces[worker]) }
    }
    return (0..<count).map { parts[$0 % workers][$0 / workers] }
  }
}
