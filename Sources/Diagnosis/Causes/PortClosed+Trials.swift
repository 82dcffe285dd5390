import Facts

extension PortClosed {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .open),
    .fix(0, of: "\(id)/nat", steps: .open),
    .wrong(0, of: id, first: [.set(.server, .somaxconn, to: "65535")]),
    .wrong(1, of: id, first: [.filter(.server, .accept(port: 8080))]),
  ]
}
