public import Diagnosis
internal import Facts

/// One thing that can be asked about.
public struct Topic: Sendable {
  public enum Subject: Sendable {
    case parameter(Parameter)
    case counter(CounterEntry)
    case reason(KernelReason)
    case page(ShortPage)
    case cause(any Cause.Type)
  }

  public let subject: Subject
  public let kind: Article.Kind
  /// What it is asked for by: unique within its kind.
  public let id: String
  public let title: Text
  /// Other names of exactly this thing.
  let names: [String]
  /// Words that lead to it and perhaps to others.
  let words: [Text]

  init(_ parameter: Parameter) {
    subject = .parameter(parameter)
    kind = .parameter
    id = parameter.key.rawValue
    title = parameter.title
    let short = parameter.shortName
    names = [short] + (short.hasPrefix("tcp_") ? [String(short.dropFirst(4))] : [])
    words = parameter.words
  }

  init(_ entry: CounterEntry) {
    subject = .counter(entry)
    kind = .counter
    id = entry.counter.rawValue
    title = entry.counts
    names = [entry.group + id, "\(entry.group).\(id)", "\(entry.group):\(id)"]
    words = entry.words
  }

  init(_ reason: KernelReason) {
    subject = .reason(reason)
    kind = reason.kind == .reset ? .resetReason : .dropReason
    id = reason.kind.prefix + reason.name
    title = reason.means
    names = [reason.name]
    words = []
  }

  init(_ page: ShortPage) {
    subject = .page(page)
    kind = page.kind
    id = page.id
    title = page.title
    names =
      page.kind == .state
      ? page.words.map(\.en) + ["TCP_\(page.id)"] : page.kind == .error ? [page.words[0].en] : []
    words = page.words
  }

  init(_ cause: any Cause.Type) {
    subject = .cause(cause)
    kind = .cause
    id = cause.id
    title = cause.title
    names = []
    words = []
  }
}
