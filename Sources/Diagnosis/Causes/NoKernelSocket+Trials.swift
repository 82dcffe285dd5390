extension NoKernelSocket {
  public static let trials: [Trial] = [
    .untried(
      .fix(1),
      because: Text(
        en:
          "the lab's SYN is forged, and no stack stands behind it that could go on with the handshake",
        zh: "实验中的 SYN 是伪造的，背后没有能继续握手的协议栈")),
    .untried(
      .wrongFix(0),
      because: Text(
        en:
          "the lab's SYN is forged, and no stack stands behind it that could go on with the handshake",
        zh: "实验中的 SYN 是伪造的，背后没有能继续握手的协议栈")),
    .wrong(1, of: id, first: [.filter(.client, .accept(port: 40000))]),
    .untried(
      .wrongFix(2),
      because: Text(
        en: """
          the listener's RST would come from another function of the same kernel \
          (tcp_rcv_state_process() in LISTEN), and nothing would be gained
          """,
        zh: """
          那样 RST 只是改由同一内核的另一个函数发出（LISTEN 状态的 tcp_rcv_state_process()），毫无收益
          """)),
  ]
}
