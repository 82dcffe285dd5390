import Facts

extension PortExhaustion {
  public static let trials: [Trial] = [
    .fix(
      1, of: id,
      steps: .all(
        [
          .set(.client, .localPortRange, to: "40000 40063"),
          .on(.server, .listen(port: 8080, backlog: 16)),
        ], .connect, .connect, .connect)),
    .wrong(0, of: id, first: [.set(.client, .finTimeout, to: "5")]),
    .wrong(1, of: id, first: [.set(.client, .maxTimeWait, to: "1")]),
    .wrong(
      2, of: id,
      price: Text(
        en: "the port is freed by a RST, and data still on its way is lost.",
        zh: "端口是靠 RST 释放的，尚在途中的数据会丢失。"),
      steps: .all(
        [
          .set(.client, .localPortRange, to: "40000 40001"),
          .on(.server, .listen(port: 8080, backlog: 16)),
        ], .connect, .connect,
        [
          .on(.client, .setOption(connection: 0, .linger(seconds: 0))),
          .on(.client, .close(connection: 0)), .wait(.milliseconds(100)),
        ], .connect)),
  ]
}
