/// How sure a verdict is.
public enum Confidence: String, Sendable, Comparable, CaseIterable {
  /// The evidence allows it, and other causes as well.
  case possible
  /// The evidence speaks for it; another cause is not excluded.
  case likely
  /// The evidence excludes every other cause in the catalogue.
  case certain

  public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .possible: 0
    case .likely: 1
    case .certain: 2
    }
  }
}
