import Diagnosis
import Facts
import Linux

extension Scenario.RealServer.Program {
  /// The file's name.
  private var file: String { self == .redis ? "redis-server" : rawValue }

  /// Debian's package.
  var package: String { self == .redis ? "redis-server" : rawValue }

  /// The program's path, or nil where there is none. $WHYRESET_LAB_PROGRAMS is a folder with another
  /// root's `usr`.
  func find() -> String? {
    let root = ThisProcess.trustedEnvironment("WHYRESET_LAB_PROGRAMS")
    let path = (ThisProcess.trustedEnvironment("PATH") ?? "").split(separator: ":").map(String.init)
    let folders =
      (root.map { ["\($0)/usr/sbin", "\($0)/usr/bin"] } ?? []) + path + ["/usr/sbin"]
    return folders.map { "\($0)/\(file)" }.first { ThisProcess.canExecute($0) }
  }

  /// The command line, without the path; all that the program writes goes to `folder`.
  func arguments(_ folder: String) -> [String] {
    let file = "\(folder)/configuration"
    return switch self {
    case .nginx: ["-p", folder, "-e", "\(folder)/error.log", "-c", file]
    case .redis: [file]
    case .haproxy: ["-W", "-q", "-f", file]
    }
  }

  /// How many processes it has once it serves: a master and a worker, where it has both.
  var processes: Int { self == .redis ? 1 : 2 }

  /// The text of the configuration file.
  func configuration(_ folder: String, _ endpoint: Endpoint, _ settings: [String]) -> String {
    switch self {
    case .nginx: Self.nginx(folder, endpoint, settings)
    case .redis: Self.redis(folder, endpoint, settings)
    case .haproxy: Self.haproxy(endpoint, settings)
    }
  }

  private static func redis(_ folder: String, _ endpoint: Endpoint, _ settings: [String]) -> String
  {
    """
    bind \(endpoint.address)
    port \(endpoint.port)
    dir \(folder)
    logfile \(folder)/error.log
    save ""
    protected-mode no
    \(settings.joined(separator: "\n"))

    """
  }

  private static func haproxy(_ endpoint: Endpoint, _ settings: [String]) -> String {
    """
    global
      log stdout local0 emerg
    defaults
      timeout connect 1s
      timeout client 5s
      timeout server 5s
    listen lab
      bind \(endpoint)
      \(settings.joined(separator: "\n  "))

    """
  }

  private static func nginx(_ folder: String, _ endpoint: Endpoint, _ settings: [String]) -> String
  {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder)/\($0);"
    }
    return """
      daemon off;
      user root root;
      worker_processes 1;
      pid \(folder)/pid;
      error_log \(folder)/error.log;
      events { }
      http {
        access_log off;
        \(temporary.joined(separator: " "))
        server {
          listen \(endpoint);
          \(settings.joined(separator: "\n    "))
          location / { return 200 "hello\\n"; }
          location /large { alias \(folder)/large; }
        }
      }

      """
  }
}
