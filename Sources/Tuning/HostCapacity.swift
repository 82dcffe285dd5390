public import Facts
import Knowledge
internal import Linux

/// What a host has to give: memory, processors, and the sizes of the kernel's objects.
public struct HostCapacity: Hashable, Sendable {
  /// A kind of object of which a parameter allows more.
  public enum Object: String, CaseIterable, Sendable {
    case connection = "TCPv6"
    case timeWait = "tw_sock_TCPv6"
    case request = "request_sock_TCPv6"
    case tracked = "nf_conntrack"
    case file = "filp"

    /// Bytes on Linux 6.18, x86-64, where the host's own could not be read.
    var usual: Int {
      switch self {
      case .connection: 2496
      case .timeWait, .tracked: 256
      case .request: 320
      case .file: 192
      }
    }
  }

  public var kernel: KernelVersion?
  /// Bytes.
  public var memory: Int
  public var cores: Int
  /// Bytes of one object each, where this process may know.
  public var sizes: [Object: Int]

  public init(kernel: KernelVersion?, memory: Int, cores: Int, sizes: [Object: Int] = [:]) {
    self.kernel = kernel
    self.memory = memory
    self.cores = cores
    self.sizes = sizes
  }

  public static var ofThisHost: HostCapacity {
    let bytes = try? FileDescriptor.open("/proc/slabinfo").readAll()
    return HostCapacity(
      kernel: KernelVersion(release: KernelRelease.current),
      memory: KernelRelease.memoryPages * 4096, cores: ThisProcess.usableProcessors,
      sizes: sizes(inSlabs: String(decoding: bytes ?? [], as: UTF8.self)))
  }

  /// Bytes of an object, and whether they are this host's own.
  public func size(of object: Object) -> (bytes: Int, isExact: Bool) {
    sizes[object].map { ($0, true) } ?? (object.usual, false)
  }

  /// Of /proc/slabinfo (slabinfo(5)): the name, and as fourth the bytes of one object. A cache that is
  /// merged with others of its size has no line of its own; that of IPv4 is a little smaller.
  static func sizes(inSlabs text: String) -> [Object: Int] {
    var found: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count > 3, let size = Int(fields[3]) { found[String(fields[0])] = size }
    }
    var sizes: [Object: Int] = [:]
    for object in Object.allCases {
      let older = object.rawValue.hasSuffix("v6") ? String(object.rawValue.dropLast(2)) : ""
      sizes[object] = found[object.rawValue] ?? found[older]
    }
    return sizes
  }
}
