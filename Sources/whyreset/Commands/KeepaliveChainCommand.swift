import ArgumentParser
import Keepalive
import Linux
import Report

/// `whyreset keepalive chain`: the idle limits of neighbours, compared.
struct KeepaliveChainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chain",
    abstract:
      "Say of each pair of neighbours who gives up an idle connection first; needs no rights.",
    usage: "whyreset keepalive chain HOP HOP ... [OPTIONS]",
    discussion: """
      Examples:
        whyreset keepalive chain go=300s nginx=65s
        whyreset keepalive chain go alb node=5s --rate 20
        whyreset keepalive chain go=./src nginx=/etc/nginx/nginx.conf node=5s
        whyreset keepalive chain client=60s nat=30s,silent server=120s

      A HOP is a software or product, from the client to the server: alone, with its defaults; with \
      values, NAME=IDLE[,upstream=TIME][,requests=N][,age=TIME][,probes=TIME][,ends=fin|reset|\
      reset-on-use|silent]. Any NAME takes values. Times have a unit (65s, 1m30s, 250ms); \
      none is no limit, off is no reuse.
      Exit status: 0 no pair is broken, 1 one is, 2 usage, 3 a file could not be read.
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: ArgumentHelp("Software, a product, or any name with values.", valueName: "HOP"))
  var hops: [String] = []

  @Option(help: ArgumentHelp("Read the chain from this YAML file.", valueName: "FILE"))
  var file: String?

  @Option(help: ArgumentHelp("Write a page with the picture and all verdicts.", valueName: "FILE"))
  var html: String?

  @Option(
    help: ArgumentHelp("Requests a second, for the chance of a race.", valueName: "N"))
  var rate: Double?

  @Option(
    help: ArgumentHelp("Connections that the requests are spread over.", valueName: "N"))
  var connections = 1

  @Option(
    help: ArgumentHelp("Time there and back between neighbours. Default: 100ms.", valueName: "TIME")
  )
  var rtt: String?

  func validate() throws {
    if file != nil, !hops.isEmpty {
      throw ValidationError("hops and --file exclude each other")
    }
    if let rate, !(rate > 0 && rate <= 1e9) {
      throw ValidationError("--rate is a number of requests a second above 0")
    }
    guard (1...10_000_000).contains(connections) else {
      throw ValidationError("--connections is a number from 1 to 10000000")
    }
    if let rtt, Duration(spelled: rtt) == nil {
      throw ValidationError("'\(rtt)' is not a time such as 20ms or 1s")
    }
  }

  func run() throws {
    let chain = try chain()
    let text =
      output.json
      ? ChainJSON(language: output.language).render(chain) + "\n"
      : ChainReport(style: output.style).render(chain)
    try attempt { () throws(LinuxError) in
      if let html {
        let page = ChainHTML(style: output.style(on: nil)).render(chain)
        try FileDescriptor.open(html, for: .replacing).writeAll(Array(page.utf8))
      }
      try Terminal.write(text)
    }
    if chain.links.contains(where: { chain.verdict(on: $0).isBroken }) {
      throw ExitCode(Failure.Status.found.rawValue)
    }
  }

  private func chain() throws(Failure) -> Chain {
    var traffic = Traffic(rate: rate, connections: connections)
    var arguments: [HopArgument] = []
    do throws(ChainError) {
      for hop in hops { arguments.append(try HopArgument(hop)) }
    } catch {
      throw Failure(error, language: output.language)
    }
    if let file {
      let written = try HopFiles(language: output.language).chain(file)
      arguments = written.hops
      traffic.rate = traffic.rate ?? written.rate
      traffic.connections = written.connections ?? traffic.connections
      traffic.roundTrip = written.roundTrip ?? traffic.roundTrip
    }
    if let time = rtt.flatMap(Duration.init(spelled:)) { traffic.roundTrip = time }
    return try chain(arguments, traffic)
  }

  private func chain(
    _ arguments: [HopArgument], _ traffic: Traffic
  ) throws(Failure) -> Chain {
    let files = HopFiles(language: output.language)
    var built: [Hop] = []
    var problem: ChainError?
    if arguments.count < 2 { problem = ChainError(.tooFew) }
    if arguments.count > 32 { problem = ChainError(.tooMany) }
    if let problem { throw Failure(problem, language: output.language) }
    for (index, argument) in arguments.enumerated() {
      let position = HopBuilder.position(of: index, among: arguments.count)
      let reading = try files.reading(argument)
      do throws(ChainError) {
        built.append(try HopBuilder(argument, at: position, reading: reading).hop())
      } catch {
        throw Failure(error, language: output.language)
      }
    }
    return Chain(built, traffic: traffic)
  }
}
