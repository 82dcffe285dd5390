import Facts

/// Listening ports that outgoing connections may take first: the server then cannot start again (EADDRINUSE).
enum PortRangeOverlap: Check {
  static let subject = Text(
    en: "listening ports outside the local port range", zh: "监听端口与本地端口范围不重叠")

  /// Nobody widens the range by accident above this; a program that listens there did not choose the port.
  private static let usualStart = 32768

  static func examine(_ host: HostSnapshot) -> [Finding] {
    let range = host.numbers(.localPortRange)
    guard range.count == 2, range[0] < usualStart else { return [] }
    let reserved = PortList(host.parameters[.reservedPorts] ?? "")
    let ports = Set(host.listeners.map { Int($0.local.port) }).filter {
      ($0 >= range[0] && $0 < min(usualStart, range[1] + 1)) && !reserved.contains($0)
    }.sorted()
    guard !ports.isEmpty else { return [] }
    let list = ports.prefix(8).map(String.init).joined(separator: ",")
    var finding = host.advice(
      Text(
        en: "Outgoing connections may take ports that servers listen on",
        zh: "主动连接可能占用服务要监听的端口"))
    finding.evidence = [evidence(list, range)]
    finding.fixes = [reservation(of: list, host.parameters[.reservedPorts] ?? "")]
    return [finding]
  }

  private static func evidence(_ ports: String, _ range: [Int]) -> Reason {
    Reason(
      "port-range", "\(range[0])-\(range[1])",
      Text(
        en:
          "Listening: \(ports); the range for outgoing connections is \(range[0])–\(range[1]). A server that restarts may find its port taken",
        zh: "正在监听：\(ports)；主动连接的端口范围是 \(range[0])–\(range[1])。服务重启时端口可能已被占用"))
  }

  private static func reservation(of ports: String, _ old: String) -> Fix {
    Fix(
      Text(en: "Keep these ports out of it.", zh: "把这些端口排除在外。"),
      command:
        "sysctl -w net.ipv4.ip_local_reserved_ports=\(old.isEmpty ? ports : old + "," + ports)",
      undo: "sysctl -w net.ipv4.ip_local_reserved_ports=\(old.isEmpty ? "''" : old)")
  }

  /// Ports as net.ipv4.ip_local_reserved_ports lists them: `8080,9148-9150`.
  private struct PortList {
    private let ranges: [ClosedRange<Int>]

    init(_ text: String) {
      ranges = text.split(separator: ",").compactMap { part in
        let ends = part.split(separator: "-").compactMap { Int($0) }
        guard let first = ends.first, let last = ends.last, first <= last else { return nil }
        return first...last
      }
    }

    func contains(_ port: Int) -> Bool { ranges.contains { $0.contains(port) } }
  }
}
