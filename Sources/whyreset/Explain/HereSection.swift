import Collectors
import Diagnosis
import Facts
import Knowledge
import Linux
import Report

/// What this host has of a topic, as a section of its page.
struct HereSection {
  private(set) var section: Article.Section?
  private(set) var details: [(key: String, value: JSONValue)] = []

  init(_ topic: Topic) {
    switch topic.subject {
    case .parameter(let parameter): describe(parameter)
    case .counter(let entry): describe(entry)
    case .reason(let reason): describe(reason)
    case .page, .cause: break
    }
  }

  private mutating func describe(_ parameter: Parameter) {
    let value = HostReference.value(of: parameter.key)
    let size = KernelVersion(release: KernelRelease.current).map {
      HostSize(kernel: $0, pages: KernelRelease.memoryPages)
    }
    let standard = size.flatMap { parameter.standard.value(on: $0) }
    let origin = ParameterOrigin(value, standard: standard)
    section = Article.Section(
      "here", Headings.here, origin.texts(parameter, size?.kernel).map { .item($0) })
    details = [
      (
        "parameter",
        .object([
          ("value", .string(orNull: value.running)), ("default", .string(orNull: standard)),
          ("configured", .string(orNull: value.configured?.value)),
          ("file", .string(orNull: value.configured?.file)),
          ("origin", .string(origin.rawValue)),
        ])
      )
    ]
  }

  private mutating func describe(_ entry: CounterEntry) {
    let value = HostReference.counters()[entry.counter]
    section = Article.Section(
      "here", Headings.here,
      [
        .item(
          value.map {
            Text(
              en: "\($0) since boot, in this network namespace", zh: "开机以来 \($0)（当前网络命名空间）")
          } ?? Text(en: "this kernel does not have it", zh: "当前内核没有这个计数器"))
      ])
    details = [("counter", .object([("value", value.map { .integer($0) } ?? .null)]))]
  }

  private mutating func describe(_ reason: KernelReason) {
    let names = HostReference.names(of: reason.kind.enumeration, prefix: reason.kind.prefix)
    guard let names else { return }
    section = Article.Section(
      "here", Headings.here,
      [
        .item(
          names.contains(reason.name)
            ? Text(en: "the running kernel has it", zh: "当前内核有这个原因")
            : Text(en: "the running kernel does not have it", zh: "当前内核没有这个原因"))
      ])
  }

  /// The section of related counters, each with its value here.
  static func counterValues(in article: Article) -> [String: Article.Section] {
    guard article.kind == .parameter,
      let section = article.sections.first(where: { $0.id == "counters" })
    else { return [:] }
    let values = HostReference.counters()
    let blocks = section.blocks.map { block -> Block in
      guard let value = values[Counter(rawValue: block.text.en)] else { return block }
      return .item(
        Text(
          en: "\(block.text.en): \(value) since boot", zh: "\(block.text.zh)：开机以来 \(value)"),
        link: block.link)
    }
    return ["counters": Article.Section(section.id, section.heading, blocks)]
  }

  /// A counter or reason of the running kernel that the reference does not have.
  static func unlisted(_ name: String) -> Article? {
    let wanted = name.uppercased()
    if let counter = HostReference.counters().keys.first(where: {
      $0.rawValue.uppercased() == wanted
    }) {
      return Article(unrelated: counter.rawValue)
    }
    for kind in KernelReason.Kind.allCases {
      let short =
        wanted.hasPrefix(kind.prefix) ? String(wanted.dropFirst(kind.prefix.count)) : wanted
      let names = HostReference.names(of: kind.enumeration, prefix: kind.prefix) ?? []
      if names.contains(short) { return Article(unexplained: short, kind) }
    }
    return nil
  }
}
