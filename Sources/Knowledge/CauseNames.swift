public import Diagnosis

/// What causes are called, those too that the program names as possible and cannot judge yet.
public enum CauseNames {
  /// The cause's title; nil for an id that is unknown.
  public static func title(_ id: String) -> Text? {
    catalog.first { $0.id == id }?.title ?? others[id]
  }

  /// Whether the id is one of the catalogue.
  public static func isJudged(_ id: String) -> Bool { catalog.contains { $0.id == id } }

  static let others: [String: Text] = [
    "request-limit-close": Text(
      en: "The server closes after a number of requests or an age", zh: "服务端在若干请求或一定时长后关闭连接"),
    "middlebox-idle-expiry": Text(
      en: """
        A NAT gateway, firewall or balancer forgot an idle connection
        """, zh: "NAT 网关、防火墙或负载均衡遗忘了空闲连接"),
    "ipvs-idle-expiry": Text(en: "IPVS forgot an idle connection", zh: "IPVS 遗忘了空闲连接"),
    "session-idle-timeout": Text(en: "The server ended an idle session", zh: "服务端结束了空闲会话"),
    "graceless-restart": Text(
      en: "The server was restarted without draining its connections", zh: "服务端重启时没有排空连接"),
    "file-descriptor-exhaustion": Text(en: "No file descriptor is left", zh: "文件描述符耗尽"),
    "admission-limit": Text(en: "A limit turned the connection away", zh: "连接被数量限制拒绝"),
    "request-too-large": Text(en: "A limit of size was exceeded", zh: "超过大小限制"),
    "slow-reader-limit": Text(en: "The reader was too slow for the sender", zh: "读取方过慢，超过发送方的限制"),
    "application-timeout": Text(en: "A time limit of a program or proxy", zh: "程序或代理的时限到期"),
    "protocol-mismatch": Text(en: "The two sides speak different protocols", zh: "两端协议不一致"),
    "proxy-backend-absent": Text(
      en: "A proxy accepted and has no server behind it", zh: "代理接受了连接，但后面没有服务"),
    "firewall-reject": Text(en: "A firewall rule answered", zh: "防火墙规则拒绝"),
    "http2-ping-limit": Text(en: "HTTP/2 pings came too often", zh: "HTTP/2 ping 过于频繁"),
    "shared-socket": Text(en: "Two processes share a connection", zh: "两个进程共用一条连接"),
    "no-kernel-socket": Text(en: "No socket of the kernel owns the connection", zh: "没有内核套接字拥有该连接"),
    "injected-reset": Text(en: "A device on the path forged the reset", zh: "路径上的设备伪造了 RST"),
    "conntrack-invalid": Text(
      en: """
        Connection tracking called a packet invalid, and the wrong host answered it
        """, zh: "连接跟踪把报文判为 INVALID，由错误的主机应答"),
    "conntrack-table-full": Text(en: "The table of tracked connections is full", zh: "连接跟踪表已满"),
    "asymmetric-path": Text(en: "A stateful device sees one direction only", zh: "有状态设备只看到单向流量"),
    "backend-moved": Text(
      en: "A balancer moved the connection to another server", zh: "负载均衡把连接转给了另一台后端"),
    "tw-recycle-paws": Text(
      en: "tcp_tw_recycle drops clients behind NAT", zh: "tcp_tw_recycle 丢弃 NAT 后的客户端"),
    "time-wait-overflow": Text(en: "Too many sockets in TIME_WAIT", zh: "TIME_WAIT 套接字过多"),
    "duplicate-address": Text(en: "Two hosts have the same address", zh: "两台主机使用同一地址"),
    "path-mtu": Text(en: "Large packets do not pass", zh: "大报文无法通过"),
    "connection-leak": Text(en: "Connections are not given back", zh: "连接没有归还（泄漏）"),
  ]
}
