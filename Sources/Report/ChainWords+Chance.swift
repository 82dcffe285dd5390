internal import Diagnosis
internal import Keepalive

extension ChainWords {
  /// What a request meets that comes too late.
  func error(_ link: Link, _ verdict: LinkVerdict) -> Text? {
    guard verdict.isBroken else { return nil }
    let isGo = chain.hops[link.client.hop].software.id == "go"
    switch verdict.ending {
    case .fin:
      let go = Text(
        en: " Go repeats a GET by itself; a POST fails.", zh: "Go 会自动重试 GET，POST 则会失败。")
      return Text(
        en: """
          EOF, and EPIPE for a further write: the close is a FIN. ECONNRESET only if the request was \
          already in the server's buffer.
          """ + (isGo ? go.en : ""),
        zh: "EOF；继续写则是 EPIPE：对端以 FIN 关闭。只有请求已进入服务端缓冲区时才是 ECONNRESET。"
          + (isGo ? go.zh : ""))
    case .reset, .resetOnUse:
      return Text(
        en: "ECONNRESET (connection reset by peer): the end is a RST.",
        zh: "ECONNRESET（connection reset by peer）：对端以 RST 终止。")
    case .silence:
      return Text(
        en:
          "ETIMEDOUT, or the program's own time-out: no packet comes back (tcp_retries2: about 924 s).",
        zh: "ETIMEDOUT 或应用自身的超时：不会有任何报文返回（tcp_retries2：约 924 s）。")
    }
  }

  /// The chance, with its arithmetic.
  func chance(_ verdict: LinkVerdict) -> Text? {
    guard let chance = verdict.chance, verdict.isBroken else { return nil }
    if chance.begin == chance.end {
      return Text(
        en: "None while all timers are exact; the margin is what covers late ones.",
        zh: "若所有定时器都准时则为零；余量正是为了覆盖定时器的误差。")
    }
    guard let rate = chance.rate, let per = chance.perReuse, let day = chance.perDay else {
      return bound(chance)
    }
    return sum(chance, rate, per, day)
  }

  /// What is known without a rate.
  private func bound(_ chance: RaceChance) -> Text {
    let window = window(chance)
    let percent = Self.percent(chance.limit)
    let most =
      chance.end.map { "(\($0.spelled) − \(chance.begin.spelled)) / \($0.spelled) = \(percent)" }
      ?? percent
    return Text(
      en: """
        A request is lost \(window.en). At most \(most) of reused requests, at low rates; --rate N gives \
        the figure.
        """,
      zh: "\(window.zh) 的请求会丢失。低请求率下至多占复用请求的 \(most)；用 --rate N 计算具体值。")
  }

  private func sum(_ chance: RaceChance, _ rate: Double, _ per: Double, _ day: Double) -> Text {
    let window = window(chance)
    let a = Self.figure(rate)
    let lost = "e^(−\(a)·\(Self.figure(chance.begin)))"
    let formula =
      chance.end.map {
        let kept = "e^(−\(a)·\(Self.figure($0)))"
        return "(\(lost) − \(kept)) / (1 − \(kept))"
      } ?? lost
    return Text(
      en: """
        A request is lost \(window.en). At \(a) requests/s on each connection: \(formula) = \
        \(Self.percent(per)) of reused requests, \(Self.figure(day)) a day.
        """,
      zh: """
        \(window.zh) 的请求会丢失。每条连接 \(a) 请求/秒时：\(formula) = 复用请求的 \
        \(Self.percent(per))，每天约 \(Self.figure(day)) 个。
        """)
  }

  private func window(_ chance: RaceChance) -> Text {
    let begin = chance.begin.spelled
    guard let end = chance.end?.spelled else {
      return Text(
        en: "if it comes \(begin) or more after the last answer", zh: "距上次应答 \(begin) 以上")
    }
    return Text(
      en: "if it comes \(begin) to \(end) after the last answer", zh: "距上次应答 \(begin) 至 \(end)")
  }

  static func figure(_ time: Duration) -> String {
    let text = time.spelled
    if text.hasSuffix(" ms") { return figure(Double(time.wholeMilliseconds) / 1000) }
    return String(text.dropLast(2))
  }

  static func percent(_ part: Double) -> String { figure(part * 100) + " %" }

  /// Three significant digits.
  static func figure(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var exponent = 0
    var scaled = value
    while scaled >= 1000 { scaled /= 10; exponent += 1 }
    while scaled < 100, exponent > -320 { scaled *= 10; exponent -= 1 }
    let digits = Int(scaled.rounded())
    let power = exponent + 2
    if power >= 6 || power < -4 { return scientific(digits, power) }
    return plain(digits, exponent)
  }

  private static func scientific(_ digits: Int, _ power: Int) -> String {
    var tail = String(String(digits).dropFirst().prefix(2))
    while tail.last == "0" { tail.removeLast() }
    let head = String(digits).prefix(1)
    return head + (tail.isEmpty ? "" : "." + tail) + "e\(power)"
  }

  private static func plain(_ digits: Int, _ exponent: Int) -> String {
    guard exponent < 0 else {
      return String(digits) + String(repeating: "0", count: exponent)
    }
    let padded =
      String(repeating: "0", count: max(0, 1 - exponent - String(digits).count)) + String(digits)
    var tail = String(padded.suffix(-exponent))
    while tail.last == "0" { tail.removeLast() }
    let head = padded.dropLast(-exponent)
    return head + (tail.isEmpty ? "" : "." + tail)
  }
}
