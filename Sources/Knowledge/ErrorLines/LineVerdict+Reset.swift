internal import Diagnosis

extension LineVerdict {
  /// ECONNRESET: a RST reached a socket that had seen no FIN.
  mutating func addReset(_ reading: LineReading) {
    exclude(
      because: Text(
        en: """
          a peer that closes politely sends a FIN first; after that the error is EOF or EPIPE, \
          never this one
          """,
        zh: """
          对端正常关闭会先发 FIN，之后的错误只会是 EOF 或 EPIPE，不会是这个
          """))
    excludeConnectErrors(reading)
    switch (reading.writer, reading.pattern.phase) {
    case (.server, _): addResetOfServer()
    case (_, .connecting): addResetOfConnect()
    case (_, .receiving): addResetOfResponse()
    case (_, .sending): addResetOfRequest()
    case (_, .tlsHandshake): addHandshake(reading)
    default: addResetOfExchange(reading)
    }
  }

  private mutating func excludeConnectErrors(_ reading: LineReading) {
    exclude(
      "port-closed", "port-exhaustion", "connect-cancelled",
      because: reading.pattern.phase == .connecting
        ? Text(
          en: """
            a closed port gives ECONNREFUSED, and no free port EADDRNOTAVAIL
            """, zh: "端口未监听是 ECONNREFUSED，没有可用端口是 EADDRNOTAVAIL")
        : Text(
          en: """
            the connection was established; those fail in connect() with other errors
            """, zh: "连接已经建立；这些情况会在 connect() 时以别的错误失败"))
  }

  /// The request was sent, or may have been; no byte of an answer had come.
  private mutating func addResetOfExchange(_ reading: LineReading) {
    if reading.surfacesOnlyOnFreshConnections {
      addResetOfFresh()
      return
    }
    let isWaiting = reading.pattern.phase == .awaitingResponse || reading.pattern.phase == .idle
    suspect(
      "keepalive-race", isWaiting ? .likely : .possible,
      Text(
        en: """
          if the connection was reused after an idle time: the request was in the server's buffer \
          when it closed, or its FIN was lost
          """,
        zh: """
          若是空闲后复用的连接：服务端关闭时请求已在其缓冲区，或 FIN 在途中丢失
          """))
    if reading.pattern.phase == .idle {
      suspect(
        "session-idle-timeout", .likely,
        Text(
          en: "the server ends idle sessions, and this query met the end", zh: "服务端会结束空闲会话，这次查询正好撞上"
        ))
    }
    suspects += Self.ofExchange
  }

  /// net/http would have repeated the request on another connection, had this one been reused.
  private mutating func addResetOfFresh() {
    exclude(
      "keepalive-race", "request-limit-close", "middlebox-idle-expiry", "ipvs-idle-expiry",
      because: Text(
        en: """
          they hit reused connections, and there net/http repeats a request without a body by \
          itself, unless the program uses a transport of its own; an error that surfaces came on \
          a fresh connection
          """,
        zh: """
          这些只影响复用的连接，而 net/http 会自动在新连接上重试没有请求体的请求（除非程序使用自\
          定义的 Transport）；能冒出来的错误发生在新建的连接上
          """))
    suspects += Self.ofFresh
  }

  private mutating func addResetOfConnect() {
    suspects += Self.ofConnect
  }

  private mutating func addResetOfResponse() {
    exclude(
      "keepalive-race", "accept-queue-overflow", "syn-cookie-rejected",
      because: Text(
        en: "the server had accepted this connection and begun to answer", zh: "服务端已接受该连接并开始应答"))
    suspects += Self.ofResponse
  }

  private mutating func addResetOfRequest() {
    suspects += Self.ofRequest
  }

  private mutating func addResetOfServer() {
    exclude(
      "accept-queue-overflow", "syn-queue-overflow", "listener-closed",
      because: Text(en: "this server had accepted the connection", zh: "服务端已经 accept 了该连接"))
    suspects += Self.ofServer
  }
}

extension LineReading {
  /// Whether Go's net/http would have hidden the error, had the connection been reused: HTTP/1 and a request
  /// that it may repeat (Request.isReplayable(), persistConn.shouldRetryRequest()). Over https it may be
  /// HTTP/2, where that does not hold.
  var surfacesOnlyOnFreshConnections: Bool {
    guard pattern.software == "Go net/http", pattern.phase == .awaitingResponse, scheme == "http"
    else {
      return false
    }
    return method == "GET" || method == "HEAD"
  }
}
