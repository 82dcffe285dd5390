public import Diagnosis

/// What causes are called.
public enum CauseNames {
  /// The cause's title; nil for an id that is unknown.
  public static func title(_ id: String) -> Text? { catalog.first { $0.id == id }?.title }
}
