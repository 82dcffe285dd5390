import Facts

/// Processes that are about to run out of descriptors: accept() and connect() then fail with EMFILE.
enum DescriptorUse: Check {
  static let subject = Text(en: "descriptors of processes with sockets", zh: "持有套接字的进程的描述符")

  private static let highWater = 0.9

  static func examine(_ host: HostSnapshot) -> [Finding] {
    host.programs.compactMap { program in
      guard let use = program.descriptors, use.limit > 0,
        Double(use.open) >= highWater * Double(use.limit)
      else { return nil }
      var finding = host.advice(
        use.isExhausted
          ? Text(en: "A process has no descriptor left", zh: "有进程的描述符已用尽")
          : Text(en: "A process is about to run out of descriptors", zh: "有进程的描述符即将用尽"),
        process: program.process)
      finding.evidence = [
        Reason(
          "descriptors", "\(use.open) of \(use.limit)",
          Text(
            en: "It has \(use.open) open; its limit (RLIMIT_NOFILE) is \(use.limit)",
            zh: "已打开 \(use.open) 个，上限（RLIMIT_NOFILE）为 \(use.limit)"), source: .process)
      ]
      finding.fixes = fixes(program, use.limit)
      return finding
    }
  }

  private static func fixes(_ program: ProgramUse, _ limit: Int) -> [Fix] {
    [
      Fix(
        Text(
          en: "See what they are: a number that only grows is a leak, which no limit cures.",
          zh: "先看都是什么：只增不减就是泄漏，调大上限无济于事。"),
        command:
          "ls -l /proc/\(program.process.pid)/fd | awk '{print $NF}' | cut -d: -f1 | sort | uniq -c"
      ),
      Fix(
        Text(
          en: "Raise the limit of this process now, and of its service for good.",
          zh: "立即调大该进程的上限，并在服务单元中永久设置。"),
        command:
          "prlimit --pid \(program.process.pid) --nofile=\(limit * 4)   # LimitNOFILE=\(limit * 4)",
        undo: "prlimit --pid \(program.process.pid) --nofile=\(limit)"),
    ]
  }
}
