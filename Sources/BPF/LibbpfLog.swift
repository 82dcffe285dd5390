import CLibbpf
import Glibc
import Synchronization

/// What libbpf and the kernel's verifier said, kept for `--verbose` instead of going to standard error.
public enum LibbpfLog {
  private static let lines = Mutex<[String]>([])
  /// A verifier log can be megabytes; its end tells what was refused.
  private static let limit = 200

  /// The last lines that libbpf logged.
  public static var text: String { lines.withLock { $0.joined() } }

  static func divert() {
    _ = libbpf_set_print { _, format, arguments in
      guard let format, let arguments else { return 0 }
      LibbpfLog.append(format, arguments)
      return 0
    }
  }

  private static func append(_ format: UnsafePointer<CChar>, _ arguments: CVaListPointer) {
    let line = String(unsafeUninitializedCapacity: 4096) { buffer in
      buffer.withMemoryRebound(to: CChar.self) { buffer in
        let length = vsnprintf(buffer.baseAddress, buffer.count, format, arguments)
        return min(max(Int(length), 0), buffer.count - 1)
      }
    }
    lines.withLock { lines in
      lines.append(line)
      if lines.count > limit { lines.removeFirst(lines.count - limit) }
    }
  }
}
