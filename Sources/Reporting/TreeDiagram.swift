/// A tree from the root down: boxes with lines of text, a text on each branch.
public struct TreeDiagram: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    /// The lines in the box; the first one stands out.
    public var lines: [String]
    /// What leads here from the parent, `yes` or a condition.
    public var branch: String
    /// 0…1: how strongly the box is coloured, a probability for example.
    public var emphasis: Double
    public var children: [Node]

    public init(
      _ lines: [String], branch: String = "", emphasis: Double = 0, children: [Node] = []
    ) {
      self.lines = lines
      self.branch = branch
      self.emphasis = emphasis
      self.children = children
    }

    /// The tree down to a depth (0: this node alone); nodes cut below say how many are hidden.
    public func cut(toDepth depth: Int, language: Language = .english) -> Node {
      var node = self
      if depth > 0 {
        node.children = children.map { $0.cut(toDepth: depth - 1, language: language) }
      } else if !children.isEmpty {
        node.lines.append(language.text(.nodesBelow, String(size - 1)))
        node.children = []
      }
      return node
    }

    /// This node and all below it.
    public var size: Int { children.reduce(1) { $0 + $1.size } }
  }

  public var title: String
  /// What the tree says, for those who do not see it.
  public var summary: String
  public var root: Node

  public init(title: String, summary: String, root: Node) {
    self.title = title
    self.summary = summary
    self.root = root
  }

  /// The drawing as an SVG element; standalone with its own colours, else with those of a `Page`.
  public func svg(isStandalone: Bool = false) -> String {
    let placed = PlacedNode(root)
    return SVG.document(
      width: placed.width + 8, height: placed.height + 8, title: title, summary: summary,
      isStandalone: isStandalone, isNaturalSize: true, placed.drawing(left: 4, top: 4))
  }
}

/// A node with the room that it and everything below it take. Subtrees never share columns, so
/// nothing overlaps.
private struct PlacedNode {
  static let lineHeight = 18.0
  static let levelGap = 46.0
  static let siblingGap = 16.0
  static let longest = 32.0 * SVG.fontSize * 0.56
  /// A branch has two such lines: narrow, as the branches decide how wide a tree is.
  static let longestBranch = 20.0 * SVG.fontSize * 0.56

  let node: TreeDiagram.Node
  let lines: [String]
  let branch: [String]
  let children: [PlacedNode]
  /// From the box to the children's boxes.
  let gap: Double
  let boxWidth: Double
  let boxHeight: Double
  let width: Double
  let height: Double

  init(_ node: TreeDiagram.Node) {
    self.node = node
    let lines = node.lines.map { SVG.cut($0, to: Self.longest) }
    let branch = Self.wrapped(node.branch)
    let children = node.children.map { PlacedNode($0) }
    // The first line is bold: wider than the others.
    let title = lines.first.map { SVG.width(of: $0) * 1.12 } ?? 0
    boxWidth = max(max(lines.map { SVG.width(of: $0) }.max() ?? 0, title) + 20, 40)
    boxHeight = Double(lines.count) * Self.lineHeight + 12
    let below = Self.row(children)
    width = max(boxWidth, (branch.map { SVG.width(of: $0) }.max() ?? 0) + 12, below)
    let branchLines = children.map(\.branch.count).max() ?? 0
    gap = Self.levelGap + Double(max(branchLines - 1, 0)) * Self.lineHeight
    height = boxHeight + (children.map(\.height).max().map { [gap] in $0 + gap } ?? 0)
    (self.lines, self.branch, self.children) = (lines, branch, children)
  }

  /// In two lines where one is too long, divided at the last blank that leaves the first short enough.
  private static func wrapped(_ text: String) -> [String] {
    guard SVG.width(of: text) > longestBranch else { return [text] }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    let fitting = words.indices.dropFirst().last {
      SVG.width(of: words[..<$0].joined(separator: " ")) <= longestBranch
    }
    guard let fitting else { return [SVG.cut(text, to: longestBranch)] }
    return [words[..<fitting], words[fitting...]].map {
      SVG.cut($0.joined(separator: " "), to: longestBranch)
    }
  }

  private static func row(_ children: [PlacedNode]) -> Double {
    children.reduce(-siblingGap) { $0 + $1.width + siblingGap }
  }

  func drawing(left: Double, top: Double) -> String {
    let center = left + width / 2
    var text = ""
    var childLeft = center - Self.row(children) / 2
    for child in children {
      let childTop = top + boxHeight + gap
      let childCenter = childLeft + child.width / 2
      let firstLine = childTop - 8 - Double(child.branch.count - 1) * Self.lineHeight
      text += branchLine(center, top + boxHeight, childCenter, firstLine - SVG.fontSize)
      for (number, line) in child.branch.enumerated() {
        let y = firstLine + Double(number) * Self.lineHeight
        text += SVG.text(line, childCenter, y, .middle, style: "branch")
      }
      text += child.drawing(left: childLeft, top: childTop)
      childLeft += child.width + Self.siblingGap
    }
    return text + box(center: center, top: top)
  }

  /// Down, across and down again; the last piece ends above the branch's text.
  private func branchLine(_ x: Double, _ y: Double, _ childX: Double, _ end: Double) -> String {
    let middle = y + 14
    return Markup.element(
      "polyline",
      [
        "class": "edge",
        "points": SVG.points([(x, y), (x, middle), (childX, middle), (childX, end)]),
      ]) + "\n"
  }

  private func box(center: Double, top: Double) -> String {
    let left = center - boxWidth / 2
    let shade = Markup.element(
      "rect",
      [
        "class": "shade", "x": SVG.number(left), "y": SVG.number(top),
        "width": SVG.number(boxWidth), "height": SVG.number(boxHeight), "rx": "6",
        "fill-opacity": SVG.number(min(max(node.emphasis.isNaN ? 0 : node.emphasis, 0), 1) * 0.45),
      ])
    var text = SVG.rectangle(left, top, boxWidth, boxHeight, style: "node", radius: 6)
    text += shade + "\n"
    for (index, line) in lines.enumerated() {
      let y = top + 19 + Double(index) * Self.lineHeight
      text += SVG.text(line, center, y, .middle, style: index == 0 ? "node-title" : "label")
    }
    return text
  }
}
