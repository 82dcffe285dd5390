/// An errno that a socket call can return, by its name in errno(3).
public struct ErrorNumber: RawRepresentable, Hashable, Sendable {
  /// Linux's number for it (asm-generic/errno.h).
  public let rawValue: Int32

  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let brokenPipe = ErrorNumber(rawValue: 32)
  public static let addressNotAvailable = ErrorNumber(rawValue: 99)
  public static let networkUnreachable = ErrorNumber(rawValue: 101)
  public static let connectionAborted = ErrorNumber(rawValue: 103)
  public static let connectionReset = ErrorNumber(rawValue: 104)
  public static let timedOut = ErrorNumber(rawValue: 110)
  public static let connectionRefused = ErrorNumber(rawValue: 111)
  public static let hostDown = ErrorNumber(rawValue: 112)
  public static let hostUnreachable = ErrorNumber(rawValue: 113)

  private static let names: [Int32: String] = [
    24: "EMFILE", 32: "EPIPE", 98: "EADDRINUSE", 99: "EADDRNOTAVAIL", 101: "ENETUNREACH",
    103: "ECONNABORTED", 104: "ECONNRESET", 105: "ENOBUFS", 107: "ENOTCONN", 110: "ETIMEDOUT",
    111: "ECONNREFUSED", 112: "EHOSTDOWN", 113: "EHOSTUNREACH",
  ]

  /// The number that `name` is of; nil where it is none.
  public init?(name: String) {
    let number =
      Self.names.first { $0.value == name }?.key
      ?? (name.hasPrefix("errno ") ? Int32(name.dropFirst(6)) : nil)
    guard let number else { return nil }
    self.init(rawValue: number)
  }

  /// `ECONNRESET`; for a number that is not in the table, `errno 71`.
  public var name: String { Self.names[rawValue] ?? "errno \(rawValue)" }
}
