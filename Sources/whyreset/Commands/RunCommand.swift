import ArgumentParser
import BPF
import Collectors
import Diagnosis
import Linux

/// `whyreset run`: the resets of one command and of all that it starts.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command and show the TCP resets of its processes, and of no others.",
    usage: "whyreset run [OPTIONS] -- COMMAND …",
    discussion: """
      Examples:
        sudo whyreset run -- curl http://10.0.0.2:8080/
        sudo whyreset run --output resets.jsonl --json -- make test

      Under sudo the command runs as the user who called sudo. Its input and output
      are its own; findings go to standard error.

      Exit status: that of the command, or 128 and the signal that ended it; 127
      where it is not found, 126 where it cannot be run; 3 where it was not run,
      because it could not be watched.
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var filter: FilterOptions

  @Option(
    name: .customLong("output"),
    help: ArgumentHelp("Write findings to this file, not to standard error.", valueName: "FILE"))
  var file: String?

  @Flag(help: "Under sudo, run the command as root.")
  var asRoot = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The command and its arguments.", valueName: "COMMAND"))
  var words: [String]

  /// How long after the command's end its last resets may take to be seen.
  private static let grace = Duration.milliseconds(60)

  private var command: [String] { words.first == "--" ? Array(words.dropFirst()) : words }

  func validate() throws {
    // Whatever is not an option of `run` is passed through to here, the requests for help too.
    if let first = words.first, ["-h", "--help"].contains(first) {
      throw CleanExit.helpRequest(Self.self)
    }
    guard let first = words.first, !command.isEmpty else {
      throw ValidationError("name the command to run: whyreset run -- COMMAND")
    }
    if first.hasPrefix("-"), first != "--" { throw ValidationError("Unknown option '\(first)'") }
  }

  func run() throws {
    let printer = FindingPrinter(output, to: try outlet())
    // Before signals are blocked, which the command would inherit.
    let held = try attempt { () throws(LinuxError) in try hold() }
    let signals = try attempt { () throws(LinuxError) in try ForwardedSignals() }
    var session = RunSession(
      tree: try follow(held.pid), printer: printer, filter: filter.filter, output: output)
    var live = try LiveDiagnosis()
    try attempt { () throws(LinuxError) in try LeastPrivilege.run() }
    if let obstacle = held.release() {
      session.say(Text(en: "cannot \(obstacle)", zh: "无法执行命令：\(obstacle)"))
    }
    let status = try watch(held, signals, &live, &session)
    session.end(&live)
    ThisProcess.exit(code: status)
  }

  private func outlet() throws(Failure) -> FindingOutlet {
    guard let file else { return .stream(.error) }
    return .file(
      FindingOutlet.OpenedFile(
        try attempt { () throws(LinuxError) in try FileDescriptor.open(file, for: .replacing) }))
  }

  private func hold() throws(LinuxError) -> HeldCommand {
    try HeldCommand("/proc/self/exe") { channel in
      ["whyreset", HeldCommandCommand.name, "\(channel)", asRoot ? "as-root" : "as-caller", "--"]
        + command
    }
  }

  private func follow(_ pid: Int32) throws(Failure) -> ProcessTree {
    do throws(BPFError) { return try ProcessTree(root: pid) } catch {
      throw Failure(probes: error)
    }
  }

  /// The command's exit status, once it has ended and its last resets have been seen.
  private func watch(
    _ held: borrowing HeldCommand, _ signals: borrowing ForwardedSignals,
    _ live: inout LiveDiagnosis, _ session: inout RunSession
  ) throws -> Int32 {
    var ending: (status: Int32, until: ContinuousClock.Instant)?
    while ending.map({ ContinuousClock.now < $0.until }) ?? true {
      session.poll(&live)
      if ending == nil {
        for number in signals.take() { held.signal(number) }
        let status = try attempt { () throws(LinuxError) in try held.status() }
        if let status { ending = (status, ContinuousClock.now + Self.grace) }
      }
      let own = session.isWatching ? [live.descriptor] : []
      let others = ending == nil ? [signals.descriptor, held.descriptor] : []
      let patience = ending == nil ? live.patience : .milliseconds(10)
      _ = try attempt { () throws(LinuxError) in
        try Poll.readable(own + others, limit: patience)
      }
    }
    return ending?.status ?? 0
  }
}

/// What `run` starts: it waits, and then becomes the command. Nobody else starts it.
struct HeldCommandCommand: ParsableCommand {
  static let name = "held-command"
  static let configuration = CommandConfiguration(commandName: name, shouldDisplay: false)

  enum Identity: String, ExpressibleByArgument {
    case asRoot = "as-root"
    case asCaller = "as-caller"
  }

  @Argument var channel: Int32
  @Argument var identity: Identity
  @Argument(parsing: .postTerminator) var command: [String]

  func run() {
    Holder.run(command, channel: channel) { () throws(LinuxError) in
      if identity == .asCaller { try SudoCaller.assume() }
    }
  }
}
