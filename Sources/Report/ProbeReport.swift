public import Diagnosis
public import Facts

/// What a measurement of a server's idle connections found, for a person.
public struct ProbeReport: Sendable {
  public let style: Style

  public init(style: Style) { self.style = style }

  public func render(_ measurement: IdleMeasurement) -> String {
    let verdict = IdleVerdict(measurement)
    var page = Page(style)
    page.paragraph(
      [Run("\(measurement.server)", .strong), Run("  " + say(heading(measurement)), .faint)],
      indent: 0)
    page.blank()
    for (label, text) in Self.lines(measurement, verdict) {
      page.paragraph(
        [Run(say(text).unbroken)], lead: [.spaces(2), Run(say(label), .faint)],
        indent: Self.column)
    }
    return page.text
  }

  /// What is known so far, in a few words.
  public static func progress(_ measurement: IdleMeasurement) -> Text {
    let verdict = IdleVerdict(measurement)
    let open = measurement.trials.count { $0.outcome == .open }
    var parts = [
      Text(
        en: "\(measurement.elapsed.precise): \(open) connections idle",
        zh: "\(measurement.elapsed.precise)：\(open) 个连接空闲")
    ]
    if let alive = measurement.trials.filter({ $0.outcome == .survived }).map(\.idle).max() {
      parts.append(Text(en: "alive after \(alive.precise)", zh: "空闲 \(alive.precise) 后仍可用"))
    }
    if let forgetting = verdict.forgetting {
      parts.append(
        Text(
          en: "dead after \(forgetting.broken.precise)", zh: "空闲 \(forgetting.broken.precise) 后失效"))
    }
    if let closing = verdict.closing {
      parts.append(
        Text(
          en: "\(closing.count) closed after \(closing.median.precise)",
          zh: "\(closing.count) 个在 \(closing.median.precise) 后被关闭"))
    }
    return Text(
      en: parts.map(\.en).joined(separator: ", "), zh: parts.map(\.zh).joined(separator: "，"))
  }

  /// The column that the texts begin at.
  private static let column = 12

  private func say(_ text: Text) -> String { text(style.language) }

  private func heading(_ measurement: IdleMeasurement) -> Text {
    let name =
      measurement.server.scheme == .tcp ? "TCP" : measurement.usesHTTP2 ? "HTTP/2" : "HTTP/1.1"
    let status = measurement.answer.map {
      Text(en: "status \($0.status)", zh: "状态码 \($0.status)")
    }
    let parts = [
      measurement.address.map { Text("\($0)") }, Text(name),
      measurement.answer?.software.map { Text($0) }, status,
    ].compactMap(\.self)
    return Text(
      en: parts.map(\.en).joined(separator: ", "), zh: parts.map(\.zh).joined(separator: "，"))
  }
}

extension Duration {
  /// In seconds with as many decimals as can matter; the same in all languages.
  var precise: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    if milliseconds < 1000 { return "\(milliseconds) ms" }
    let (unit, digits) = milliseconds < 10_000 ? (Int64(10), 2) : (100, 1)
    let value = (milliseconds + unit / 2) / unit
    let scale: Int64 = digits == 2 ? 100 : 10
    let fraction = "\(value % scale)"
    return "\(value / scale)."
      + String(repeating: "0", count: digits - fraction.count) + fraction + " s"
  }
}

extension String {
  /// Its numbers kept on one line with their seconds.
  var unbroken: String {
    var result = ""
    for (index, character) in zip(indices, self) {
      let rest = self[self.index(after: index)...].prefix { $0.isASCII && $0.isLetter }
      let joins = character == " " && result.last?.isNumber == true && (rest == "s" || rest == "ms")
      result.append(joins ? "\u{a0}" : character)
    }
    return result
  }
}
