internal import Diagnosis

extension ShortPage {
  /// The states of a TCP socket.
  static let states: [ShortPage] = [
    state(
      "LISTEN", Text(en: "A socket that waits for connections", zh: "等待连接的套接字"),
      Text(
        en: """
          Recv-Q is the length of its accept queue, Send-Q the queue's limit.
          """, zh: "Recv-Q 为全连接队列长度，Send-Q 为队列上限。"),
      ["accept-queue-overflow", "syn-queue-overflow"]),
    state(
      "SYN_SENT", Text(en: "A connect that waits for its answer", zh: "已发 SYN，等待应答"),
      Text(
        en: """
          Many of them: SYNs are dropped on the way, or by the server's full queues. A RST here \
          gives ECONNREFUSED.
          """,
        zh: """
          大量出现说明 SYN 在路上或被服务端满队列丢弃。此时收到 RST 得到 ECONNREFUSED。
          """), ["retransmission-timeout", "port-closed"]),
    state(
      "SYN_RECV", Text(en: "A handshake that waits for its last ACK", zh: "半连接：等待握手最后的 ACK"),
      Text(
        en: """
          Many of them: a flood, or a full accept queue that lets no handshake end. A RST here \
          leaves no event, only AttemptFails and EmbryonicRsts.
          """,
        zh: """
          大量出现说明有洪水攻击，或全连接队列已满使握手无法完成。此时收到的 RST 不产生事件，只有 \
          AttemptFails 和 EmbryonicRsts 增长。
          """), ["syn-queue-overflow", "accept-queue-overflow"]),
    state(
      "ESTABLISHED", Text(en: "An open connection", zh: "已建立的连接"),
      Text(
        en: """
          The only state, with CLOSE_WAIT, in which a reset counts as EstabResets.
          """, zh: "只有在该状态和 CLOSE_WAIT 下被重置才计入 EstabResets。"), []),
    state(
      "CLOSE_WAIT", Text(en: "The peer has closed, this program has not", zh: "对端已关闭，本程序尚未关闭"),
      Text(
        en: """
          If it stays, the program forgot to close: it leaks descriptors, and no kernel parameter \
          ends it. A write here fails with EPIPE once the peer's RST is in.
          """,
        zh: """
          长期存在说明程序忘记 close，会泄漏描述符，没有内核参数能清理。对端 RST 到达后，写操作得\
          到 EPIPE。
          """), ["connection-leak", "keepalive-race"]),
    state(
      "FIN_WAIT1",
      Text(en: "This end has closed, its FIN is not acknowledged", zh: "本端已关闭，FIN 未被确认"),
      Text(
        en: """
          Unsent data may still wait. Without a descriptor it is an orphan. Data that comes gets \
          TCP_ABORT_ON_DATA.
          """,
        zh: """
          可能还有未发出的数据；没有描述符时就是孤儿。此时到达的数据引发 TCP_ABORT_ON_DATA。
          """), ["write-after-close", "orphan-limit"]),
    state(
      "FIN_WAIT2", Text(en: "This end has closed, the peer has not", zh: "本端已关闭，对端尚未关闭"),
      Text(
        en: """
          After close() it lasts tcp_fin_timeout at most. Data that comes is answered with a RST: \
          that is the keep-alive race.
          """,
        zh: """
          close() 之后最多持续 tcp_fin_timeout。此时到达的数据会被回 RST，这正是 keep-alive 竞争。
          """), ["keepalive-race", "write-after-close"]),
    state(
      "LAST_ACK", Text(en: "Both have closed, the last ACK is missing", zh: "双方都已关闭，等待最后的 ACK"),
      Text(en: "If it stays, the peer is gone.", zh: "长期存在说明对端已消失。"), ["retransmission-timeout"]),
    state(
      "CLOSING", Text(en: "Both closed at the same time", zh: "双方同时关闭"),
      Text(en: "Rare and short.", zh: "少见且短暂。"), []),
    state(
      "TIME_WAIT",
      Text(en: "A closed connection that remembers its tuple for 60 s", zh: "已关闭、保留四元组 60 秒的连接"),
      Text(
        en: """
          On the side that closed first. It holds a port towards one destination and a few hundred \
          bytes, no descriptor. It never sends a RST; kernel events that say so mean FIN_WAIT2. \
          Its length is a constant.
          """,
        zh: """
          出现在先关闭的一方。占用一个到特定目的地的端口和几百字节内存，不占描述符。它从不发 RST；\
          内核事件里这么显示的其实是 FIN_WAIT2。时长是常量。
          """), ["port-exhaustion", "time-wait-overflow", "port-reuse-collision"]),
    state(
      "CLOSE", Text(en: "No connection (any more)", zh: "没有连接（或已断开）"),
      Text(
        en: """
          Resets that a socket sends by itself are often traced in this state, because it was left \
          before the RST went.
          """,
        zh: """
          套接字主动发出的 RST 在跟踪事件里常显示为此状态，因为发 RST 前已离开原状态。
          """), []),
  ]

  private static func state(
    _ name: String, _ title: Text, _ means: Text, _ causes: [String]
  ) -> ShortPage {
    ShortPage(
      .state, name, title,
      words: [
        Text(name.split(separator: "_").joined(separator: "-")),
        Text(name.split(separator: "_").joined(separator: " ")),
      ],
      [means],
      look:
        "ss -tan state \(name.lowercased().split(separator: "_").joined(separator: "-").ssName)",
      causes: causes,
      sources: ["RFC 9293 section 3.3.2", "include/net/tcp_states.h"])
  }
}

extension String {
  /// The state as ss(8) spells it.
  fileprivate var ssName: String {
    switch self {
    case "listen": "listening"
    case "fin-wait1": "fin-wait-1"
    case "fin-wait2": "fin-wait-2"
    case "close": "closed"
    default: self
    }
  }
}
