internal import Diagnosis

extension LineReading {
  /// What the line tells beside its words, in sentences.
  var remarks: [Text] {
    [order, side, phaseRemark, retries, softwareRemark].compactMap(\.self)
  }

  private var order: Text? {
    guard let local, let remote, local.isBeforeArrow else { return nil }
    return Text(

      en: """
        Go writes its own address first: \(local.description) is this program's end, \
        \(remote.description) the peer's.
        """,
      zh: "Go 先写本端地址：\(local.description) 是本程序一端，\(remote.description) 是对端。")
  }

  private var side: Text? {
    switch writer {
    case .client where isWriterInferred:
      Text(
        en: """
          By its ports this program is the client: its own port is an ephemeral one.
          """, zh: "从端口看，本程序是客户端：本端端口属于临时端口。")
    case .server where isWriterInferred:
      Text(
        en: """
          By its ports this program is the server: the peer's port is an ephemeral one.
          """, zh: "从端口看，本程序是服务端：对端端口属于临时端口。")
    case .unknown where pattern.phase != .unknown || pattern.symptom == .reset:
      Text(
        en: """
          The line does not say whether this program was the client or the server.
          """, zh: "这一行没有说明本程序是客户端还是服务端。")
    default: nil
    }
  }

  private var phaseRemark: Text? {
    if writer == .kernel { return nil }
    return switch pattern.phase {
    case .connecting:
      Text(en: "It failed in connect(): nothing was sent yet.", zh: "在 connect() 阶段失败：还没有发送任何数据。")
    case .tlsHandshake:
      Text(en: "It failed in the TLS handshake, before any request.", zh: "在 TLS 握手阶段失败，还没有发出请求。")
    case .sending: Text(en: "It failed while it was sending.", zh: "在发送数据时失败。")
    case .awaitingResponse:
      Text(en: "No byte of the answer's header had come.", zh: "响应头还没有到达任何字节。")
    case .receiving: Text(en: "It failed while data was coming in.", zh: "在接收数据时失败。")
    case .idle: Text(en: "It failed on a connection that had been idle.", zh: "失败发生在一条空闲过的连接上。")
    case .unknown: nil
    }
  }

  private var retries: Text? {
    guard pattern.software == "Go net/http",
      pattern.phase == .awaitingResponse || pattern.phase == .sending,
      let method
    else { return nil }
    let mayRepeat = ["GET", "HEAD", "OPTIONS"].contains(method)
    if !mayRepeat {
      return Text(

        en: """
          net/http does not repeat a \(method) by itself, unless it carries an \
          Idempotency-Key: so this can well be a reused connection.
          """,
        zh: "net/http 不会自动重试 \(method)（除非带 Idempotency-Key），因此完全可能是复用的连接。")
    }
    if scheme == "https" {
      return Text(

        en: """
          Over HTTP/1 net/http repeats a \(method) on a new connection when a reused one \
          fails; over HTTP/2, which https may be, not always.
          """,

        zh: """
          HTTP/1 下，复用的连接失败时 net/http 会在新连接上重试 \(method)；https 可能是 HTTP/2，\
          那时不一定重试。
          """)
    }
    return Text(

      en: """
        net/http repeats a \(method) on a new connection when a reused one fails: an error \
        that surfaces came on a fresh one.
        """,

      zh: """
        复用的连接失败时，net/http 会在新连接上重试 \(method)：能冒出来的错误发生在新建的连接\
        上。
        """)
  }

  private var softwareRemark: Text? {
    switch pattern.id {
    case "node-hang-up":
      Text(
        en: """
          Node.js gives this error the code ECONNRESET, but it is a FIN: a real RST says "read \
          ECONNRESET". The program's own destroy() or time-out gives it too.
          """,
        zh: """
          Node.js 给这个错误的 code 是 ECONNRESET，但其实收到的是 FIN：真正的 RST 会显示 read \
          ECONNRESET。程序自己 destroy() 或超时也会得到它。
          """)
    case "java-reset":
      Text(
        en: """
          Java says "Connection reset" where the system call says "Connection reset by \
          peer".
          """,
        zh: """
          系统调用的 Connection reset by peer，Java 写作 Connection reset。
          """)
    case "nginx-499":
      Text(
        en: """
          499 is nginx's own code: the client closed the connection before nginx had answered.
          """,
        zh: """
          499 是 nginx 自定义的状态码：客户端在 nginx 应答之前关闭了连接。
          """)
    case "nginx-unix-full":
      Text(
        en: """
          Error 11 on a UNIX socket means that its accept queue is full: TCP would have dropped \
          the SYN in silence.
          """,
        zh: """
          UNIX 套接字上的错误 11 表示其全连接队列已满；换作 TCP 则会静默丢弃 SYN。
          """)
    case "haproxy-SD":
      Text(
        en: """
          SD: the server ended the connection in the middle of the data, by FIN or by RST; \
          HAProxy does not say which.
          """,
        zh: """
          SD：服务端在传输数据途中结束连接，可能是 FIN 也可能是 RST，HAProxy 不区分。
          """)
    case "haproxy-SH", "envoy-UC", "envoy-termination", "envoy-details-termination":
      Text(
        en: """
          The server ended the connection before its answer began; the proxy does not say \
          whether by FIN or by RST.
          """, zh: "服务端在应答之前结束了连接；代理不区分是 FIN 还是 RST。")
    case "haproxy-SC":
      Text(
        en: """
          SC: HAProxy's connect was refused or reset; a time-out would be sC.
          """, zh: "SC：HAProxy 连接后端被拒绝或被重置；超时则是 sC。")
    default: nil
    }
  }
}
