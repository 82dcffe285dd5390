import Diagnosis
public import Facts
public import Knowledge

/// A parameter of the allow-list and a value that it can have; nothing else is ever written.
public struct Assignment: Hashable, Sendable {
  public let key: Sysctl
  /// Numbers in ASCII digits separated by one space, or a list of ports; never a line break.
  public let value: String

  /// The parameters that may be changed: those that the reference knows, by their full names.
  public static let known = Parameter.all

  public static func parameter(_ key: Sysctl) -> Parameter? { known.first { $0.key == key } }

  public var parameter: Parameter {
    guard let parameter = Self.parameter(key) else {
      preconditionFailure("\(key.rawValue) was checked when this was made")
    }
    return parameter
  }

  /// As a person writes it: `net.core.somaxconn=4096`, also `somaxconn=4096` and with slashes.
  public init(_ text: String) throws(TuningError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw .usage(
        Text(en: "'\(text)' is not KEY=VALUE", zh: "“\(text)”不是 KEY=VALUE"), hint: nil)
    }
    let name = String(text[..<equals]).trimmed.replacing("/", with: ".")
    let value = String(text[text.index(after: equals)...]).trimmed
    try self.init(name: name, value: value)
  }

  public init(name: String, value: String) throws(TuningError) {
    guard
      let parameter = Self.known.first(where: { $0.key.rawValue == name || $0.shortName == name })
    else { throw Self.unknown(name) }
    let words = value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    guard words.isPlain, parameter.kind.admits(words), let plain = parameter.kind.canonical(words)
    else {
      throw .usage(
        Text(
          en: "'\(value)' is no value of \(parameter.key.rawValue)",
          zh: "“\(value)”不是 \(parameter.key.rawValue) 的合法取值"),
        hint: parameter.kind.form)
    }
    self.key = parameter.key
    self.value = plain
  }

  private static func unknown(_ name: String) -> TuningError {
    let near = known.map(\.key.rawValue).map { (name: $0, distance: distance(name, $0)) }
      .min { $0.distance < $1.distance }
    let hint = near.flatMap { near -> Text? in
      guard near.distance <= max(2, name.count / 3) else { return nil }
      return Text(en: "did you mean \(near.name)?", zh: "是否想用 \(near.name)？")
    }
    return .usage(
      Text(
        en: "'\(name)' is not a parameter that whyreset changes",
        zh: "“\(name)”不是 whyreset 会修改的参数"),
      hint: hint
        ?? Text(en: "`whyreset explain --all` has them all", zh: "`whyreset explain --all` 列出全部"))
  }

  private static func distance(_ name: String, _ key: String) -> Int {
    let short = key.split(separator: ".").last.map(String.init) ?? key
    return min(name.editDistance(to: key), name.editDistance(to: short))
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }

  /// Whether it is of characters that a value can have, none of which can end a line or begin a comment.
  fileprivate var isPlain: Bool {
    utf8.count <= 1024
      && utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x2c || $0 == 0x2d }
  }
}

extension ValueKind {
  /// As the kernel writes the value back; nil where it is none.
  fileprivate func canonical(_ text: String) -> String? {
    if case .ports = self { return PortSet(text)?.text }
    let numbers = text.split(separator: " ").map { Int($0) }
    guard !numbers.isEmpty, !numbers.contains(nil) else { return nil }
    return numbers.compactMap { $0.map(String.init) }.joined(separator: " ")
  }

  /// What a value looks like.
  var form: Text {
    switch self {
    case .flag: Text(en: "0 or 1", zh: "0 或 1")
    case .choice(let range), .number(_, let range):
      Text(
        en: "a number from \(range.lowerBound) to \(range.upperBound)",
        zh: "\(range.lowerBound) 到 \(range.upperBound) 之间的数字")
    case .portRange:
      Text(
        en: "two ports, the lower first: '10240 60999'", zh: "两个端口，小的在前：'10240 60999'")
    case .ports: Text(en: "ports and ranges: 8080,9148-9150", zh: "端口和范围：8080,9148-9150")
    case .triple: Text(en: "three numbers: '4096 131072 6291456'", zh: "三个数字：'4096 131072 6291456'")
    case .mask: Text(en: "a number whose bits are switches", zh: "按位含义的数字")
    }
  }
}
