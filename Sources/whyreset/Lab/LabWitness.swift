import Collectors
import Diagnosis
import Facts
import Lab
import Linux

/// What the wire and the kernel's counters show of one run.
struct LabWitness: ~Copyable {
  /// What was seen, once the run is over.
  struct Account: Sendable {
    let setup: LabSetup
    let segments: [SegmentTaps.Segment]
    /// The TCP counters that moved.
    let client: [Counter: UInt64]
    let server: [Counter: UInt64]

    var trace: LabTrace {
      LabTrace(segments, clientTaps: setup.client.namespaces.count)
    }
  }

  private let setup: LabSetup
  private var taps: SegmentTaps

  init(_ setup: LabSetup) throws(Failure) {
    self.setup = setup
    do throws(LinuxError) { taps = try SegmentTaps(namespaces: Self.tapped(setup)) } catch {
      throw Failure(error)
    }
  }

  /// The namespaces that are listened in, in this order.
  static func tapped(_ setup: LabSetup) -> [UInt64] {
    setup.client.namespaces + setup.server.namespaces
  }

  mutating func read() { taps.read() }

  /// Ends the account, with what the kernels have counted.
  mutating func end(_ counters: LabCounters) -> Account {
    let (client, server) = (Self.moved(.client, counters), Self.moved(.server, counters))
    // A block that is not full is handed over only after a while.
    try? Poll.sleep(.milliseconds(80))
    taps.read()
    return Account(
      setup: setup, segments: taps.segments.sorted { $0.time < $1.time }, client: client,
      server: server)
  }

  /// What is open now is no count of what happened.
  private static let gauge = Counter(rawValue: "CurrEstab")

  private static func moved(_ host: Scenario.Host, _ counters: LabCounters) -> [Counter: UInt64] {
    (counters.counts[host] ?? [:]).filter { $0.key != gauge && LabComparison.moves($0.key) }
  }
}
