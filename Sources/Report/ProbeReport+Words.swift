internal import Diagnosis
internal import Facts

extension ProbeReport {
  static func announcement(_ measurement: IdleMeasurement, _ verdict: IdleVerdict) -> Text? {
    guard let answer = measurement.answer else {
      return measurement.greeting.map { bytes in
        let line = bytes.prefix { $0 != 0x0d && $0 != 0x0a }
        return Text("“\(String(decoding: line, as: UTF8.self))”")
      }
    }
    if answer.announcesClose { return Text("Connection: close") }
    guard let seconds = answer.announcedTimeout else {
      // HTTP/2 has no such field (RFC 9113 section 8.2.2).
      if measurement.usesHTTP2 { return nil }
      return Text(
        en: "nothing about its time-out (no Keep-Alive field)", zh: "未说明超时（没有 Keep-Alive 字段）")
    }
    let field =
      "Keep-Alive: timeout=\(seconds)" + (answer.announcedRequests.map { ", max=\($0)" } ?? "")
    guard let closing = verdict.closing else { return Text(field) }
    if isEarly(closing, seconds) {
      return Text(
        en: "\(field): more than it keeps", zh: "\(field)：比实际保持的时间长")
    }
    guard closing.shortest > .seconds(seconds) + .milliseconds(500) else { return Text(field) }
    return Text(en: "\(field): less than it keeps", zh: "\(field)：比实际保持的时间短")
  }

  /// Whether the server closes before the time that it has announced.
  static func isEarly(_ closing: IdleVerdict.Closing, _ announced: Int) -> Bool {
    closing.shortest < .seconds(announced) * 98 / 100 - .milliseconds(100)
  }

  static func cap(_ cap: RequestCap) -> Text? {
    switch cap {
    case .unknown, .closes(after: 1, announced: true): nil
    case .closes(let count, announced: true):
      Text(
        en: "at most \(count) on one connection; the last answer says so",
        zh: "每个连接最多 \(count) 个，最后一次应答会声明关闭")
    case .closes(let count, announced: false):
      Text(
        en: "at most \(count) on one connection; it closes without having said so",
        zh: "每个连接最多 \(count) 个，关闭前不作声明")
    case .noneWithin(let count):
      Text(
        en: "no limit met in \(count) on one connection", zh: "同一连接上 \(count) 个请求内未遇到上限")
    }
  }

  static func change(_ verdict: IdleVerdict) -> Text? {
    guard let limit = verdict.clientLimit, let until = verdict.reliableUntil else { return nil }
    guard limit >= .milliseconds(50) else { return nil }
    return Text(
      en: """
        Have clients give up idle connections first: after \(limit.precise), less than the \
        \(until.precise) that they last.
        """,
      zh: "让客户端先放弃空闲连接：空闲上限设为 \(limit.precise)，小于连接能保持的 \(until.precise)。")
  }
}

extension ConnectionEnd {
  /// How the server ends an idle connection.
  var way: Text {
    switch self {
    case .fin: Text(en: "a FIN", zh: "FIN")
    case .reset: Text(en: "a RST", zh: "RST")
    case .silence: Text(en: "silence", zh: "无响应")
    case .goAway:
      Text(en: "a GOAWAY and nothing more", zh: "只发 GOAWAY")
    case .error(let number): Text(number.name)
    }
  }

  /// What a request met.
  var met: Text {
    switch self {
    case .fin: Text(en: "end of file", zh: "连接关闭（EOF）")
    case .reset: Text(en: "a RST (ECONNRESET)", zh: " RST（ECONNRESET）")
    case .silence: Text(en: "silence", zh: "无响应")
    case .goAway: Text(en: "a GOAWAY", zh: " GOAWAY")
    case .error(let number): Text(en: number.name, zh: " \(number.name)")
    }
  }

  var id: String {
    switch self {
    case .fin: "fin"
    case .reset: "reset"
    case .silence: "silence"
    case .goAway: "goaway"
    case .error(let number): number.name
    }
  }
}

extension IdleVerdict.Closing.Basis {
  var id: String? {
    switch self {
    case .lastUse: "idle"
    case .opening: "age"
    case .unknown: nil
    }
  }
}
