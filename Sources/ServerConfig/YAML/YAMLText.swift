internal import Yams

/// Reads YAML, and JSON, which is YAML too.
public enum YAMLText {
  /// Aliases can make a small text a huge tree: no configuration has more nodes than this.
  private static let mostNodes = 200_000
  private static let deepest = 200

  /// The documents of a file.
  public static func documents(_ text: String, file: String) throws(ConfigError) -> [YAMLNode] {
    var reader = Reader(file: file)
    do {
      var composed = try compose_all(yaml: text)
      var documents: [YAMLNode] = []
      while let node = composed.next() { documents.append(try reader.node(node, depth: 0)) }
      if let error = composed.error { throw error }
      return documents
    } catch let error as ConfigError {
      throw error
    } catch let error as YamlError {
      throw problem(error, file)
    } catch {
      throw ConfigError(
        .notYAML("it cannot be read"), at: ConfigPlace(file: file, line: 1, column: 1))
    }
  }

  private static func problem(_ error: YamlError, _ file: String) -> ConfigError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigError(
        .notYAML(problem), at: ConfigPlace(file: file, line: mark.line, column: mark.column))
    case .duplicatedKeysInMapping(_, let context):
      ConfigError(
        .notYAML("a key stands there twice"),
        at: ConfigPlace(file: file, line: context.mark.line, column: context.mark.column))
    default:
      ConfigError(
        .notYAML("it cannot be read"), at: ConfigPlace(file: file, line: 1, column: 1))
    }
  }

  private struct Reader {
    let file: String
    var count = 0

    mutating func node(_ node: Node, depth: Int) throws(ConfigError) -> YAMLNode {
      let mark = node.mark
      let place = ConfigPlace(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
      count += 1
      guard count <= YAMLText.mostNodes, depth <= YAMLText.deepest else {
        throw ConfigError(.tooDeep, at: place)
      }
      switch node {
      case .scalar(let scalar): return YAMLNode(content: .scalar(scalar.string), place: place)
      case .sequence(let sequence):
        var list: [YAMLNode] = []
        for item in sequence { list.append(try self.node(item, depth: depth + 1)) }
        return YAMLNode(content: .list(list), place: place)
      case .mapping(let mapping):
        return YAMLNode(content: .map(try entries(mapping, depth)), place: place)
      case .alias: return YAMLNode(content: .scalar(""), place: place)
      }
    }

    private mutating func entries(
      _ mapping: Node.Mapping, _ depth: Int
    ) throws(ConfigError) -> [YAMLNode.Entry] {
      var entries: [YAMLNode.Entry] = []
      for (key, value) in mapping {
        let name = try node(key, depth: depth + 1)
        entries.append(
          YAMLNode.Entry(
            key: name.text ?? "", keyPlace: name.place, value: try node(value, depth: depth + 1)))
      }
      return entries
    }
  }
}
