extension LinePattern {
  static let kernel: [LinePattern] = [
    LinePattern(
      "kernel-syn-flood", "kernel log", "Possible SYN flooding on port *. Sending cookies",
      .synFlooding, .connecting, .kernel, .server),
    LinePattern(
      "kernel-syn-flood-drop", "kernel log", "Possible SYN flooding on port *. Dropping request",
      .synFlooding, .connecting, .kernel, .server),
    LinePattern(
      "kernel-orphans", "kernel log", "too many orphaned sockets", .orphans, .unknown, .kernel),
    LinePattern(
      "kernel-tcp-mem", "kernel log", "out of memory -- consider tuning tcp_mem", .tcpMemory,
      .unknown, .kernel),
    LinePattern(
      "kernel-time-wait", "kernel log", "time wait bucket table overflow", .timeWaitFull, .unknown,
      .kernel),
    LinePattern(
      "kernel-conntrack", "kernel log", "nf_conntrack: table full, dropping packet", .conntrackFull,
      .connecting, .kernel),
    LinePattern(
      "kernel-conntrack-namespace", "kernel log",
      "nf_conntrack: table full in netns *, dropping packet", .conntrackFull, .connecting, .kernel),
    LinePattern(
      "kernel-conntrack-old", "kernel log", "ip_conntrack: table full, dropping packet",
      .conntrackFull, .connecting, .kernel),
    LinePattern(
      "kernel-oom", "kernel log", "Out of memory: Killed process", .killed, .unknown, .kernel),
    LinePattern(
      "kernel-oom-old", "kernel log", "Out of memory: Kill process", .killed, .unknown, .kernel),
    LinePattern(
      "kernel-oom-cgroup", "kernel log", "Memory cgroup out of memory: Killed process", .killed,
      .unknown, .kernel),
    LinePattern("kernel-segfault", "kernel log", "]: segfault at ", .crashed, .unknown, .kernel),
    LinePattern(
      "kernel-traps", "kernel log", "traps: * general protection", .crashed, .unknown, .kernel),
    LinePattern(
      "kernel-neighbour", "kernel log", "neighbor table overflow!", .unreachable, .unknown, .kernel),
    LinePattern(
      "kernel-file-max", "kernel log", "VFS: file-max limit * reached", .tooManyFiles, .unknown,
      .kernel),
    LinePattern(
      "systemd-killed", "systemd", "Main process exited, code=killed, status=9/KILL", .killed,
      .unknown, .server),
    LinePattern(
      "systemd-crashed", "systemd", "Main process exited, code=dumped, status=", .crashed, .unknown,
      .server),
    LinePattern(
      "systemd-oom", "systemd", "A process of this unit has been killed by the OOM killer", .killed,
      .unknown, .server),
  ]

  /// What is left when no program is known: the words of strerror(3) and the names of errno(3).
  static let generic: [LinePattern] = [
    LinePattern("any-reset", "a program", "connection reset by peer", .reset),
    LinePattern("any-reset-name", "a program", "ECONNRESET", .reset),
    LinePattern("any-reset-short", "a program", "connection reset", .reset),
    LinePattern("any-pipe", "a program", "broken pipe", .brokenPipe, .sending),
    LinePattern("any-pipe-name", "a program", "EPIPE", .brokenPipe, .sending),
    LinePattern(
      "any-refused", "a program", "connection refused", .refused, .connecting, .client, .remote),
    LinePattern(
      "any-refused-name", "a program", "ECONNREFUSED", .refused, .connecting, .client, .remote),
    LinePattern(
      "any-timeout", "a program", "connection timed out", .gaveUp, .unknown, .unknown,
      .remote),
    LinePattern(
      "any-timeout-name", "a program", "ETIMEDOUT", .gaveUp, .unknown, .unknown, .remote),
    LinePattern(
      "any-noport", "a program", "cannot assign requested address", .noPort, .connecting, .client,
      .remote),
    LinePattern(
      "any-noport-name", "a program", "EADDRNOTAVAIL", .noPort, .connecting, .client, .remote),
    LinePattern("any-in-use", "a program", "address already in use", .portTaken),
    LinePattern("any-in-use-name", "a program", "EADDRINUSE", .portTaken),
    LinePattern("any-files", "a program", "too many open files", .tooManyFiles),
    LinePattern("any-files-name", "a program", "EMFILE", .tooManyFiles),
    LinePattern("any-aborted", "a program", "software caused connection abort", .aborted),
    LinePattern("any-aborted-name", "a program", "ECONNABORTED", .aborted),
    LinePattern(
      "any-noroute", "a program", "no route to host", .unreachable, .connecting, .client, .remote),
    LinePattern(
      "any-nonet", "a program", "network is unreachable", .unreachable, .connecting, .client,
      .remote),
    LinePattern(
      "any-overflow", "netstat", "times the listen queue of a socket overflowed", .queueFull,
      .connecting, .kernel),
    LinePattern("any-resource", "a program", "resource temporarily unavailable", .silence),
    LinePattern("any-closed", "a program", "connection closed by remote host", .endOfFile),
    LinePattern("any-eof", "a program", "unexpected EOF", .cutShort),
  ]

  /// What the reference lists: every shape, and the codes of proxies.
  public static let documented = all + ProxyCodes.haproxy + ProxyCodes.envoy

  /// Every shape that the program knows.
  public static let all: [LinePattern] =
    go + grpc + node + python + jvm + native + script + nginx + proxy + database + kernel + generic
}
