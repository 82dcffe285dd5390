import BPF
import Linux

/// Why a command could not do its job: one line for the person who called it, and what to do next.
struct Failure: Error {
  /// The documented exit statuses.
  enum Status: Int32 {
    case found = 1
    case usage = 2
    case failed = 3
  }

  let message: String
  var hint: String?
  var status = Status.failed
  /// What `--verbose` adds, a line each.
  var details: [String] = []

  /// What goes to standard error.
  func text(verbose: Bool) -> String {
    let lines = [hint].compactMap(\.self) + (verbose ? details : [])
    return "whyreset: \(message)\n" + lines.map { "  \($0)\n" }.joined()
  }

  init(_ message: String, hint: String? = nil, status: Status = .failed) {
    self.message = message
    self.hint = hint
    self.status = status
  }

  init(_ error: LinuxError) { self.init(error.description) }

  /// The command line cannot be understood; `whole` is all that the parser has to say, which ends in
  /// where to find help.
  init(usage message: String, whole: String) {
    let last = whole.split(separator: "\n").last.map(String.init) ?? ""
    let help = last.split(separator: "'").first { $0.hasSuffix("--help") }
    self.init(message, hint: help.map { "`\($0)` shows what there is" }, status: .usage)
  }

  /// The programs of the probes cannot be had.
  init(probes error: BPFError) {
    message = "cannot watch the kernel: \(error)"
    details = LibbpfLog.tail(40)
    if error.isPermission {
      hint = """
        run it as root, or grant CAP_BPF, CAP_PERFMON and CAP_SYSLOG: sudo whyreset …; \
        `whyreset watch --source counters` needs no rights
        """
    } else if error.operation.hasPrefix("read kernel type") {
      hint = "this kernel has no BTF; it needs CONFIG_DEBUG_INFO_BTF=y (/sys/kernel/btf/vmlinux)"
    } else if error.operation.hasPrefix("find tracepoint") {
      hint = "this kernel lacks the tracepoint; Linux 5.15 or later has it"
    } else {
      hint = """
        run it again with --verbose for what the kernel's verifier said; \
        `whyreset watch --source packets` does without it
        """
    }
  }
}
