import BPF
public import Facts
import Linux

/// What this host has for a page of the reference: values of parameters and counters, names of reasons.
public enum HostReference {
  /// A parameter as it stands in the calling thread's namespaces, and the file that sets it at boot.
  public struct Value: Sendable {
    /// Numbers separated by one space; nil where this kernel or namespace does not have it.
    public let running: String?
    public let configured: ConfiguredParameter?
  }

  public static func value(of key: Sysctl) -> Value {
    let text = try? SysctlFS.read(key.rawValue)
    let configured = Parameters.configured()[key].map {
      ConfiguredParameter(value: spaced($0.value), file: $0.file)
    }
    return Value(running: text.map(spaced), configured: configured)
  }

  /// What the files below a root would set at boot.
  public static func configured(root: String) -> [Sysctl: ConfiguredParameter] {
    Parameters.configured(root: root)
  }

  private static func spaced(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
  }

  /// The TCP counters since boot, of the calling thread's network namespace.
  public static func counters() -> [Counter: UInt64] { (try? CounterText.read(netns: nil)) ?? [:] }

  /// The names of an enum of the running kernel, without their prefix; nil where it has none, or no BTF.
  public static func names(of enumeration: String, prefix: String) -> [String]? {
    guard let types = try? KernelTypes() else { return nil }
    return types.enumeration(enumeration)?.all.map {
      $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0
    }
  }
}
