import Facts

extension LingerZero {
  public static let trials: [Trial] = [
    .fix(0, of: id, steps: .all(.open, .request(), .answer(), .closeBoth())),
    .wrong(0, of: id),
    .wrong(1, of: id, first: [.set(.server, .finTimeout, to: "10")]),
  ]
}
