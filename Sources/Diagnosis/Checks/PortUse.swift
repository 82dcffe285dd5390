import Facts

/// A destination that takes nearly all local ports: connect() then fails with EADDRNOTAVAIL.
enum PortUse: Check {
  static let subject = Text(en: "local ports for outgoing connections", zh: "主动连接可用的本地端口")

  private static let highWater = 0.8

  static func examine(_ host: HostSnapshot) -> [Finding] {
    let range = host.numbers(.localPortRange)
    guard range.count == 2, range[1] >= range[0], let busiest = host.sockets.busiest else {
      return []
    }
    let all = range[1] - range[0] + 1
    guard Double(busiest.ports) >= highWater * Double(all) else { return [] }
    var finding = host.advice(
      Text(
        en: "Connections to one destination take nearly all local ports",
        zh: "到同一目的地的连接几乎占满了本地端口"), server: busiest.remote)
    finding.evidence = [
      Reason(
        "local-ports", "\(busiest.ports) of \(all)",
        Text(
          en:
            "\(busiest.ports) of the \(all) ports of \(range[0])–\(range[1]) are taken, \(busiest.timeWait) of them by TIME_WAIT",
          zh:
            "\(range[0])–\(range[1]) 共 \(all) 个端口，已占用 \(busiest.ports) 个，其中 TIME_WAIT \(busiest.timeWait) 个"
        ))
    ]
    finding.fixes = PortExhaustion.fixes
    return [finding]
  }
}
