public import Diagnosis
internal import Knowledge

/// The causes that a report can name, by id.
public struct CauseIndex: Sendable {
  /// In the order of the documentation.
  public let causes: [any Cause.Type]
  private let byID: [String: any Cause.Type]

  public init(_ causes: [any Cause.Type] = catalog) {
    self.causes = causes
    byID = Dictionary(causes.map { ($0.id, $0) }) { first, _ in first }
  }

  public subscript(id: String) -> (any Cause.Type)? { byID[id] }

  /// The cause's title; its id where no cause is called so.
  func title(_ id: String) -> Text { self[id]?.title ?? CauseNames.title(id) ?? Text(id) }

  /// The cause's title; its id where the catalogue does not have it.
  func title(_ id: String, _ language: Language) -> String {
    self[id].map { $0.title(language).unfolded } ?? id
  }
}
