public import Diagnosis

/// What causes are called, those too that the program names as possible and cannot judge yet.
public enum CauseNames {
  /// The cause's title; nil for an id that is unknown.
  public static func title(_ id: String) -> Text? {
    catalog.first { $0.id == id }?.title ?? others[id]
  }

  /// Whether the id is one of the catalogue.
  public static func isJudged(_ id: String) -> Bool { catalog.contains { $0.id == id } }

  static let others: [String: Text] = [
    "duplicate-address": Text(en: "Two hosts have the same address", zh: "两台主机使用同一地址")
  ]
}
