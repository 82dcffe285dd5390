import Facts
import Linux

/// Collects the records of all processors, brings them into order, and turns them into facts.
final class TraceReader {
  let layout: TraceSubBuffer.Layout
  /// Whether a stack follows each sent reset.
  var expectsStacks = false
  private(set) var lost: UInt64 = 0

  private let formats: TraceFormats
  private let callSites: CallSites?
  private var assembler: TraceAssembler
  private let names: ThreadNames
  private var records: [Traced] = []
  /// Sent resets whose stack has not come yet, by processor, the innermost last: an interrupt's reset comes
  /// between another one and its stack.
  private var unpaired: [Int: [Waiting]] = [:]

  private typealias Traced = (event: TraceEvent, stack: [UInt64])
  private typealias Waiting = (event: TraceEvent, isOld: Bool)

  init(
    formats: TraceFormats, layout: TraceSubBuffer.Layout, release: EmulatedKernel?,
    names: ThreadNames
  ) {
    self.formats = formats
    self.layout = layout
    self.names = names
    callSites = try? CallSites()
    assembler = TraceAssembler(release: release, callSites: callSites)
  }

  var knowsCallSites: Bool { expectsStacks && callSites?.areKnown ?? false }

  /// Takes in one sub-buffer.
  func receive(_ page: RawSpan, from processor: Int) {
    let read = TraceSubBuffer(page, layout) { record, time in
      if let event = formats.decode(record, at: time) { pair(event, processor) }
    }
    lost += read.missed
  }

  private func pair(_ event: TraceEvent, _ processor: Int) {
    switch event.kind {
    case .sent where expectsStacks: unpaired[processor, default: []].append((event, false))
    case .stack(let callers):
      if let sent = unpaired[processor]?.popLast() { records.append((sent.event, callers)) }
    default: records.append((event, []))
    }
  }

  /// The facts so far, oldest first.
  func take() -> [Event] {
    releaseOld()
    assembler.wallOffset = KernelClock.wallOffset
    var events: [Event] = []
    for record in records.sorted(by: { $0.event.time < $1.event.time }) {
      events += assembler.add(record.event, stack: record.stack) { names.process(ofThread: $0) }
    }
    records.removeAll(keepingCapacity: true)
    return events + assembler.flush()
  }

  /// A stack follows its record at once; one that has not come by the second look was lost.
  private func releaseOld() {
    for processor in unpaired.keys {
      let waiting = unpaired[processor]!
      records += waiting.filter(\.isOld).map { ($0.event, []) }
      unpaired[processor] = waiting.filter { !$0.isOld }.map { ($0.event, true) }
    }
  }
}

/// What threads are called, as long as they live and a little longer.
final class ThreadNames {
  private let tracefs: String
  private let numbersAreOurs = ProcFS.showsInitialNamespace
  private var known: [Int32: Process] = [:]
  private static let limit = 4096

  init(_ tracefs: String) { self.tracefs = tracefs }

  /// Nil for the idle task, and for a thread that left no name.
  func process(ofThread thread: Int32) -> Process? {
    guard thread > 0 else { return nil }
    if known.count >= Self.limit { known.removeAll() }
    if numbersAreOurs, let command = ProcFS.command(of: thread) {
      let process = Process(pid: ProcFS.process(ofThread: thread) ?? thread, command: command)
      known[thread] = process
      return process
    }
    return known[thread] ?? recorded(thread)
  }

  /// The kernel's own notes of the commands that it traced (`saved_cmdlines`), and
  /// of their processes (`saved_tgids`).
  private func recorded(_ thread: Int32) -> Process? {
    guard let command = line(of: thread, in: "saved_cmdlines"), command != "<...>" else {
      return nil
    }
    let pid = line(of: thread, in: "saved_tgids").flatMap { Int32($0) }
    let process = Process(pid: pid ?? thread, command: String(command))
    known[thread] = process
    return process
  }

  /// What stands beside a thread's number in one of these files.
  private func line(of thread: Int32, in file: String) -> Substring? {
    let bytes = (try? FileDescriptor.open("\(tracefs)/\(file)").readAll()) ?? []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2, Int32(parts[0]) == thread { return parts[1] }
    }
    return nil
  }
}
