import Diagnosis
import Foundation
import Linux
import Testing

@testable import Lab

/// How much the relay can carry, with both ends of the connection and the relay on this machine's cores.
///
/// Only where `Scripts/bench-relay` names the program: it is a measurement, not a test of other tests'
/// neighbourhood.
@Suite struct RelayThroughputTests {
  private static let program = ProcessInfo.processInfo.environment["WHYRESET_BENCH_RELAY"]

  private static let duration = Duration.seconds(5)

  struct Load: CustomTestStringConvertible {
    let testDescription: String
    let relay: Scenario.Relay
  }

  static let loads = [
    Load(testDescription: "as it is", relay: Scenario.Relay()),
    Load(testDescription: "translating", relay: Scenario.Relay { $0.translates = true }),
  ]

  @Test(.enabled(if: program != nil), arguments: loads, AddressFamily.allCases)
  func carries100000FullPacketsASecond(_ load: Load, _ family: AddressFamily) throws {
    let subnet = try LabSubnet(family)
    let addresses = LabAddresses(in: subnet)
    let client = try NetworkNamespace.anonymous()
    let server = try NetworkNamespace.anonymous()
    var network = try LabNetwork(addresses, .relay(load.relay), program: try #require(Self.program))
    try network.plugIn(.client, client)
    try network.plugIn(.server, server)
    let listener = try server.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.bind(to: .any(family, port: 80))
      try socket.listen(backlog: 1)
      return socket
    }
    let sender = try client.run { () throws(LinuxError) in
      let socket = try StreamSocket(family)
      try socket.beginConnect(
        to: SocketAddress(family, bits: addresses.server.bits, port: 80))
      return socket
    }
    #expect(try Poll.wait(for: .readable, on: listener.descriptor, limit: .seconds(5)) == .ready)
    let receiver = try listener.accept()
    let start = ContinuousClock.now
    let ended = Self.drain(receiver.descriptor.number)
    let bytes = try Self.fill(sender)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try sender.shutdown(.write)
    #expect(ended.wait(timeout: .now() + 10) == .success)
    let packets = Double(bytes) / Double(family == .ipv4 ? 1448 : 1428) / seconds
    print(
      "\(load.testDescription), \(family): \(Int(packets)) full packets/s, "
        + "\(Int(Double(bytes) * 8 / seconds / 1e6)) Mbit/s")
    #expect(packets >= 100_000)
  }

  /// How many bytes the connection took.
  private static func fill(_ socket: borrowing StreamSocket) throws -> Int {
    let block = [UInt8](repeating: 0, count: 1 << 18)
    let end = ContinuousClock.now + duration
    var count = 0
    while ContinuousClock.now < end {
      do throws(LinuxError) { count += try socket.send(block[...]) } catch {
        guard error.wouldWait else { throw error }
        _ = try Poll.wait(for: .writable, on: socket.descriptor, limit: .seconds(1))
      }
    }
    return count
  }

  /// Reads all that comes, on a thread of its own, and says when the end has.
  private static func drain(_ number: Int32) -> DispatchSemaphore {
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 1 << 18)
      while read(number, &buffer, buffer.count) != 0 {
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, 100)
      }
      ended.signal()
    }
    return ended
  }
}
