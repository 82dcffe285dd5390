/// A value as a configuration has it.
public enum ConfigReading<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The configuration does not say: the software's default holds.
  case absent
  case value(Value, ConfigPlace)
  /// The configuration does not say, and what holds then depends on the version or on what runs it.
  case assumed(Value, String)
  /// What stands there cannot be worked out; it is quoted.
  case unknown(String, ConfigPlace)
}

/// What a configuration says of the connections on one side of a program.
public struct SideReading: Hashable, Sendable {
  public enum Role: String, Hashable, Sendable { case client, server }

  /// `server` for connections that the program accepts, `client` for those that it opens.
  public var role: Role
  /// Which of several: `server example.com`, `location /api`.
  public var label: String?
  public var idle: ConfigReading<IdleLimit>
  public var requests: ConfigReading<Int>
  public var age: ConfigReading<Duration>
  public var probes: ConfigReading<Duration>

  public init(
    _ role: Role, label: String? = nil, idle: ConfigReading<IdleLimit> = .absent,
    requests: ConfigReading<Int> = .absent, age: ConfigReading<Duration> = .absent,
    probes: ConfigReading<Duration> = .absent
  ) {
    self.role = role
    self.label = label
    self.idle = idle
    self.requests = requests
    self.age = age
    self.probes = probes
  }
}
