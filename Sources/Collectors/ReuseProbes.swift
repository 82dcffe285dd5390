public import BPF
public import Facts
import KernelProbes
import Linux

/// How this host's connections are used again and given up, as the kernel sees it.
public struct ReuseProbes: ~Copyable {
  private let links: [Attachment]
  private let ring: RingBuffer
  private let object: BPFObject
  private let inbox: Inbox

  /// Decodes records as they come, and keeps them until they are asked for.
  private final class Inbox {
    var sightings: [ReuseSighting] = []
    private let decoder = RecordDecoder(wallOffset: KernelClock.wallOffset)
    /// Connections that this host has the server's end of: what their clients' ends see has been told.
    private var served: Set<Flow> = []
    private static let mostServed = 65_536

    func receive(_ bytes: RawSpan) {
      let record = unsafe bytes.unsafeLoad(as: reuse_event.self)
      let flow = decoder.outgoing(record.tuple)
      if socket_role(record.role) == SOCKET_ROLE_SERVER {
        if served.count >= Self.mostServed { served.removeAll() }
        served.insert(Flow(from: flow.destination, to: flow.source))
      } else if served.contains(flow) {
        return
      }
      sightings += decoder.sightings(record)
    }
  }

  /// Attaches to the kernel; `namespaces` are inode numbers, empty for all of the host.
  ///
  /// Needs CAP_BPF and CAP_PERFMON, and a kernel with BTF.
  public init(namespaces: [UInt32]) throws(BPFError) {
    let image = unsafe UnsafeRawBufferPointer(
      start: reuse_probes_image, count: Int(reuse_probes_image_size))
    let opened = unsafe try OpenedBPFObject(image: image.bytes)
    try opened.setReadOnlyData(
      probe_settings(
        jiffies_per_second: KernelClock.ticksPerSecond,
        filters_namespaces: UInt32(namespaces.count), sees_said: 0, hash_seed: 0))
    let object = try opened.load()
    for namespace in namespaces { try object.insert(namespace, into: "namespaces") }
    let inbox = Inbox()
    let ring = try object.ringBuffer("events") { inbox.receive($0) }
    var links: [Attachment] = []
    for program in ["on_segment", "on_state", "on_receive_reset", "on_send_reset"] {
      links.append(Attachment(try object.attach(program: program)))
    }
    self.links = links
    self.ring = ring
    self.object = object
    self.inbox = inbox
  }

  /// What was seen since the last time, oldest first.
  public func poll() throws(BPFError) -> [ReuseSighting] {
    try ring.read()
    defer { inbox.sightings = [] }
    return inbox.sightings
  }

  /// Readable when something was seen; it must not be closed.
  public var descriptor: Int32 { ring.descriptor }

  /// Records that were lost because this program did not keep up.
  public var lost: UInt64 { get throws(BPFError) { try object.counter("lost") } }
}

extension RecordDecoder {
  /// What a record tells: the thing itself and, where it is known, how far the ends are apart.
  fileprivate func sightings(_ record: reuse_event) -> [ReuseSighting] {
    let flow = outgoing(record.tuple)
    let isServer = socket_role(record.role) == SOCKET_ROLE_SERVER
    let pause = Duration.milliseconds(record.pause_ms)
    let kind: ReuseSighting.Kind? =
      switch (reuse_kind(record.kind), isServer) {
      case (REUSE_PAUSE, _): .reuse(pause)
      case (REUSE_OWN_CLOSE, true), (REUSE_PEER_CLOSE, false): .serverClose(pause)
      case (REUSE_OWN_CLOSE, false), (REUSE_PEER_CLOSE, true): .clientClose(pause)
      case (REUSE_LATE, _): .lateRequest
      default: nil
      }
    guard let kind else { return [] }
    let (client, server) =
      isServer ? (flow.destination, flow.source) : (flow.source, flow.destination)
    let roundTrip: [ReuseSighting.Kind] =
      record.round_trip_us == 0 ? [] : [.roundTrip(.microseconds(record.round_trip_us))]
    return ([kind] + roundTrip).map {
      ReuseSighting(
        time: time(record.time_ns), client: client.address, server: server, kind: $0)
    }
  }
}
