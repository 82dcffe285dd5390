extension String {
  /// The text with everything that could steer a terminal or reorder a line made visible, as
  /// `\u{1b}`.
  ///
  /// Control and format characters (bidirectional overrides, zero-width ones, tags), line separators,
  /// private and unassigned code points. Text from outside (a process name is any 15 bytes) passes
  /// through here before it is printed.
  public var sanitized: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.isUnprintable ? scalar.visibleEscape : String(scalar)
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal may do anything but draw it.
  var isUnprintable: Bool {
    if isASCII { return value < 0x20 || value == 0x7f }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  fileprivate var visibleEscape: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}
