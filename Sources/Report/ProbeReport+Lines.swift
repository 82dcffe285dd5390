internal import Diagnosis
internal import Facts

extension ProbeReport {
  static func lines(
    _ measurement: IdleMeasurement, _ verdict: IdleVerdict
  ) -> [(label: Text, text: Text)] {
    let idle = Text(en: "Idle", zh: "空闲")
    var lines = idleTexts(measurement, verdict).enumerated().map { ($0 == 0 ? idle : Text(""), $1) }
    if let text = announcement(measurement, verdict) {
      lines.append((Text(en: "Says", zh: "声明"), text))
    }
    if let text = cap(measurement.requestCap) {
      lines.append((Text(en: "Requests", zh: "请求数"), text))
    }
    if let change = change(verdict) { lines.append((Words.change, change)) }
    if measurement.isPartial {
      lines.append(
        (
          Text(en: "Partial", zh: "未完成"),
          Text(
            en: "Stopped after \(measurement.elapsed.precise) of \(measurement.limit.precise).",
            zh: "已测 \(measurement.elapsed.precise) 后停止（上限 \(measurement.limit.precise)）。")
        ))
    }
    return lines
  }

  private static func idleTexts(_ measurement: IdleMeasurement, _ verdict: IdleVerdict) -> [Text] {
    if verdict.closesAtOnce { return [closesAtOnce(measurement)] }
    var texts: [Text] = []
    if let forgetting = verdict.forgetting { texts.append(forgets(forgetting)) }
    if let closing = verdict.closing { texts += closes(closing, measurement) }
    if verdict.hasGone {
      texts.append(
        Text(
          en: "The server stopped serving new connections while it was measured.",
          zh: "测量过程中，服务端停止接受新连接。"))
    }
    if texts.isEmpty { texts.append(stays(measurement, verdict)) }
    if measurement.refused > 0 {
      texts.append(
        Text(
          en: "Connections that were not served beside the others: \(measurement.refused).",
          zh: "另有 \(measurement.refused) 个连接未得到服务。"))
    }
    return texts
  }

  private static func closesAtOnce(_ measurement: IdleMeasurement) -> Text {
    let status = measurement.answer?.status ?? 200
    guard status >= 400 else {
      return Text(
        en: "The server keeps no connection: it closes each one after its answer.",
        zh: "服务端不保持连接：每次应答后即关闭。")
    }
    return Text(
      en: """
        The server closed after its answer, but that was an error (\(status)). Ask for something \
        else: --path or --method.
        """,
      zh: "服务端应答后即关闭，但应答是错误（\(status)）。请用 --path 或 --method 换一个请求。")
  }

  private static func forgets(_ forgetting: IdleVerdict.Forgetting) -> Text {
    let met = forgetting.end.met
    return Text(
      en: """
        Forgotten silently between \(forgetting.survived.precise) and \(forgetting.broken.precise) without \
        use: nobody closed the connection, and a request after that time met \(met.en). New \
        connections are served. Most likely something on the way (NAT, firewall, load balancer) \
        drops idle connections.
        """,
      zh: """
        空闲 \(forgetting.survived.precise) 至 \(forgetting.broken.precise) 之间被静默遗忘：没有任何一方关闭\
        连接，此后再发请求只遇到\(met.zh)，而新连接正常。很可能是路径上的设备（NAT、防火墙、负载均衡）丢弃了空闲连接。
        """)
  }

  private static func head(_ closing: IdleVerdict.Closing) -> Text {
    let way = closing.ends.map(\.end.way)
    let how = Text(
      en: way.map(\.en).joined(separator: " or "), zh: way.map(\.zh).joined(separator: " 或 "))
    let time = closing.median.precise
    guard closing.basis == .opening else {
      return Text(
        en: "The server closes \(time) after the last use, with \(how.en).",
        zh: "空闲 \(time) 后服务端关闭连接（\(how.zh)）。")
    }
    return Text(
      en: "The server closes \(time) after the opening, used or not, with \(how.en).",
      zh: "连接建立 \(time) 后服务端即关闭，无论是否使用（\(how.zh)）。")
  }

  private static func closes(
    _ closing: IdleVerdict.Closing, _ measurement: IdleMeasurement
  ) -> [Text] {
    let head = head(closing)
    let range =
      closing.shortest.precise == closing.longest.precise
      ? closing.shortest.precise : "\(closing.shortest.precise) – \(closing.longest.precise)"
    var spread = Text(
      en: "\(closing.count) connection\(closing.count == 1 ? "" : "s"): \(range)",
      zh: "\(closing.count) 个连接：\(range)")
    if closing.stillOpen > 0 {
      spread = Text(
        en: spread.en + "; still open after a longer time: \(closing.stillOpen)",
        zh: spread.zh + "；另有 \(closing.stillOpen) 个空闲更久仍未关闭")
    }
    guard let goAway = measurement.trials.compactMap(\.goAway).first else { return [head, spread] }
    let said = Text(
      en: "It says GOAWAY (error code \(goAway)) first.",
      zh: "关闭前先发送 GOAWAY（错误码 \(goAway)）。")
    return [head, spread, said]
  }

  private static func stays(_ measurement: IdleMeasurement, _ verdict: IdleVerdict) -> Text {
    guard let alive = verdict.longestAlive else {
      return Text(en: "Nothing is known yet.", zh: "尚无结果。")
    }
    let text = Text(
      en: "Connections were still open after \(alive.precise) without use.",
      zh: "空闲 \(alive.precise) 后连接仍然保持。")
    guard !measurement.isPartial else { return text }
    return Text(
      en: text.en + " That is as long as was tried: --max tries longer.",
      zh: text.zh + "这已是本次测量的上限，可用 --max 延长。")
  }
}
