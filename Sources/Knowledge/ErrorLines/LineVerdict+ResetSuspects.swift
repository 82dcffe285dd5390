internal import Diagnosis

/// Who is suspected of a RST, by how far the connection had come.
extension LineVerdict {
  static let ofExchange: [Suspect] = [
    Suspect(
      "unread-data-at-close",
      Text(en: "the server closed without reading all of the request", zh: "服务端没有读完请求就关闭了")),
    Suspect(
      "stale-connection",
      Text(en: "the server restarted, or forgot the connection", zh: "服务端重启过，或已不记得该连接")),
    Suspect(
      "middlebox-idle-expiry",
      Text(
        en: """
          after a long idle time: a NAT gateway or balancer answered in the server's place
          """, zh: "长时间空闲之后：NAT 网关或负载均衡代替服务端回了 RST")),
    Suspect(
      "process-died",
      Text(en: "the server's process was killed with the request unread", zh: "服务进程被杀死，请求尚未读取")),
    Suspect(
      "accept-queue-overflow",
      Text(
        en: "on a fresh connection: the server's accept queue was full", zh: "若是新建的连接：服务端全连接队列已满")),
    Suspect(
      "backend-moved", Text(en: "a balancer sent the flow to another server", zh: "负载均衡把该流转给了另一台后端")
    ),
    Suspect(
      "linger-zero",
      Text(en: "the server or a proxy closes with SO_LINGER 0", zh: "服务端或代理以 SO_LINGER 0 关闭")),
    Suspect("injected-reset", Text(en: "a device on the path sent it", zh: "路径上的设备发出的")),
  ]

  static let ofFresh: [Suspect] = [
    Suspect(
      "accept-queue-overflow", .likely,
      Text(
        en: """
          the handshake was complete for the client but the server's accept queue was full
          """, zh: "客户端认为握手已完成，但服务端全连接队列已满")),
    Suspect(
      "unread-data-at-close",
      Text(
        en: """
          the server took the connection and closed it without reading the request
          """, zh: "服务端接受连接后没有读请求就关闭了")),
    Suspect("admission-limit", Text(en: "a limit of connections on the server", zh: "服务端有连接数限制")),
    Suspect(
      "proxy-backend-absent",
      Text(en: "a proxy in front accepted and found no server behind it", zh: "前面的代理接受了连接，但后面没有服务")),
    Suspect(
      "listener-closed",
      Text(en: "the server restarted while the connection waited", zh: "连接排队时服务端重启")),
    Suspect(
      "process-died",
      Text(en: "the server's process died with the request unread", zh: "服务进程在读取请求之前死亡")),
    Suspect("injected-reset", Text(en: "a device on the path sent it", zh: "路径上的设备发出的")),
  ]

  static let ofConnect: [Suspect] = [
    Suspect(
      "accept-queue-overflow", .likely,
      Text(
        en: """
          with tcp_abort_on_overflow 1 the RST comes right after the handshake
          """, zh: "tcp_abort_on_overflow 为 1 时，握手一完成就收到 RST")),
    Suspect(
      "listener-closed",
      Text(
        en: "the server closed its listener with this connection waiting", zh: "服务端关闭监听套接字时该连接还在排队")
    ),
    Suspect(
      "admission-limit",
      Text(en: "the server closes connections above a limit at once", zh: "服务端对超限的连接立即关闭")),
    Suspect(
      "proxy-backend-absent",
      Text(en: "a proxy accepted, found no server, and closed", zh: "代理接受连接后找不到后端而关闭")),
    Suspect("injected-reset", Text(en: "a device on the path sent it", zh: "路径上的设备发出的")),
  ]

  static let ofResponse: [Suspect] = [
    Suspect(
      "process-died",
      Text(en: "the server's process died in the middle of the answer", zh: "服务进程在应答途中死亡")),
    Suspect(
      "early-response-close",
      Text(
        en: """
          the server answered early and closed with the request's body unread: the RST overtook \
          the answer
          """, zh: "服务端提前应答，请求体未读完就关闭：RST 抢在响应之前")),
    Suspect(
      "application-timeout",
      Text(
        en: """
          a time limit of the server ended it, if the time is the same each time
          """, zh: "服务端的时限到期（若每次耗时相同）")),
    Suspect(
      "slow-reader-limit",
      Text(en: "this side read too slowly for the server", zh: "本端读取过慢，超过服务端的限制")),
    Suspect(
      "conntrack-invalid",
      Text(
        en: """
          in containers, on large transfers: the host's own stack answered a packet that was not \
          translated
          """,
        zh: """
          容器内大流量传输时：未被还原地址的报文由宿主机协议栈回了 RST
          """)),
    Suspect("injected-reset", Text(en: "a device on the path sent it", zh: "路径上的设备发出的")),
  ]

  static let ofRequest: [Suspect] = [
    Suspect(
      "early-response-close", .likely,
      Text(
        en: """
          the server answered early (413, 401 …) and closed while the body was still coming
          """, zh: "服务端提前应答（413、401 等）并关闭，而请求体还在发送")),
    Suspect(
      "request-too-large", Text(en: "the request exceeds a limit of the server", zh: "请求超过服务端的大小限制")
    ),
    Suspect(
      "stale-connection",
      Text(en: "the server restarted, or forgot the connection", zh: "服务端重启过，或已不记得该连接")),
    Suspect(
      "middlebox-idle-expiry",
      Text(
        en: """
          after a long idle time: a device in between forgot the connection
          """, zh: "长时间空闲后，中间设备已忘记该连接")),
    Suspect(
      "unread-data-at-close",
      Text(en: "the server closed without reading what was sent", zh: "服务端没有读取数据就关闭")),
    Suspect("process-died", Text(en: "the server's process died", zh: "服务进程死亡")),
  ]

  static let ofServer: [Suspect] = [
    Suspect(
      "unread-data-at-close", .likely,
      Text(
        en: """
          the client closed before it had read all of the answer: it gave up, or had enough
          """, zh: "客户端没有读完响应就关闭：放弃了，或已经够了")),
    Suspect("process-died", Text(en: "the client's process ended", zh: "客户端进程结束")),
    Suspect(
      "linger-zero",
      Text(
        en: """
          the client closes with SO_LINGER 0, as load tools and health checks do
          """, zh: "客户端以 SO_LINGER 0 关闭，压测工具和健康检查常这样做")),
    Suspect(
      "middlebox-idle-expiry",
      Text(
        en: """
          after a long idle time: a device in between ended it for both
          """, zh: "长时间空闲后，中间设备同时断开两端")),
    Suspect(
      "expected-close", Text(en: "the exchange was over; no harm was done", zh: "交互已经结束，没有影响")),
  ]
}
