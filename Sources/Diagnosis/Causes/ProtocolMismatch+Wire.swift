public import Facts

extension ProtocolMismatch: WireCause {
  public static func match(onWire end: CapturedEnd) -> Match? {
    guard end.kind == .reset, let client = end.client?.firstPayload,
      let server = end.server?.firstPayload, let spoken = words(client, server)
    else { return nil }
    return Match(
      .likely,
      because: [.onWire("first-bytes", "\(client), \(server)", en: spoken.en, zh: spoken.zh)],
      alternatives: ["unread-data-at-close"])
  }

  private static func words(_ client: PayloadKind, _ server: PayloadKind) -> Text? {
    switch (client, server) {
    case (.httpRequest, .tlsAlert), (.http2, .tlsAlert):
      Text(
        en: "The client spoke plain HTTP, and the server answered with a TLS alert",
        zh: "客户端发送明文 HTTP，服务端以 TLS 告警应答")
    case (.tlsHandshake, .httpResponse):
      Text(
        en: "The client began a TLS handshake, and the server answered with plain HTTP",
        zh: "客户端发起 TLS 握手，服务端以明文 HTTP 应答")
    case (.tlsHandshake, .other), (.tlsHandshake, .session), (.tlsHandshake, .refusal):
      Text(
        en: "The client began a TLS handshake, and the server answered with another protocol",
        zh: "客户端发起 TLS 握手，服务端以别的协议应答")
    case (.httpRequest, .session), (.httpRequest, .refusal):
      Text(
        en: "The client spoke HTTP, and the server another protocol",
        zh: "客户端发送 HTTP，服务端使用的却是别的协议")
    case (.http2, .httpResponse):
      Text(
        en: "The client began with HTTP/2, and the server answered with HTTP/1",
        zh: "客户端以 HTTP/2 开始，服务端以 HTTP/1 应答")
    default: nil
    }
  }

  private static func spoken(_ client: PayloadKind, _ server: PayloadKind) -> CapturedEnd {
    WireSample.reset(.abort) {
      $0.receiver.speak(at: 0.2, client)
      $0.sender.speak(at: 0.1, server)
    }
  }

  public static let wireExamples: [WireExample] = [
    .hit("HTTP to a TLS port", .likely, spoken(.httpRequest, .tlsAlert)),
    .hit("TLS to an HTTP port", .likely, spoken(.tlsHandshake, .httpResponse)),
    .miss("HTTP on both sides", spoken(.httpRequest, .httpResponse)),
  ]
}
