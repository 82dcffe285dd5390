import Facts

extension ConntrackTableFull {
  public static let trials: [Trial] = [
    .untried(
      .fix(1),
      because: Text(
        en: "nf_conntrack_max is read-only in a network namespace and belongs to the whole host",
        zh: "nf_conntrack_max 在网络命名空间里只读，属于整台主机")),
    .wrong(0, of: id, first: [.set(.server, .somaxconn, to: "65535")]),
    .untried(
      .wrongFix(1),
      because: Text(
        en:
          "the entries that fill the table here are of no connection, and have a time-out of their own",
        zh: "此处填满表的条目不属于任何连接，有各自的超时")),
    .wrong(
      2, of: id,
      steps: [
        .set(.client, .synRetries, to: "1"), .on(.server, .listen(port: 8080, backlog: 16)),
        .fillConnectionTable(.client), .kill(.server, signal: 15),
        .on(.server, .listen(port: 8080, backlog: 16)),
        .on(.client, .connect(port: 8080, expecting: .error(.timedOut))),
      ]),
  ]
}
