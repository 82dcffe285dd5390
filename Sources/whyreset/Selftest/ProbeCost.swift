import BPF
import Collectors
import Linux
import Report

/// Measures what the probes cost: short connections over loopback, in a network namespace of its own.
///
/// The kernel's clock counts the programs' runs for the whole host, so what runs anyway is measured
/// first, for as long, and taken off.
enum ProbeCost {
  /// Nil where the probes or a namespace cannot be had.
  static func measure(connections: Int = 2000) -> Selftest.Overhead? {
    guard let place = try? NetworkNamespace.anonymous() else { return nil }
    guard let probes = try? KernelResets.attached(), let clock = try? RunTimes() else { return nil }
    let measured = try? place.run { () throws(LinuxError) in
      var links = try NetworkLinks()
      try links.setUp("lo")
      _ = try connect(connections / 10)
      return try measure(connections, probes)
    }
    withExtendedLifetime(clock) {}
    return measured ?? nil
  }

  private static func measure(
    _ connections: Int, _ probes: borrowing KernelResets
  ) throws(LinuxError) -> Selftest.Overhead? {
    guard let start = try? probes.runTime else { return nil }
    let elapsed = try connect(connections)
    guard let middle = try? probes.runTime else { return nil }
    try Poll.sleep(.nanoseconds(elapsed))
    guard let end = try? probes.runTime else { return nil }
    let (busy, idle) = (middle - start, end - middle)
    return Selftest.Overhead(
      connections: connections, connectionNanoseconds: Int(elapsed) / connections,
      probeNanoseconds: Int(busy > idle ? busy - idle : 0) / connections)
  }

  /// Connects, sends 100 bytes each way and closes, so many times; how long it took, in nanoseconds.
  private static func connect(_ count: Int) throws(LinuxError) -> Int64 {
    let listener = try StreamSocket(.ipv4)
    try listener.bind(to: SocketAddress(.ipv4, bits: 0x7f00_0001, port: 0))
    try listener.listen(backlog: 128)
    guard let address = try listener.localAddress() else { return 0 }
    let message = ArraySlice([UInt8](repeating: 0x2e, count: 100))
    let start = KernelClock.monotonic
    for _ in 0..<count {
      let client = try StreamSocket(.ipv4)
      try client.beginConnect(to: address)
      let server = try listener.accept()
      _ = try client.send(message)
      _ = try server.receive(upTo: 100)
      _ = try server.send(message)
      _ = try client.receive(upTo: 100)
    }
    return KernelClock.monotonic - start
  }
}
