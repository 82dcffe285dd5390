public import Diagnosis

/// One shape of an error line: literal text in its order, `*` for what varies.
public struct LinePattern: Sendable {
  /// Names the shape in output for scripts: `go-read-reset`.
  public let id: String
  /// What prints it.
  public let software: String
  public let shape: String
  public let symptom: Symptom
  public let phase: Phase
  public let writer: Writer
  public let order: AddressOrder

  init(
    _ id: String, _ software: String, _ shape: String, _ symptom: Symptom,
    _ phase: Phase = .unknown, _ writer: Writer = .unknown, _ order: AddressOrder = .unknown
  ) {
    self.id = id
    self.software = software
    self.shape = shape
    self.symptom = symptom
    self.phase = phase
    self.writer = writer
    self.order = order
  }

  /// The literal pieces, in lower case; ASCII case does not count.
  var literals: [[UInt8]] {
    shape.split(separator: "*").map { Array($0.lowercased().utf8) }
  }

  /// What prints it, in words.
  public var printer: Text {
    switch software {
    case "kernel log": Text(en: "the kernel, into its log", zh: "内核（内核日志）")
    case "a program": Text(en: "a program that the words do not give away", zh: "无法从文字判断的程序")
    default: Text(software)
    }
  }

  /// Whether it stands for any program that has no shape of its own.
  var isGeneric: Bool { software == "a program" }

  /// How much of a line the shape fixes: of two that match, the larger one is right.
  var weight: Int {
    let fixed = shape.utf8.count { $0 != UInt8(ascii: "*") }
    return isGeneric ? fixed : fixed + 1000
  }
}
