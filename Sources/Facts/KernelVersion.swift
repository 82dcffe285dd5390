/// The release of a Linux kernel, as far as its behaviour depends on it.
public struct KernelVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let major: Int
  public let minor: Int

  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// The version that a release begins with (`6.18.44-1-amd64`, uname(2)); nil where it begins with none.
  public init?(release: String) {
    let numbers = release.prefix { $0 == "." || $0.isASCII && $0.isNumber }.split(separator: ".")
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else {
      return nil
    }
    self.init(major, minor)
  }

  public var description: String { "\(major).\(minor)" }

  public static func < (a: KernelVersion, b: KernelVersion) -> Bool {
    (a.major, a.minor) < (b.major, b.minor)
  }
}
