public import Diagnosis
public import Facts

/// What a default can depend on.
public struct HostSize: Hashable, Sendable {
  public let kernel: KernelVersion
  /// Memory in pages of 4096 bytes.
  public let pages: Int

  public init(kernel: KernelVersion, pages: Int) {
    self.kernel = kernel
    self.pages = pages
  }

  /// The buckets of TCP's hash of connections: a power of two, one for each 128 KiB of memory, at most
  /// 524288 (`tcp_init()`, `alloc_large_system_hash()`); a boot parameter, thash_entries, can set it.
  public var connectionBuckets: Int {
    var buckets = 1
    while buckets < pages >> 5, buckets < 524_288 { buckets *= 2 }
    return buckets
  }
}

/// The value that the kernel gives a parameter by itself.
public struct ParameterDefault: Sendable {
  /// The rule in words.
  public let text: Text
  private let rule: @Sendable (HostSize) -> String?

  public init(_ text: Text, _ rule: @escaping @Sendable (HostSize) -> String?) {
    self.text = text
    self.rule = rule
  }

  /// As the file under /proc/sys shows it, numbers separated by one space; nil where the rule is not
  /// known for such a host.
  public func value(on host: HostSize) -> String? { rule(host) }

  /// The same on every host and kernel.
  public static func fixed(_ value: String) -> ParameterDefault {
    ParameterDefault(Text(value)) { _ in value }
  }

  public static func fixed(_ value: String, _ text: Text) -> ParameterDefault {
    ParameterDefault(text) { _ in value }
  }

  /// One value before a kernel version and another from it on.
  public static func changed(
    from old: String?, to new: String, in version: KernelVersion
  ) -> ParameterDefault {
    ParameterDefault(
      Text(
        en: "\(new) since Linux \(version)" + (old.map { "; \($0) before" } ?? ""),
        zh: "Linux \(version) 起为 \(new)" + (old.map { "，之前为 \($0)" } ?? ""))
    ) { $0.kernel >= version ? new : old }
  }

  /// It depends on what this program does not look at.
  public static func unknown(_ text: Text) -> ParameterDefault {
    ParameterDefault(text) { _ in nil }
  }
}
