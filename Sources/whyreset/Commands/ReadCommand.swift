import ArgumentParser
import Diagnosis
import Facts
import Linux

/// `whyreset read`: the resets of packet captures, and those that a watch has recorded.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract:
      "Explain the TCP resets and failures in packet captures and records; needs no rights.",
    usage: "whyreset read FILE... [OPTIONS]",
    discussion: """
      Examples:
        whyreset read capture.pcap
        whyreset read capture.pcap --html report.html --extract resets.pcapng
        whyreset read client.pcap server.pcapng.gz --port 443
        sudo tcpdump -ni any -s 128 -w - tcp | whyreset read -
        sudo whyreset read /var/lib/whyreset --since 5m

      pcap and pcapng, plain or compressed with gzip or zstd; several files are one timeline. \
      A folder that `watch --record` has written, also while it is writing, or a .jsonl file of \
      findings is read by itself, or as part of the timeline of the captures named with it.
      Exit status: 0 nothing harmful was found, 1 something was, 3 it could not read.
      """)

  @Argument(help: "Captures, - is standard input; or one record.")
  var files: [String]

  @OptionGroup var output: OutputOptions
  @OptionGroup var filter: FilterOptions
  @OptionGroup var time: TimeOptions

  @OptionGroup var outputs: ReadOutputs

  @Flag(help: "Print every finding in full, then the summary.")
  var all = false

  @Option(help: .hidden)
  var threads: Int?

  func validate() throws {
    if Set(files).count < files.count { throw ValidationError("the same file is named twice") }
    if outputs.extract != nil, files.contains("-") {
      throw ValidationError("--extract reads the capture twice, and - can be read only once")
    }
    if let path = [outputs.html, outputs.extract].compactMap(\.self).first(where: files.contains) {
      throw ValidationError("\(path) would be overwritten")
    }
    if let threads, !(1...64).contains(threads) { throw ValidationError("1 to 64 threads") }
  }

  func run() throws {
    if let record = try record() {
      let request = RecordedFindings.Request(
        output: output, filter: filter.filter, since: time.since, until: time.until, all: all)
      guard try record.show(request) else { return }
      throw ExitCode(Failure.Status.found.rawValue)
    }
    try readCaptures()
  }

  /// The record that is to be read by itself; nil where captures are.
  private func record() throws(Failure) -> RecordedFindings? {
    guard files.allSatisfy(JoinedFindings.isRecord) else { return nil }
    guard files.count == 1 else {
      throw Failure(
        "records are read one by one, or with the captures that they belong to", status: .usage)
    }
    return RecordedFindings(files[0])
  }

  private func readCaptures() throws {
    let signals = try attempt { () throws(LinuxError) in try StopSignals() }
    var (inputs, captures, recorded) = ([CaptureInput](), [String](), JoinedFindings())
    for file in files {
      guard !JoinedFindings.isRecord(file) else {
        try recorded.add(file)
        continue
      }
      inputs.append(try CaptureInput(file))
      captures.append(file)
    }
    let pipeline = CapturePipeline(inputs, threads: threads ?? ThisProcess.usableProcessors)
    var session = ReadSession(
      output: output, filter: filter.filter, time: time, showsAll: all, files: captures,
      outputs: outputs, recorded: recorded)
    try pipeline.run { (news) throws(Failure) in
      try session.take(news)
      session.show(pipeline.progress)
      return !signals.hasArrived
    }
    try session.end(pipeline)
    if session.foundHarm { throw ExitCode(Failure.Status.found.rawValue) }
  }
}
