import ArgumentParser
import Diagnosis
import Facts
import Linux
import Report

/// `whyreset keepalive learn`: who gives up idle connections first, from traffic.
struct KeepaliveLearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Learn from traffic who gives up idle connections first, client or server.",
    usage: "whyreset keepalive learn [--read FILE] [OPTIONS]",
    discussion: """
      Examples:
        sudo whyreset keepalive learn --duration 10m
        whyreset keepalive learn --read capture.pcap

      For every client and server: when the server closes idle connections, when the client does, after how \
      long a pause the client uses a connection again, and how many requests a day can be expected to cross \
      the server's close. The pairs that are broken now come first.
      Live, it needs root, and goes on until Ctrl-C.
      Exit status: 0 no such pair, 1 there is one, 3 it could not look.
      """)

  @Option(
    help: ArgumentHelp(
      "Learn from this capture instead, - is standard input; may be given again.",
      valueName: "FILE"))
  var read: [String] = []

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("Stop after this time, as 90s, 10m, 1h.", valueName: "TIME"),
    transform: Self.time)
  var duration: Duration?

  @Option(
    help: ArgumentHelp(
      "Only this network namespace: a name, a pid, a path, or its inode number.",
      valueName: "NAME|PID|PATH"))
  var netns: [String] = []

  @Option(
    help: ArgumentHelp("Only servers at this port.", valueName: "PORT"), transform: Self.port)
  var port: [UInt16] = []

  func validate() throws {
    guard !read.isEmpty else { return }
    if duration != nil || !netns.isEmpty {
      throw ValidationError("--duration and --netns are for live traffic, not for --read")
    }
    if Set(read).count < read.count { throw ValidationError("the same file is named twice") }
  }

  func run() throws {
    let signals = try attempt { () throws(LinuxError) in try StopSignals() }
    let ledger =
      try read.isEmpty ? LiveReuse(self).learn(until: signals) : CapturedReuse(self).learn(signals)
    let verdicts = ledger.verdicts
    let text =
      output.json
      ? verdicts.map { $0.json.serialized + "\n" }.joined()
      : ReuseReport(style: output.style).render(ledger)
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
    if verdicts.contains(where: { $0.order == .racy }) {
      throw ExitCode(Failure.Status.found.rawValue)
    }
  }

  func admits(_ sighting: ReuseSighting) -> Bool {
    port.isEmpty || port.contains(sighting.server.port)
  }

  private static func time(_ text: String) throws -> Duration {
    guard let time = Quantity.duration(text), time >= .seconds(1) else {
      throw ValidationError("'\(text)' is not a time of at least 1s, such as 90s or 10m")
    }
    return time
  }

  private static func port(_ text: String) throws -> UInt16 {
    guard let port = UInt16(text), port > 0, !text.hasPrefix("+") else {
      throw ValidationError("'\(text)' is not a port from 1 to 65535")
    }
    return port
  }
}
