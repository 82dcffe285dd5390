import ArgumentParser
import Collectors
import Diagnosis
import Facts
import Knowledge
import Linux
import Report

/// How the reference is printed.
enum ArticleFormat: String, ExpressibleByArgument, CaseIterable { case text, md }

/// `whyreset explain`: a parameter, a counter, a reason, an error, a cause, a line of a log.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a kernel parameter, counter, reason, error, cause or log line.",
    usage: "whyreset explain [OPTIONS] [THING ...]",
    discussion: """
      Examples:
        whyreset explain somaxconn
        whyreset explain ListenOverflows
        whyreset explain 'read tcp 10.0.0.1:43526->10.0.0.2:80: read: connection reset by peer'
        whyreset explain --file error.log

      Exit status: 0 explained, 2 an unknown word, 3 a file could not be read.
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "A name, a part of one, a word, or a line of a log, in quotes.")
  var thing: [String] = []

  @Option(help: ArgumentHelp("Explain the lines of a log; - is standard input.", valueName: "LOG"))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Look for the line's connection in this history of watch. Default: /var/lib/whyreset.",
      valueName: "DIR"))
  var record: String?

  @Flag(help: "Print the whole reference, without values of this host.")
  var all = false

  @Option(help: "Format: text, or md for Markdown.")
  var format: ArticleFormat = .text

  func validate() throws {
    let asked = [!thing.isEmpty, file != nil, all].count { $0 }
    guard asked == 1 else {
      throw ValidationError(
        asked == 0
          ? "name what is to be explained, as in `whyreset explain somaxconn`"
          : "a name, --file and --all exclude each other")
    }
    if output.json, format == .md {
      throw ValidationError("--json and --format md exclude each other")
    }
  }

  func run() throws {
    let printer = ArticlePrinter(output: output, format: format)
    if all { return try printer.printAll() }
    let places = RecordPlaces(record)
    if let file { return try LogExplanation(file, places).show(printer) }
    let question = thing.joined(separator: " ")
    switch Reference.standard.find(question) {
    case .one(let topic): try printer.show(topic)
    case .several(let topics): try printer.list(topics)
    case .line(let reading): try printer.show(reading, SeenSection(reading, places))
    case .unknown(let nearest): try explainByKernel(question, nearest, printer)
    }
  }

  /// What the running kernel knows by this name, else what may have been meant.
  private func explainByKernel(
    _ question: String, _ nearest: [Topic], _ printer: ArticlePrinter
  ) throws {
    if let article = HereSection.unlisted(question) { return try printer.show(article) }
    let names = nearest.map(\.id)
    throw Failure(
      Text(en: "nothing is known of '\(question)'", zh: "不认识 '\(question)'")(output.language)
        .sanitized,
      hint: names.isEmpty
        ? Text(
          en: "`whyreset explain --all` prints everything there is",
          zh: "`whyreset explain --all` 列出全部内容")(output.language)
        : Text(
          en: "did you mean \(names.joined(separator: ", "))?",
          zh: "是否指 \(names.joined(separator: "、"))？")(output.language),
      status: .usage)
  }
}
