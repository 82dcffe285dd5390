public import Facts

extension ErrorNumber {
  /// The name and what programs print for it (strerror(3) of glibc):
  /// `ECONNRESET “Connection reset by peer”`.
  ///
  /// The message stays English in every language: it is what stands in the application's log.
  public var nameAndMessage: String { Self.messages[rawValue].map { "\(name) “\($0)”" } ?? name }

  private static let messages: [Int32: String] = [
    24: "Too many open files", 32: "Broken pipe", 98: "Address already in use",
    99: "Cannot assign requested address", 101: "Network is unreachable",
    103: "Software caused connection abort", 104: "Connection reset by peer",
    105: "No buffer space available", 107: "Transport endpoint is not connected",
    110: "Connection timed out", 111: "Connection refused", 112: "Host is down",
    113: "No route to host",
  ]
}
