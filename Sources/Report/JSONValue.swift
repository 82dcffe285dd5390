/// A JSON value (RFC 8259) whose objects keep their order.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  public static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  public static func string(orNull text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  /// The value on one line, without spaces.
  public var serialized: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let value): value.writeJSON(to: &text)
    case .array(let values):
      Self.join(values, "[", "]", &text) { $0.write(to: &$1) }
    case .object(let members):
      Self.join(members, "{", "}", &text) { member, text in
        member.key.writeJSON(to: &text)
        text += ":"
        member.value.write(to: &text)
      }
    }
  }

  private static func join<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ text: inout String,
    _ write: (Element, inout String) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      write(element, &text)
    }
    text += close
  }
}

extension String {
  /// The string in quotes. Beside what RFC 8259 section 7 demands, everything that could steer a
  /// terminal or reorder a line is escaped: a line of JSON is printed to terminals too.
  fileprivate func writeJSON(to text: inout String) {
    text += "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isUnprintable: for unit in scalar.utf16 { text += unit.jsonEscape }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension UInt16 {
  fileprivate var jsonEscape: String {
    let digits = String(self, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
