import Diagnosis
import Knowledge
import Linux
import Report

/// Prints pages of the reference in the way that was asked for.
struct ArticlePrinter {
  let output: OutputOptions
  let format: ArticleFormat

  func show(
    _ article: Article, _ details: [(key: String, value: JSONValue)] = []
  ) throws(Failure) {
    try write(
      output.json
        ? ArticleJSON(language: output.language).render(article, details) + "\n"
        : format == .md
          ? ArticleMarkdown(language: output.language).section(article)
          : ArticleReport(style: output.style).render(article))
  }

  /// A topic with what this host has of it.
  func show(_ topic: Topic) throws(Failure) {
    var article = topic.article
    let here = HereSection(topic)
    if let section = here.section { article.sections.insert(section, at: 0) }
    let title = HereSection.counterValues(in: article)
    article.sections = article.sections.map { title[$0.id] ?? $0 }
    try show(article, here.details)
  }

  /// A line, with what is known of its connection here.
  func show(_ reading: LineReading, _ seen: SeenSection) throws(Failure) {
    let verdict = LineVerdict(reading)
    var article = Article(reading, verdict)
    if let section = seen.section {
      article.sections.insert(section, at: min(1, article.sections.count))
    }
    try show(
      article, [ArticleJSON(language: output.language).line(reading, verdict)] + seen.details)
  }

  /// Several topics that may be meant, one line each.
  func list(_ topics: [Topic]) throws(Failure) {
    if output.json {
      for topic in topics { try show(topic.article) }
      return
    }
    var table = Table([
      Table.Column(Text(en: "Name", zh: "名称")(output.language), isProminent: true),
      Table.Column(Text(en: "What it is", zh: "说明")(output.language)),
    ])
    for topic in topics { table.add([topic.id, topic.title(output.language)]) }
    let hint = Text(
      en: "`whyreset explain NAME` explains one of them.", zh: "`whyreset explain 名称` 查看其中一项。")
    try write(table.render(output.style) + "\n" + hint(output.language) + "\n")
  }

  func printAll() throws(Failure) {
    let articles = Reference.standard.topics.map(\.article)
    if format == .md, !output.json {
      try write(
        ArticleMarkdown(language: output.language).document(articles, lines: LinePattern.documented)
      )
      return
    }
    for (index, article) in articles.enumerated() {
      if index > 0, !output.json { try write("\n\n") }
      try show(article)
    }
  }

  func write(_ text: String) throws(Failure) {
    try attempt { () throws(LinuxError) in try Terminal.write(text) }
  }
}
