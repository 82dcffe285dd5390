import Collectors
import Diagnosis
import Facts
import Knowledge
import Linux
import Tuning

/// The host that a plan is for, as it was found.
struct TuneScene {
  let parameters: KernelParameters
  var circumstances: Circumstances

  /// Looks at the host; needs no rights, and sees more with them.
  init(_ place: TunePlace) throws(Failure) {
    let parameters = try place.parameters()
    let options = NamespaceOptions.of(place.netns)
    let spot = try options.namespaces()[0]
    var snapshot = try attempt { () throws(LinuxError) in
      try spot.run { () throws(LinuxError) in try HostReader().read() }
    }
    if let root = place.root { snapshot.configured = HostReference.configured(root: root) }
    self.parameters = parameters
    circumstances = Circumstances(
      snapshot, .ofThisHost, values: Self.values(parameters), isOfHost: parameters.areOfHost,
      programs: Self.programs())
  }

  /// What `check` finds, a line each.
  func problems(_ language: Language) -> [String] {
    HostVerdict(circumstances.host).findings.map { finding in
      let cause = catalog.first { $0.id == finding.cause }?.title
      let title = (finding.title ?? cause)?(language) ?? "?"
      return title + (finding.server.map { " (\($0))" } ?? "")
    }
  }

  private static func values(_ parameters: KernelParameters) -> [Sysctl: String] {
    var values: [Sysctl: String] = [:]
    for parameter in Assignment.known {
      if let value = (try? parameters.read(parameter.key)) ?? nil { values[parameter.key] = value }
    }
    return values
  }

  private static func programs() -> [Process] {
    ((try? ProcFS.processes()) ?? []).compactMap { pid in
      ProcFS.command(of: pid).map { Process(pid: pid, command: $0) }
    }
  }
}
