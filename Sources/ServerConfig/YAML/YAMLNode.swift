/// A node of a YAML document, and where it begins.
public struct YAMLNode: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case scalar(String)
    case list([YAMLNode])
    case map([Entry])
  }

  public struct Entry: Hashable, Sendable {
    public var key: String
    public var keyPlace: ConfigPlace
    public var value: YAMLNode
  }

  public var content: Content
  public var place: ConfigPlace

  public var text: String? { if case .scalar(let text) = content { text } else { nil } }

  public var list: [YAMLNode] { if case .list(let nodes) = content { nodes } else { [] } }

  public var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }

  /// The value of a key of a map.
  public subscript(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

  /// What stands under keys within keys.
  public func at(_ path: String...) -> YAMLNode? {
    path.reduce(self) { node, key in node?[key] }
  }

  /// This node and all below it.
  var all: [YAMLNode] {
    var found: [YAMLNode] = []
    var next = [self]
    while let node = next.popLast() {
      found.append(node)
      next += node.list.reversed()
      next += node.entries.map(\.value).reversed()
    }
    return found
  }
}
