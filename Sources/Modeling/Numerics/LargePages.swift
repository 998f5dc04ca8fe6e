import CKernels

extension Array {
  /// Reserves room for many elements that are about to be appended, in large pages where the system has
  /// them.
  mutating func reserveInLargePages(_ capacity: Int) {
    reserveCapacity(capacity)
    withUnsafeMutableBufferPointer {
      ck_prefer_large_pages($0.baseAddress, capacity * MemoryLayout<Element>.stride)
    }
  }
}
