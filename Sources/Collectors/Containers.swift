public import Facts
import Linux

/// The containers and pods of processes: read when each is first seen, and known after it is gone.
public struct Containers {
  /// What /proc has of one process.
  struct Reading {
    var command: String
    var cgroups: String
  }

  private struct Entry {
    var path: ContainerPath?
    var checked: Int64
  }

  private struct Key: Hashable {
    let pid: Int32
    let command: String
  }

  /// Entries of each of the two generations.
  private static let limit = 2048
  /// How long a process number is taken for the same process, in nanoseconds: numbers do not come
  /// round in that time.
  private static let patience: Int64 = 1_000_000_000

  private let read: (Int32) -> Reading?
  private let clock: () -> Int64
  private var recent: [Key: Entry] = [:]
  private var older: [Key: Entry] = [:]

  public init() { self.init(read: Self.read, clock: { KernelClock.monotonic }) }

  init(read: @escaping (Int32) -> Reading?, clock: @escaping () -> Int64) {
    self.read = read
    self.clock = clock
  }

  /// Looks at the processes of an event, while they are there.
  public mutating func notice(_ event: Event) {
    switch event {
    case .sent(let reset):
      notice([reset.actor, reset.socket?.owner, reset.listener?.owner, reset.closure?.by])
    case .received(let reset):
      notice([reset.socket.owner, reset.listener?.owner, reset.closure?.by])
    default: break
    }
  }

  /// The process with the container and the pod that it runs or ran in.
  public mutating func locate(_ process: Process) -> Process {
    let path = entry(of: process).path
    var process = process
    process.container = path?.container
    process.pod = path?.pod
    return process
  }

  private mutating func notice(_ processes: [Process?]) {
    for case .some(let process) in processes { _ = entry(of: process) }
  }

  private mutating func entry(of process: Process) -> Entry {
    let key = Key(pid: process.pid, command: process.command)
    let now = clock()
    let known = recent[key] ?? older[key]
    if let known, now - known.checked < Self.patience { return known }
    let entry = look(at: process, known: known, now: now)
    if recent.count >= Self.limit {
      older = recent
      recent.removeAll(keepingCapacity: true)
    }
    recent[key] = entry
    return entry
  }

  /// A process that is gone keeps what was read of it, also where another has its number by now.
  private func look(at process: Process, known: Entry?, now: Int64) -> Entry {
    guard let reading = read(process.pid), reading.command == process.command else {
      return Entry(path: known?.path, checked: now)
    }
    return Entry(path: ContainerPath(cgroups: reading.cgroups), checked: now)
  }

  /// The start time is read on both sides, so that all of it is of one process.
  private static func read(_ pid: Int32) -> Reading? {
    guard let start = ProcFS.startTime(of: pid), let command = ProcFS.command(of: pid),
      let cgroups = ProcFS.controlGroups(of: pid), ProcFS.startTime(of: pid) == start
    else { return nil }
    return Reading(command: command, cgroups: cgroups)
  }
}
