import Diagnosis
import Report

/// The catalogue that these tests pretend to have: two causes with text, the rest with a title.
let fakeCauses = CauseIndex([
  FakeOverflow.self, FakeRace.self, FakeClosedPort.self, FakeAbort.self, FakeIdleExpiry.self,
  FakeStale.self, FakeRestart.self, FakeWrite.self,
])

protocol FakeCause: Cause {}

extension FakeCause {
  static var family: Family { .closing }
  static var precedence: Precedence { .specific }
  static var explanation: Text { Text("Explanation.") }
  static var mechanism: Text { Text("Mechanism.") }
  static var needs: [Need] { [.senderKernel] }
  static var fixes: [Fix] { [] }
  static var wrongFixes: [WrongFix] { [] }
  static var lookAlikes: [LookAlike] { [] }
  static var references: [String] { [] }
  static var lab: LabRecipe { .scenarios([]) }
  static var examples: [Example] { [] }
  static func match(_ evidence: Evidence) -> Match? { nil }
}

enum FakeOverflow: FakeCause {
  static let id = "accept-queue-overflow"
  static let family = Family.admission
  static let title = Text(en: "The server's accept queue was full", zh: "服务端的全连接队列已满")
  static let explanation = Text(
    en: """
      The handshake was complete on the client's side, but the application had not called accept()
      for the connections already waiting, and the queue had reached its limit,
      min(backlog, net.core.somaxconn).

      The client believes that it is connected; its first request is answered by a reset.
      """,
    zh: """
      对客户端来说三次握手已经完成，但应用没有及时对排队中的连接调用 accept()，队列达到上限
      min(backlog, net.core.somaxconn)。

      客户端以为连接已经建立，发出的第一个请求却换来一个 RST。
      """)
  static let mechanism = Text(
    en: """
      tcp_v4_syn_recv_sock() finds sk_acceptq_is_full() and returns no socket; with
      tcp_abort_on_overflow = 1, tcp_check_req() answers with a RST at once.
      """,
    zh: """
      tcp_v4_syn_recv_sock() 发现 sk_acceptq_is_full() 成立，不创建套接字；
      tcp_abort_on_overflow = 1 时，tcp_check_req() 立即回复 RST。
      """)
  static let needs: [Need] = [.senderKernel, .listenerState, .trigger]
  static let fixes = [
    Fix(
      Text(
        en: "Accept faster, or call listen() with a larger backlog.",
        zh: "加快 accept()，或在 listen() 中使用更大的 backlog。")),
    Fix(
      Text(en: "Raise the limit of the queue.", zh: "提高队列上限。"),
      command: "sysctl -w net.core.somaxconn=4096", undo: "sysctl -w net.core.somaxconn=128"),
  ]
  static let wrongFixes = [
    WrongFix(
      Text(en: "net.ipv4.tcp_abort_on_overflow=0", zh: "net.ipv4.tcp_abort_on_overflow=0"),
      why: Text(
        en: "the reset only comes later, when the client's first data arrives",
        zh: "只是推迟了 RST：客户端的首个数据到达时仍会被重置"))
  ]
  static let lookAlikes = [
    LookAlike(
      "stale-connection",
      Text(
        en: "the connection had been accepted earlier; the queue was never full",
        zh: "连接早已被 accept()，队列从未满过"))
  ]
  static let references = [
    "listen(2)", "tcp(7), tcp_abort_on_overflow", "net/ipv4/tcp_minisocks.c, tcp_check_req()",
  ]
}

enum FakeRace: FakeCause {
  static let id = "keepalive-race"
  static let title = Text(
    en: "The server closed an idle connection just as the client reused it",
    zh: "服务端关闭空闲连接的同时，客户端正好复用了它")
  static let mechanism = Text(
    en: "The request meets a socket in FIN_WAIT2 that has no descriptor left.",
    zh: "请求到达时，套接字处于 FIN_WAIT2，且已没有任何描述符引用它。")
}

enum FakeClosedPort: FakeCause {
  static let id = "port-closed"
  static let title = Text(en: "Nothing listens on that port", zh: "该端口上没有监听")
}

enum FakeAbort: FakeCause {
  static let id = "expected-close"
  static let title = Text(en: "Abort after a complete exchange", zh: "完整交互之后的主动中止")
}

enum FakeIdleExpiry: FakeCause {
  static let id = "middlebox-idle-expiry"
  static let title = Text(
    en: "A device on the path forgot the idle connection", zh: "链路上的设备清除了空闲连接")
}

enum FakeStale: FakeCause {
  static let id = "stale-connection"
  static let title = Text(en: "The peer had forgotten the connection", zh: "对端已没有该连接的记录")
}

enum FakeRestart: FakeCause {
  static let id = "graceless-restart"
  static let title = Text(en: "The server was restarted under load", zh: "服务端在有负载时重启")
}

enum FakeWrite: FakeCause {
  static let id = "write-after-close"
  static let title = Text(en: "Data came after the close", zh: "关闭之后仍有数据到达")
}
