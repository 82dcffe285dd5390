public import BPF
public import Facts
public import Linux

/// A way to learn of resets as they happen; the one that sees most comes first.
public enum SourceKind: String, Sendable, CaseIterable {
  case bpf, tracepoints, packets, counters
}

/// What resets can be told apart by, and not every source tells.
public enum SourceQuality: Sendable { case namespaces, processes, ends }

extension SourceKind {
  /// Whether findings from this source have it.
  public func tells(_ quality: SourceQuality) -> Bool {
    switch (self, quality) {
    case (.tracepoints, .namespaces), (.packets, .processes), (.counters, .processes),
      (.counters, .ends):
      false
    default: true
    }
  }

  fileprivate func lack(of quality: SourceQuality) -> String {
    switch quality {
    case .namespaces: "the kernel's tracepoints do not tell network namespaces apart"
    case .processes: "the \(rawValue) do not tell processes"
    case .ends: "the \(rawValue) do not tell addresses and ports"
    }
  }
}

/// Why a source cannot be had, or stopped.
public enum SourceError: Error, Sendable, CustomStringConvertible {
  case bpf(BPFError)
  case system(SourceKind, LinuxError)
  /// Something was asked for that the source cannot tell.
  case cannotTell(SourceKind, SourceQuality)

  public var description: String {
    switch self {
    case .bpf(let error): error.description
    case .system(_, let error): error.description
    case .cannotTell(let kind, let quality): kind.lack(of: quality)
    }
  }

  /// Whether rights are missing, rather than a feature.
  public var isPermission: Bool {
    switch self {
    case .bpf(let error): error.isPermission
    case .system(_, let error): error.isPermission
    case .cannotTell: false
    }
  }
}

/// One source of any kind, attached.
public enum LiveSource: ~Copyable {
  case bpf(KernelResets)
  case tracepoints(TracefsResets)
  case packets(PacketResets)
  case counters(CounterSource)

  /// Attaches a source of that kind. `namespaces` are inode numbers; none stands for all of the host,
  /// where the source sees all of it (`bpf`, `tracepoints`), else for this process's own.
  /// With `release` it tells no more than such a kernel would (`bpf` and `tracepoints`), for tests of that path.
  public static func attached(
    _ kind: SourceKind, namespaces: [UInt32] = [], as release: EmulatedKernel? = nil
  ) throws(SourceError) -> LiveSource {
    if kind == .bpf {
      do throws(BPFError) {
        return .bpf(try KernelResets.attached(namespaces: namespaces, as: release))
      } catch {
        throw .bpf(error)
      }
    }
    if !namespaces.isEmpty, !kind.tells(.namespaces) { throw .cannotTell(kind, .namespaces) }
    do throws(LinuxError) {
      switch kind {
      case .packets: return .packets(try PacketResets.attached(namespaces: namespaces))
      case .counters: return .counters(try CounterSource.attached(namespaces: namespaces))
      default: return .tracepoints(try TracefsResets.attached(as: release))
      }
    } catch { throw .system(kind, error) }
  }

  public var kind: SourceKind {
    switch self {
    case .bpf: .bpf
    case .tracepoints: .tracepoints
    case .packets: .packets
    case .counters: .counters
    }
  }

  /// The events that wait, oldest first.
  public func poll() throws(SourceError) -> [Event] {
    switch self {
    case .bpf(let source):
      do throws(BPFError) { return try source.poll() } catch { throw .bpf(error) }
    case .tracepoints(let source):
      do throws(LinuxError) { return try source.poll() } catch { throw .system(kind, error) }
    case .packets(let source): return source.poll()
    case .counters(let source):
      do throws(LinuxError) { return try source.poll() } catch { throw .system(kind, error) }
    }
  }

  /// The events that no descriptor has announced yet, at the end of a watch.
  public func finish() throws(SourceError) -> [Event] {
    switch self {
    case .bpf(let source):
      do throws(BPFError) { return try source.drain() } catch { throw .bpf(error) }
    case .counters(let source): return source.look()
    default: return try poll()
    }
  }

  /// Watches a namespace no longer.
  public func leave(_ namespace: UInt32) {
    switch self {
    case .bpf(let source): source.leave(namespace)
    case .packets(let source): source.leave(namespace)
    default: break
    }
  }

  /// Whether more events wait than were taken at once.
  public var isBehind: Bool {
    switch self {
    case .bpf(let source): source.isBehind
    default: false
    }
  }

  /// Readable when events wait; it must not be closed.
  public var descriptor: Int32 {
    switch self {
    case .bpf(let source): source.descriptor
    case .tracepoints(let source): source.descriptor
    case .packets(let source): source.descriptor
    case .counters(let source): source.descriptor
    }
  }

  /// Events that were lost because this program did not keep up; 0 where that cannot be told.
  public var lost: UInt64 {
    switch self {
    case .bpf(let source): (try? source.lost) ?? 0
    case .tracepoints(let source): source.lost
    case .packets(let source): (try? source.lost) ?? 0
    case .counters: 0
    }
  }

  /// Whether the kernel function that sent a reset can be told; without CAP_SYSLOG it cannot.
  public var knowsCallSites: Bool {
    switch self {
    case .bpf(let source): source.knowsCallSites
    case .tracepoints(let source): source.knowsCallSites
    case .packets: false
    case .counters: false
    }
  }
}
