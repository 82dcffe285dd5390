public import BPF
public import Facts
import KernelProbes
import Linux

/// Resets as the kernel reports them, through eBPF programs on BTF tracepoints.
public struct KernelResets: ~Copyable {
  private let links: [Attachment]
  private let ring: RingBuffer
  private let object: BPFObject
  private let inbox: Inbox
  private let ownerVisits = OwnerVisits()
  private let attention: MessageAttention
  private let arrivals: SegmentAttention
  private let rejections: Rejections
  private let namespaces: NamespaceNumbers

  /// When the owners of sockets are looked at next.
  private final class OwnerVisits {
    var next = ContinuousClock.now + .seconds(1)
  }

  /// Attaches to the kernel; `namespaces` are inode numbers, empty for all of the host.
  ///
  /// Needs CAP_BPF and CAP_PERFMON (Linux 5.8), and a kernel with BTF.
  public static func attached(
    namespaces: [UInt32] = [], as release: EmulatedKernel? = nil
  ) throws(BPFError) -> KernelResets {
    let types = try KernelTypes()
    let selection = try ProbeSelection(types, as: release)
    do throws(BPFError) {
      return try attached(selection, namespaces, types, release)
    } catch {
      // The function may be there and not be allowed to these programs (Linux 6.4 to 6.11).
      guard let lesser = selection.withoutPeeking, !error.isPermission else { throw error }
      return try attached(lesser, namespaces, types, release)
    }
  }

  private static func attached(
    _ selection: ProbeSelection, _ namespaces: [UInt32], _ types: borrowing KernelTypes,
    _ release: EmulatedKernel?
  ) throws(BPFError) -> KernelResets {
    let numbers = NamespaceNumbers(namespaces)
    let object = try load(selection, numbers)
    let inbox = Inbox(reasons: types.enumeration("sk_rst_reason"), as: release)
    let ring = try object.ringBuffer("events") { inbox.receive($0) }
    var links: [Attachment] = []
    for program in selection.lasting {
      links.append(Attachment(try object.attach(program: program)))
    }
    let attention = MessageAttention(selection.attentive)
    try attention.begin(object)
    let arrivals = SegmentAttention(selection.arriving)
    try arrivals.begin(object)
    try object.iterate(program: "visit_file")
    let rejections = Rejections(namespaces: namespaces, program: selection.onDemand)
    try rejections.attach(in: object)
    return KernelResets(
      links: links, ring: ring, object: object, inbox: inbox, attention: attention,
      arrivals: arrivals, rejections: rejections, namespaces: numbers)
  }

  private init(
    links: [Attachment], ring: consuming RingBuffer, object: consuming BPFObject, inbox: Inbox,
    attention: MessageAttention, arrivals: SegmentAttention, rejections: Rejections,
    namespaces: NamespaceNumbers
  ) {
    self.links = links
    self.ring = ring
    self.object = object
    self.inbox = inbox
    self.attention = attention
    self.arrivals = arrivals
    self.rejections = rejections
    self.namespaces = namespaces
  }

  private static func load(
    _ selection: ProbeSelection, _ namespaces: NamespaceNumbers
  ) throws(BPFError) -> BPFObject {
    let image = unsafe UnsafeRawBufferPointer(
      start: kernel_probes_image, count: Int(kernel_probes_image_size))
    let opened = unsafe try OpenedBPFObject(image: image.bytes)
    for program in selection.wanted + selection.further {
      try opened.load(program: program, true)
    }
    try opened.setReadOnlyData(
      probe_settings(
        jiffies_per_second: KernelClock.ticksPerSecond,
        filters_namespaces: namespaces.count, sees_said: selection.seesSaid ? 1 : 0,
        hash_seed: .random(in: 1 ... .max)))
    let object = try opened.load()
    try namespaces.enter(object)
    return object
  }

  /// Looks again at who holds which socket, where the last look is long enough ago.
  ///
  /// It takes 150 ns for each open file of the host, and so is done the more seldom the more there are.
  private func refreshOwners() throws(BPFError) {
    let start = ContinuousClock.now
    guard start >= ownerVisits.next else { return }
    try object.iterate(program: "visit_file")
    let taken = ContinuousClock.now - start
    ownerVisits.next = .now + max(.seconds(1), taken * 500)
  }

  /// The events that came, oldest first; in a storm a few thousand of them.
  public func poll() throws(BPFError) -> [Event] {
    try refreshOwners()
    try attention.regulate(object)
    try arrivals.regulate(object)
    try rejections.refresh(in: object)
    try ring.read()
    return try rejections.complete(inbox.take(), in: object)
  }

  /// Everything that waits, at the end of a watch, also what is being written at this moment; in a
  /// storm, which has no end, as much as comes within a second.
  public func drain() throws(BPFError) -> [Event] {
    let end = ContinuousClock.now + .seconds(1)
    repeat {
      try ring.read()
      if !ring.hasRecords { break }
      try? Poll.sleep(.milliseconds(1))
    } while ContinuousClock.now < end
    return try rejections.complete(inbox.take(), in: object)
  }

  /// Watches a namespace no longer; its number may soon be another's.
  public func leave(_ namespace: UInt32) {
    try? namespaces.leave(namespace, in: object)
  }

  /// Whether more events wait than were taken at once.
  public var isBehind: Bool { ring.hasRecords }

  /// Readable when events wait; it must not be closed.
  public var descriptor: Int32 { ring.descriptor }

  /// Records that were lost because this program did not keep up.
  public var lost: UInt64 { get throws(BPFError) { try object.counter("lost") } }

  /// Nanoseconds that its programs have run while a `RunTimes` was held.
  public var runTime: UInt64 { get throws(BPFError) { try object.runTime() } }

  /// Whether resets can be told by the kernel function that sent them; without CAP_SYSLOG they cannot.
  public var knowsCallSites: Bool { inbox.knowsCallSites }
}
