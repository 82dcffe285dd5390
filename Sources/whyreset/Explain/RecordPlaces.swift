import Facts
import Record

/// Where histories of `watch --record` may be, and what they have of a connection.
struct RecordPlaces {
  /// The folder that the documentation shows.
  static let usual = "/var/lib/whyreset"
  /// More would not be read.
  private static let limit = 3

  let path: String
  /// Whether somebody asked for this place.
  let isAsked: Bool

  init(_ path: String?) {
    self.path = path ?? Self.usual
    isAsked = path != nil
  }

  /// The newest findings about a connection; nil where there is no history to ask.
  func findings(_ ends: [Endpoint]) throws(Failure) -> [RecordedFinding]? {
    guard !ends.isEmpty || isAsked else { return nil }
    do throws(RecordError) {
      let reader = try RecordReader(path)
      return ends.isEmpty
        ? [] : try reader.findings(RecordQuery(ends: ends), limit: Self.limit).findings
    } catch {
      if isAsked { throw Failure(record: error) }
      return nil
    }
  }
}
