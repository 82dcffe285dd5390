internal import Diagnosis
internal import Facts

extension Parameter {
  public static let fileMax = Parameter(
    "fs.file-max", Text(en: "Open files of the whole system", zh: "整个系统可打开的文件数"),
    words: [Text(en: "too many open files in system", zh: "文件描述符"), Text(en: "ENFILE", zh: "句柄数")],
    .number(.files, 1...Int.max), .host,
    standard: .unknown(
      Text(
        en: """
          about one for each 10 KiB of memory; systemd sets it to the largest number there is
          """, zh: "约每 10 KiB 内存一个；systemd 会把它设为最大值")),
    does: Text(
      en: """
        Above it open(), socket() and accept() fail with ENFILE for all but root.
        """,
      zh: """
        超过后，除 root 外 open()、socket()、accept() 都以 ENFILE 失败。
        """),
    doesNot: Text(
      en: """
        It is not the limit that bites. That is the process's own, RLIMIT_NOFILE, often 1024: it \
        gives EMFILE, "Too many open files". Nor does it have to do with select(), which is \
        bound by FD_SETSIZE, 1024.
        """,
      zh: """
        真正先碰到的不是它，而是进程自己的 RLIMIT_NOFILE（常为 1024），报 EMFILE，即 Too many \
        open files。它也与 select() 无关：select 受 FD_SETSIZE（1024）限制。
        """),
    change: Text(
      en: """
        Hardly ever. For "Too many open files" look for the leak first (`ls /proc/PID/fd`), \
        then raise LimitNOFILE= of the service.
        """,
      zh: """
        几乎不需要。出现 Too many open files 时，先查泄漏（`ls /proc/PID/fd`），再调大服务的 \
        LimitNOFILE=。
        """),
    myths: [
      WrongFix(
        Text(
          en: "Raise fs.file-max for \"Too many open files\"",
          zh: "Too many open files 就调大 fs.file-max"),
        why: Text(
          en: "That message is EMFILE: the process's own limit.", zh: "该消息是 EMFILE，是进程自己的上限。"))
    ],
    note: OldNote(
      said: Text(
        en: """
          The most descriptors of the whole system, and so the most connections; it is also why \
          select gave way.
          """,
        zh: """
          整个系统的最大描述符数，因而决定最大连接数；select 被取代也是因为它。
          """),
      today: Text(
        en: """
          System-wide it is practically unlimited today; the process's limit decides. select's \
          limit is FD_SETSIZE, whatever file-max says.
          """,
        zh: """
          如今系统级上限实际上等于无限，起决定作用的是进程上限。select 的限制是 FD_SETSIZE，与 \
          file-max 无关。
          """)),
    causes: ["file-descriptor-exhaustion"],
    sources: ["proc_sys_fs(5): file-max", "getrlimit(2): RLIMIT_NOFILE", "select(2)"])

  public static let nrOpen = Parameter(
    "fs.nr_open", Text(en: "Largest descriptor limit a process can get", zh: "单个进程描述符上限的最大值"),
    words: [Text(en: "nofile", zh: "最大打开文件数")],
    .number(.files, 64...2_147_483_584), .host, standard: .fixed("1048576"),
    does: Text(
      en: "RLIMIT_NOFILE cannot be set above it, not even by root.",
      zh: "RLIMIT_NOFILE 不能设得比它大，root 也不行。"),
    doesNot: Text(
      en: "Raising it gives no process more descriptors by itself.", zh: "调大它并不会让任何进程自动获得更多描述符。"),
    change: Text(
      en: """
        Only for a process that needs more than a million. `nofile infinity` means this number: \
        programs that loop over all descriptors then start slowly.
        """,
      zh: """
        只有需要超过一百万描述符的进程才需要。`nofile infinity` 就等于这个值，启动时遍历全部描述\
        符的程序会变慢。
        """),
    causes: ["file-descriptor-exhaustion"], sources: ["proc_sys_fs(5): nr_open"])
}
