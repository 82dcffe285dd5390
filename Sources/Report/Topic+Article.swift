public import Knowledge

extension Topic {
  /// Its page, without values of this host.
  public var article: Article {
    switch subject {
    case .parameter(let parameter): Article(parameter)
    case .counter(let entry): Article(entry)
    case .reason(let reason): Article(reason)
    case .page(let page): Article(page)
    case .cause(let cause): Article(cause)
    }
  }
}
