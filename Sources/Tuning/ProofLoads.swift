import Diagnosis
import Facts
import Linux

/// Gives a socket a place in an array.
final class HeldSocket {
  let socket: StreamSocket
  init(_ socket: consuming StreamSocket) { self.socket = socket }

  var isConnected: Bool { ((try? socket.remoteAddress()) ?? nil) != nil }
}

enum AcceptBurst {
  static func run(
    _ attempts: Int, _ counters: () -> [Counter: UInt64]
  ) throws(LinuxError) -> Proof.Outcome {
    let address = Prover.address(port: 8080)
    let server = try StreamSocket(.ipv4)
    try server.bind(to: address)
    try server.listen(backlog: 65_535)
    let start = counters()
    let clients = try connecting(attempts, to: address)
    try Poll.sleep(.milliseconds(100))
    let atOnce = clients.count(where: \.isConnected)
    try accept(all: server)
    // The first SYN is sent again after one second (RFC 6298, section 2).
    try Poll.sleep(.milliseconds(1300))
    try accept(all: server)
    let later = clients.count(where: \.isConnected)
    let growth = { (counter: Counter, end: [Counter: UInt64]) in
      Int((end[counter] ?? 0) &- (start[counter] ?? 0))
    }
    let end = counters()
    return outcome(
      attempts, atOnce: atOnce, later: later, overflows: growth(.listenOverflows, end),
      resets: growth(.outgoingResets, end))
  }

  private static func connecting(
    _ attempts: Int, to address: SocketAddress
  ) throws(LinuxError) -> [HeldSocket] {
    var clients: [HeldSocket] = []
    for _ in 0..<attempts {
      let client = try StreamSocket(.ipv4)
      try client.beginConnect(to: address)
      clients.append(HeldSocket(client))
    }
    return clients
  }

  private static func outcome(
    _ attempts: Int, atOnce: Int, later: Int, overflows: Int, resets: Int
  ) -> Proof.Outcome {
    Proof.Outcome(counts: [
      ("connected", Text(en: "connected at once", zh: "立即连上"), atOnce),
      ("late", Text(en: "late, after a second SYN", zh: "重发 SYN 后才连上"), max(0, later - atOnce)),
      ("refused", Text(en: "not within 1.3 s", zh: "1.3 秒内未连上"), attempts - later),
      ("overflows", Text("ListenOverflows"), overflows),
      ("resets", Text(en: "resets sent (OutRsts)", zh: "发出的 RST（OutRsts）"), resets),
    ])
  }

  private static func accept(all server: borrowing StreamSocket) throws(LinuxError) {
    while true {
      do throws(LinuxError) { _ = try server.accept() } catch {
        if error.wouldWait { return }
        throw error
      }
    }
  }
}

enum LocalPorts {
  static func run(_ attempts: Int) throws(LinuxError) -> Proof.Outcome {
    // Below every range.
    let address = Prover.address(port: 80)
    let server = try StreamSocket(.ipv4)
    try server.bind(to: address)
    try server.listen(backlog: 128)
    var (connected, without) = (0, 0)
    for _ in 0..<attempts {
      if try connect(address, server) { connected += 1 } else { without += 1 }
    }
    return Proof.Outcome(counts: [
      ("connected", Text(en: "connected", zh: "连上"), connected),
      (
        "no-port",
        Text(en: "failed: no local port (EADDRNOTAVAIL)", zh: "失败：没有本地端口（EADDRNOTAVAIL）"), without
      ),
    ])
  }

  /// One connection, closed by the client first; false where there was no port for it.
  private static func connect(
    _ address: SocketAddress, _ server: borrowing StreamSocket
  ) throws(LinuxError) -> Bool {
    let client = try StreamSocket(.ipv4)
    do throws(LinuxError) { try client.beginConnect(to: address) } catch {
      if error.lacksPort { return false }
      throw error
    }
    _ = try Poll.wait(for: .readable, on: server.descriptor, limit: .seconds(2))
    let accepted = try server.accept()
    try client.shutdown(.write)
    _ = consume accepted
    return true
  }
}
