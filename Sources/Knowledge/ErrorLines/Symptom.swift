public import Diagnosis

/// What went wrong with a connection, as far as a line of a log tells it.
public enum Symptom: String, Sendable, CaseIterable {
  case reset, brokenPipe, endOfFile, cutShort, ended, refused, connectTimeout, silence, gaveUp,
    noPort
  case portTaken, tooManyFiles, aborted, unreachable, notTLS, handshakeCut, clientLeft, noBackend
  case poolExhausted, sessionEnded, tooMany, tooLarge, pingLimit, goAway, queueFull, synFlooding
  case orphans, tcpMemory, timeWaitFull, conntrackFull, killed, crashed, closedHere, nameLookup
  case unclear

  /// One line that says what the error means on the wire.
  public var title: Text {
    switch self {
    case .reset: Text(en: "A RST came, and no FIN before it", zh: "收到了 RST，且此前没有收到 FIN")
    case .brokenPipe: Text(en: "A write after the connection had ended", zh: "连接已结束后又写入")
    case .endOfFile:
      Text(en: "The peer closed with a FIN before it answered", zh: "对端在应答之前用 FIN 关闭了连接")
    case .cutShort: Text(en: "The answer ended before it was complete", zh: "响应没有传完就结束了")
    case .ended:
      Text(en: "The peer ended the connection, by FIN or by RST", zh: "对端结束了连接（FIN 或 RST）")
    case .refused:
      Text(en: "The SYN was answered with a RST: connection refused", zh: "SYN 得到 RST 应答：连接被拒绝")
    case .connectTimeout: Text(en: "No answer to the SYN", zh: "SYN 没有应答")
    case .silence:
      Text(en: "Connected, but no answer within the program's own limit", zh: "已连接，但在程序自己的时限内没有应答")
    case .gaveUp:
      Text(
        en: "The kernel here gave up: nothing was acknowledged any more", zh: "本机内核放弃连接：一直没有收到确认")
    case .noPort: Text(en: "No local port was free; nothing was sent", zh: "没有可用的本地端口，什么都没有发出")
    case .portTaken: Text(en: "The address is taken by another socket", zh: "地址已被其他套接字占用")
    case .tooManyFiles: Text(en: "The process has no descriptor left", zh: "进程的描述符用完了")
    case .aborted: Text(en: "The connection was aborted on this side", zh: "连接在本端被中止")
    case .unreachable: Text(en: "The network says that there is no way there", zh: "网络返回不可达")
    case .notTLS: Text(en: "One side speaks TLS, the other does not", zh: "一端使用 TLS，另一端没有")
    case .handshakeCut: Text(en: "The connection ended in the TLS handshake", zh: "连接在 TLS 握手期间中断")
    case .clientLeft: Text(en: "The client left before the answer was done", zh: "客户端在应答完成之前离开")
    case .noBackend: Text(en: "The proxy has no server to send the request to", zh: "代理没有可用的后端")
    case .poolExhausted:
      Text(en: "The program's own pool has no connection free", zh: "程序自己的连接池没有空闲连接")
    case .sessionEnded: Text(en: "The server ended an idle session", zh: "服务端结束了空闲会话")
    case .tooMany: Text(en: "A limit of connections or workers is reached", zh: "达到连接数或工作进程数的限制")
    case .tooLarge: Text(en: "A limit of size is exceeded", zh: "超过大小限制")
    case .pingLimit:
      Text(en: "HTTP/2 pings came too often for the server", zh: "HTTP/2 ping 过于频繁，服务端关闭了连接")
    case .goAway:
      Text(
        en: "The server announced that it closes this HTTP/2 connection",
        zh: "服务端宣告关闭该 HTTP/2 连接（GOAWAY）")
    case .queueFull: Text(en: "A listener's queue is full", zh: "监听队列已满")
    case .synFlooding:
      Text(
        en: "A listener had more handshakes in progress than its backlog",
        zh: "半连接数超过监听套接字的 backlog")
    case .orphans: Text(en: "Too many sockets without a program", zh: "孤儿套接字过多")
    case .tcpMemory: Text(en: "TCP's memory is used up", zh: "TCP 内存用尽")
    case .timeWaitFull: Text(en: "Too many sockets in TIME_WAIT", zh: "TIME_WAIT 套接字过多")
    case .conntrackFull: Text(en: "The table of tracked connections is full", zh: "连接跟踪表已满")
    case .killed: Text(en: "A process was killed", zh: "进程被杀死")
    case .crashed: Text(en: "A process crashed", zh: "进程崩溃")
    case .closedHere: Text(en: "This program itself had closed the connection", zh: "连接是本程序自己关闭的")
    case .nameLookup:
      Text(en: "The name could not be resolved; there was no connection", zh: "域名解析失败，还没有建立连接")
    case .unclear: Text(en: "The line names a failure, not its kind", zh: "这一行只说失败，没有说是哪种失败")
    }
  }
}

/// How far a connection had come when it failed.
public enum Phase: String, Sendable, CaseIterable {
  case connecting, tlsHandshake, sending, awaitingResponse, receiving, idle, unknown
}

/// Which end of the failed connection wrote the line.
public enum Writer: String, Sendable, CaseIterable {
  case client, server, kernel, unknown
}

/// What the addresses of a line stand for, in their order.
public enum AddressOrder: String, Sendable {
  case localThenRemote, remote, client, server, upstream, unknown
  /// None of them is an end of the connection that failed.
  case none
}
