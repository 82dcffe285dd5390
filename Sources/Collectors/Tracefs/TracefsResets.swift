public import Facts
public import Linux

/// Resets as the kernel's classic tracepoints report them, without BPF: read from a private tracing instance.
///
/// They do not say in which network namespace something happened, nor what was in the packets and sockets.
public struct TracefsResets: ~Copyable {
  // In this order they are closed: the kernel keeps an instance as long as a file of it is open.
  private let waiter: DescriptorSet
  private let pipes: [Pipe]
  private let instance: TraceInstance
  private let system: TraceFileSystem
  private let reader: TraceReader

  /// Gives a noncopyable descriptor a place in an array.
  final class Pipe {
    let file: FileDescriptor
    init(_ file: consuming FileDescriptor) { self.file = file }
  }

  /// Needs root, and CAP_SYS_ADMIN where tracefs is not mounted. With `release` it tells no
  /// more than such a kernel would.
  public static func attached(
    as release: EmulatedKernel? = nil
  ) throws(LinuxError) -> TracefsResets {
    let system = try TraceFileSystem()
    let (formats, layout) = try Tracepoints.formats(of: system)
    let instance = try TraceInstance(in: system)
    let reader = TraceReader(
      formats: formats, layout: layout, release: release, names: ThreadNames(system.path))
    reader.expectsStacks = (try? instance.set(Tracepoints.sent + "/trigger", "stacktrace")) != nil
    try Tracepoints.prepare(instance)
    let waiter = try DescriptorSet()
    var pipes: [Pipe] = []
    for processor in try instance.processors() {
      let pipe = Pipe(try instance.rawPipe(of: processor))
      try waiter.add(pipe.file.number)
      pipes.append(pipe)
    }
    try Tracepoints.enable(instance, formats)
    return TracefsResets(
      waiter: waiter, pipes: pipes, instance: instance, system: system, reader: reader)
  }

  private init(
    waiter: consuming DescriptorSet, pipes: [Pipe], instance: consuming TraceInstance,
    system: consuming TraceFileSystem, reader: TraceReader
  ) {
    self.waiter = waiter
    self.pipes = pipes
    self.instance = instance
    self.system = system
    self.reader = reader
  }

  /// The events that wait, oldest first.
  public func poll() throws(LinuxError) -> [Event] {
    for (processor, pipe) in pipes.enumerated() {
      // As many sub-buffers as a buffer has, so that a storm on one processor does not hide the others.
      for _ in 0..<1024 {
        guard let page = try pipe.file.readIfReady(upTo: reader.layout.size), !page.isEmpty else {
          break
        }
        unsafe reader.receive(page.span.bytes, from: processor)
      }
    }
    return reader.take()
  }

  /// Readable when events wait; it must not be closed.
  public var descriptor: Int32 { waiter.descriptor }

  /// Records that were overwritten because this program did not keep up.
  public var lost: UInt64 { reader.lost }

  /// Whether resets can be told by the kernel function that sent them; without CAP_SYSLOG they cannot.
  public var knowsCallSites: Bool { reader.knowsCallSites }
}

/// Which tracepoints are read, and how the instance is set up for them.
enum Tracepoints {
  static let sent = "events/tcp/tcp_send_reset"
  private static let received = "events/tcp/tcp_receive_reset"
  private static let state = "events/sock/inet_sock_set_state"
  private static let error = "events/sock/inet_sk_error_report"
  private static let stack = "events/ftrace/kernel_stack"

  /// Fails where the one tracepoint that cannot be done without is missing.
  static func formats(
    of system: borrowing TraceFileSystem
  ) throws(LinuxError) -> (TraceFormats, TraceSubBuffer.Layout) {
    guard let format = EventFormat(try system.read(sent + "/format")) else {
      throw LinuxError.unreadable(sent + "/format")
    }
    var formats = TraceFormats(sent: format)
    formats.received = EventFormat((try? system.read(received + "/format")) ?? "")
    formats.state = EventFormat((try? system.read(state + "/format")) ?? "")
    formats.error = EventFormat((try? system.read(error + "/format")) ?? "")
    formats.stack = EventFormat((try? system.read(stack + "/format")) ?? "")
    guard let layout = TraceSubBuffer.Layout(try system.read("events/header_page")) else {
      throw LinuxError.unreadable("events/header_page")
    }
    return (formats, layout)
  }

  static func prepare(_ instance: borrowing TraceInstance) throws(LinuxError) {
    // CLOCK_MONOTONIC, as BPF programs stamp with.
    try instance.set("trace_clock", "mono")
    // Which process a thread belonged to, for those that have ended by the time they are named.
    try? instance.set("options/record-tgid", "1")
    // Kibibytes for each processor; a smaller one only loses records sooner.
    try? instance.set("buffer_size_kb", "4096")
    // Before Linux 6.1 there is no such file, and a reader always wakes at the first record.
    try? instance.set("buffer_percent", "0")
  }

  static func enable(
    _ instance: borrowing TraceInstance, _ formats: TraceFormats
  ) throws(LinuxError) {
    if formats.state != nil { try instance.set(state + "/filter", "protocol == 6") }
    if formats.error != nil { try? instance.set(error + "/filter", "protocol == 6") }
    let wanted = [
      (state, formats.state), (error, formats.error), (received, formats.received),
      (sent, formats.sent),
    ]
    for (event, format) in wanted where format != nil {
      try instance.set(event + "/enable", "1")
    }
  }
}

extension LinuxError {
  /// EPROTO: the file is not of the form that the documentation gives.
  fileprivate static func unreadable(_ file: String) -> LinuxError {
    LinuxError(operation: "understand tracefs file \(file)", errno: 71)
  }
}
