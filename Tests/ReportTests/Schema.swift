import Foundation
import Testing

/// `Documentation/schema.json`, and as much of JSON Schema as it uses.
struct Schema {
  private let root: [String: Any]

  /// The keys of a finding as the design lists them.
  static let order = [
    "schema", "kind", "time", "firstTime", "client", "server", "roles", "netns", "translated",
    "frame", "file", "seen", "sender", "cause", "confidence", "alternatives", "harmless", "error",
    "evidence", "fixes", "next", "kernel", "clientProcess", "serverProcess", "count",
  ]

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Documentation/schema.json")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    root = try #require(json as? [String: Any])
  }

  var required: [String] { root["required"] as? [String] ?? [] }

  /// The words that a property, or a member of its items, may have.
  func words(_ property: String, _ member: String? = nil) -> [String] {
    var node = (root["properties"] as? [String: Any])?[property] as? [String: Any]
    if let member {
      let items = node?["items"] as? [String: Any]
      node = (items?["properties"] as? [String: Any])?[member] as? [String: Any]
    }
    return (node?["enum"] as? [Any] ?? []).compactMap { $0 as? String }
  }

  func violations(of value: Any) -> [String] { violations(value, root, "$") }

  private func violations(_ value: Any, _ rule: [String: Any], _ path: String) -> [String] {
    if let reference = rule["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      let definition = (root["$defs"] as? [String: Any])?[name] as? [String: Any]
      return definition.map { violations(value, $0, path) } ?? ["\(path): no \(reference)"]
    }
    if let choices = rule["anyOf"] as? [[String: Any]] {
      let fits = choices.contains { violations(value, $0, path).isEmpty }
      return fits ? [] : ["\(path): fits no choice"]
    }
    var found: [String] = []
    let allowed = rule["enum"] as? [Any] ?? rule["const"].map { [$0] }
    if let allowed, !allowed.contains(where: { ($0 as? NSObject) == (value as? NSObject) }) {
      found.append("\(path): not an allowed word")
    }
    let types = rule["type"] as? [String] ?? (rule["type"] as? String).map { [$0] }
    if let types, !types.contains(where: { isType($0, value) }) { found.append("\(path): type") }
    return found + scalarViolations(value, rule, path) + memberViolations(value, rule, path)
  }

  private func isType(_ type: String, _ value: Any) -> Bool {
    let number = value as? NSNumber
    // JSON's truth values are numbers too; only their C type tells true from 1.
    let isBool = number.map { String(cString: $0.objCType) == "c" } ?? false
    return switch type {
    case "null": value is NSNull
    case "string": value is String
    case "boolean": isBool
    case "integer": number != nil && !isBool
    case "array": value is [Any]
    case "object": value is [String: Any]
    default: false
    }
  }

  private func scalarViolations(_ value: Any, _ rule: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    if let pattern = rule["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path): pattern")
    }
    if let minimum = rule["minimum"] as? Int, let number = value as? Int, number < minimum {
      found.append("\(path): minimum")
    }
    return found
  }

  private func memberViolations(_ value: Any, _ rule: [String: Any], _ path: String) -> [String] {
    if let elements = value as? [Any], let items = rule["items"] as? [String: Any] {
      return elements.enumerated().flatMap { violations($1, items, "\(path)[\($0)]") }
    }
    guard let members = value as? [String: Any],
      let properties = rule["properties"] as? [String: [String: Any]]
    else { return [] }
    let required = rule["required"] as? [String] ?? []
    return required.filter { members[$0] == nil }.map { "\(path).\($0): missing" }
      + members.keys.filter { properties[$0] == nil }.map { "\(path).\($0): unknown" }
      + properties.flatMap { name, rule in
        members[name].map { violations($0, rule, "\(path).\(name)") } ?? []
      }
  }
}
