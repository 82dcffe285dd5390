public import ArgumentParser
import Facts
import Linux
public import Probe
import Report

/// `whyreset keepalive probe`: a server's idle time-out, measured from the outside.
struct KeepaliveProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Measure when and how a server closes idle connections; needs no rights.",
    usage: "whyreset keepalive probe URL|HOST:PORT [OPTIONS]",
    discussion: """
      Examples:
        whyreset keepalive probe http://10.0.0.2:8080/
        whyreset keepalive probe https://example.com/ --http2 --max 10m
        whyreset keepalive probe 10.0.0.2:5432 --max 30m

      It opens about twenty connections, sends one HEAD on each, and leaves them idle; some are used \
      again, each after a longer time, to see whether something on the way has forgotten them. \
      The first one takes --requests requests, to find the most that a connection may have. HOST:PORT \
      is plain TCP: nothing is sent, and TCP's own keep-alive asks whether the connection is still known.
      Ctrl-C ends it with what is known by then.
      Exit status: 0 measured, 1 connections are forgotten silently or closed earlier than announced, \
      3 it could not measure.
      """)

  @Argument(
    help: ArgumentHelp(
      "http:// or https:// and a host, or HOST:PORT for plain TCP.", valueName: "URL|HOST:PORT"),
    transform: Self.server)
  var server: ProbedServer

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "The longest idle time to try, as 90s or 1h. Default: 10m.", valueName: "TIME"),
    transform: Self.limit)
  var max: Duration = .seconds(600)

  @Option(help: ArgumentHelp("What to ask for, in place of the URL's path.", valueName: "PATH"))
  var path: String?

  @Option(help: "HEAD or OPTIONS.")
  var method: ConnectionSettings.Method = .head

  @Option(
    help: ArgumentHelp(
      "Requests to send on one connection in search of a limit; 1 for no search.", valueName: "N"))
  var requests = 128

  @Flag(help: "Speak HTTP/2: over TLS, or in clear with a server that expects it.")
  var http2 = false

  @Flag(help: "Accept any certificate.")
  var insecure = false

  func validate() throws {
    if server.scheme == .tcp, http2 || path != nil || insecure {
      throw ValidationError("\(server) is plain TCP; for HTTP write http://\(server)/")
    }
    if server.scheme == .http, insecure {
      throw ValidationError("--insecure is about certificates, and http:// has none")
    }
    guard (1...100_000).contains(requests) else {
      throw ValidationError("--requests is a number from 1 to 100000")
    }
    guard let path else { return }
    guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw ValidationError("'\(path)' is no path: it begins with / and has no spaces")
    }
  }

  func run() throws {
    var settings = ConnectionSettings(server: server)
    if let path { settings.server.path = path }
    settings.method = method
    settings.usesHTTP2 = http2
    settings.trustsAnyCertificate = insecure
    var plan = ProbeSession.Settings()
    plan.limit = max
    plan.requests = requests
    let run = ProbeRun(settings, plan, output)
    let measurement = try run.measure()
    try attempt { () throws(LinuxError) in try Terminal.write(run.text(of: measurement)) }
    if measurement.stillServes == false, measurement.hasNothing {
      throw ExitCode(Failure.Status.failed.rawValue)
    }
    if measurement.isHarmful { throw ExitCode(Failure.Status.found.rawValue) }
  }

  private static func server(_ text: String) throws -> ProbedServer {
    do throws(ProbedServer.Fault) {
      let server = try ProbedServer(text)
      guard server.path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
        throw ProbedServer.Fault.host
      }
      return server
    } catch {
      switch error {
      case .scheme(let name): throw ValidationError("\(name):// is neither http:// nor https://")
      case .host: throw ValidationError("'\(text)' names no host")
      case .port: throw ValidationError("'\(text)' needs a port from 1 to 65535, as in host:5432")
      }
    }
  }

  private static func limit(_ text: String) throws -> Duration {
    guard let limit = Quantity.duration(text), limit >= .seconds(1), limit <= .seconds(86_400)
    else { throw ValidationError("'\(text)' is not a time from 1s to 24h, such as 90s or 10m") }
    return limit
  }
}

extension ConnectionSettings.Method: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
