/// The names of the signals that end processes, by Linux's numbers (signal(7)).
enum SignalName {
  private static let names: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU",
    31: "SIGSYS",
  ]

  static func of(_ signal: Int32) -> String { names[signal] ?? "signal \(signal)" }
}
