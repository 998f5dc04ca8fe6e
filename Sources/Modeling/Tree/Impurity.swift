import CKernels

/// How mixed a node is (Breiman, Friedman, Olshen & Stone 1984, chapter 4).
public enum Impurity: String, Sendable, CaseIterable {
  /// 2 p (1 − p).
  case gini
  /// −p ln p − (1 − p) ln(1 − p).
  case entropy

  var kernelCode: Int32 { Int32(self == .gini ? CK_GINI : CK_ENTROPY) }

  /// The impurity of a node with these class weights, times its weight.
  public func total(_ stayed: Double, _ churned: Double) -> Double {
    ck_tree_impurity(kernelCode, stayed, churned)
  }
}
