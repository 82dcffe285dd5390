/// How one kind of trace record is laid out, read from the `format` file that the running kernel has for it
/// (Documentation/trace/events.rst): offsets and fields differ between kernel versions.
struct EventFormat: Hashable, Sendable {
  struct Field: Hashable, Sendable {
    var offset: Int
    /// Bytes; of an array, all of it.
    var size: Int
    var isSigned: Bool
  }

  /// The number that records carry in `common_type`.
  let id: UInt16
  let fields: [String: Field]
  /// The names that the print format gives the values of a field: `__print_symbolic(REC->reason, { 1, "NO_SOCKET" } …)`.
  let symbols: [String: [Int64: String]]

  /// Nil where the text is no format file.
  init?(_ text: String) {
    var id: UInt16?
    var fields: [String: Field] = [:]
    var symbols: [String: [Int64: String]] = [:]
    for line in text.split(separator: "\n") {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if let number = line.value(after: "ID:") {
        id = UInt16(number)
      } else if let (name, field) = Self.field(line) {
        fields[name] = field
      } else if line.hasPrefix("print fmt:") {
        symbols = Self.symbols(line)
      }
    }
    guard let id, fields["common_type"] != nil else { return nil }
    self.id = id
    self.fields = fields
    self.symbols = symbols
  }

  /// The fields of a header file (`events/header_page`), which has no number.
  static func fields(_ text: String) -> [String: Field] {
    let pairs = text.split(separator: "\n").compactMap { line in
      field(line.drop { $0 == " " || $0 == "\t" })
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// `field:__u8 saddr[4];	offset:22;	size:4;	signed:0;`
  private static func field(_ line: Substring) -> (String, Field)? {
    let parts = line.split(separator: ";").map { $0.drop { $0 == " " || $0 == "\t" } }
    guard parts.count >= 3, let declaration = parts[0].value(after: "field:"),
      let offset = parts[1].value(after: "offset:").flatMap({ Int($0) }),
      let size = parts[2].value(after: "size:").flatMap({ Int($0) }), offset >= 0, size >= 0,
      let last = declaration.split(separator: " ").last
    else { return nil }
    let signed = parts.count > 3 && parts[3].value(after: "signed:") == "1"
    let name = last.prefix { $0 != "[" }
    return (String(name), Field(offset: offset, size: size, isSigned: signed))
  }

  private static func symbols(_ line: Substring) -> [String: [Int64: String]] {
    var tables: [String: [Int64: String]] = [:]
    let opening = "__print_symbolic(REC->"
    for part in line.split(separator: opening, omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != "," && $0 != ")" }
      var table: [Int64: String] = [:]
      for entry in part.prefix(while: { $0 != ")" }).split(separator: "{").dropFirst() {
        let pair = entry.prefix { $0 != "}" }.split(separator: ",", maxSplits: 1)
        guard pair.count == 2, let number = Int64(pair[0].filter { $0 != " " }) else { continue }
        table[number] = String(pair[1].filter { $0 != " " && $0 != "\"" })
      }
      tables[String(name)] = table
    }
    return tables
  }
}

extension Substring {
  /// What follows `prefix`, without blanks around it.
  fileprivate func value(after prefix: String) -> Substring? {
    guard hasPrefix(prefix) else { return nil }
    let rest = dropFirst(prefix.count).drop { $0 == " " }
    return rest.prefix(rest.count - rest.reversed().prefix { $0 == " " }.count)
  }
}
