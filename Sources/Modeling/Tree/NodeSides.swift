import CKernels

/// How the kernels mark where a split sends a row.
enum RowSide {
  static let right: UInt8 = 0
  static let left: UInt8 = 1
  static let unknown: UInt8 = 2
}

/// Where the split of the node in hand sends each row: as a byte, and whether left as a bit, of which
/// those of a million rows fit a processor's cache.
///
/// It owns its memory; one thread writes, and several read what it has written.
final class NodeSides: @unchecked Sendable {
  /// By row, as `RowSide` has it.
  let side: UnsafeMutablePointer<UInt8>
  /// Whether the row goes left, 32 rows a word.
  let bits: UnsafeMutablePointer<UInt32>

  init(rowCount: Int) {
    side = .allocate(capacity: max(rowCount, 1))
    side.initialize(repeating: RowSide.right, count: max(rowCount, 1))
    bits = .allocate(capacity: rowCount / 32 + 1)
    bits.initialize(repeating: 0, count: rowCount / 32 + 1)
  }

  /// The bits of a node's rows from their bytes.
  func setBits(of rows: NodeRows) {
    ck_tree_set_bits(rows.entries, Int64(rows.count), side, bits)
  }

  deinit {
    side.deallocate()
    bits.deallocate()
  }
}
