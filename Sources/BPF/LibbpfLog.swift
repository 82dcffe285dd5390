import CLibbpf
import Glibc
import Synchronization

/// What libbpf and the kernel's verifier said, kept for `--verbose` instead of going to standard error.
public enum LibbpfLog {
  private static let lines = Mutex<[String]>([])
  private static let limit = 200
  /// A verifier's log, which comes as one warning, can be megabytes.
  private static let longest = 1 << 20

  /// The last lines that libbpf logged: the end of a verifier's log tells what was refused.
  public static func tail(_ count: Int) -> [String] {
    lines.withLock { $0.joined() }.split(separator: "\n").suffix(count).map(String.init)
  }

  static func divert() {
    _ = libbpf_set_print { level, format, arguments in
      guard let format, let arguments else { return 0 }
      LibbpfLog.append(format, arguments, upTo: level == LIBBPF_WARN ? LibbpfLog.longest : 4096)
      return 0
    }
  }

  private static func append(
    _ format: UnsafePointer<CChar>, _ arguments: CVaListPointer, upTo size: Int
  ) {
    let line = String(unsafeUninitializedCapacity: size) { buffer in
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
