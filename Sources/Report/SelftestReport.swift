public import Diagnosis

/// A self-test as text and as JSON.
public struct SelftestReport: Sendable {
  public let style: Style

  public init(style: Style) { self.style = style }

  public func render(_ test: Selftest) -> String {
    var page = Page(style)
    page.paragraph([Run(headline(test), .strong)], indent: 0)
    page.paragraph([Run(rights(test), .faint)], indent: 0)
    page.blank()
    for examination in test.examinations { add(examination, to: &page) }
    if let overhead = test.overhead {
      page.blank()
      page.paragraph([Run(cost(overhead))], indent: 0)
    }
    return page.text
  }

  private func headline(_ test: Selftest) -> String {
    "whyreset \(test.version) (\(test.commit)), Linux \(test.kernel), \(test.machine)".sanitized
  }

  private func rights(_ test: Selftest) -> String {
    let names = test.capabilities.joined(separator: ", ")
    return Text(
      en: "user \(test.user), " + (names.isEmpty ? "no capabilities" : names),
      zh: "用户 \(test.user)，" + (names.isEmpty ? "没有任何 capability" : names))(style.language)
  }

  private func add(_ examination: Examination, to page: inout Page) {
    let (word, ink, detail) = verdict(examination)
    page.paragraph(
      [Run(examination.title(style.language))],
      lead: [Run(word, ink), .spaces(Self.column - word.displayWidth)], indent: Self.column)
    for line in [detail, examination.lack, examination.works ? nil : examination.remedy] {
      guard let line else { continue }
      page.paragraph(
        [Run(line(style.language).sanitized, .faint)], lead: [.spaces(Self.column)],
        indent: Self.column)
    }
  }

  private static let column = 9

  private func verdict(_ examination: Examination) -> (String, Ink, Text?) {
    switch examination.outcome {
    case .works: (Text(en: "works", zh: "可用")(style.language), .certain, nil)
    case .fails(let why):
      (Text(en: "fails", zh: "不可用")(style.language), .possible, Text(en: why, zh: why))
    case .untried(let why):
      (Text(en: "untried", zh: "未试")(style.language), .faint, why)
    }
  }

  private func cost(_ overhead: Selftest.Overhead) -> String {
    let share = Double(overhead.probeNanoseconds) / Double(max(1, overhead.connectionNanoseconds))
    let percent = Self.tenths(share * 100)
    let probe = Self.tenths(Double(overhead.probeNanoseconds) / 1000)
    let whole = Self.tenths(Double(overhead.connectionNanoseconds) / 1000)
    return Text(
      en: """
        The probes take \(probe) µs of the \(whole) µs of a short connection over loopback, both ends \
        together: \(percent) % (\(overhead.connections) connections, measured now).
        """,
      zh: """
        本机回环上一条短连接（两端合计）用时 \(whole) µs，其中探针占 \(probe) µs：\(percent)%（刚刚用 \
        \(overhead.connections) 条连接实测）。
        """)(style.language)
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Selftest {
  /// One object; `whyreset.selftest/1`.
  public func json(_ language: Language) -> JSONValue {
    .object([
      ("schema", .string("whyreset.selftest/1")),
      ("version", .string(version)), ("commit", .string(commit)),
      ("kernel", .string(kernel)), ("machine", .string(machine)),
      ("user", .integer(user)), ("capabilities", .array(capabilities.map { .string($0) })),
      ("abilities", .array(examinations.map { $0.json(language) })),
      ("overhead", overhead?.json ?? .null),
    ])
  }
}

extension Selftest.Overhead {
  fileprivate var json: JSONValue {
    .object([
      ("connections", .integer(connections)),
      ("connectionNanoseconds", .integer(connectionNanoseconds)),
      ("probeNanoseconds", .integer(probeNanoseconds)),
    ])
  }
}

extension Examination {
  fileprivate func json(_ language: Language) -> JSONValue {
    let (works, why): (JSONValue, JSONValue) =
      switch outcome {
      case .works: (.bool(true), .null)
      case .fails(let why): (.bool(false), .string(why))
      case .untried(let why): (.null, .string(why(language)))
      }
    return .object([
      ("id", .string(id)), ("works", works), ("why", why),
      ("lack", .string(orNull: lack?(language))),
      ("remedy", self.works ? .null : .string(orNull: remedy?(language))),
    ])
  }
}
