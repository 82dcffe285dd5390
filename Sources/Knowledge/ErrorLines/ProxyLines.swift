extension LinePattern {
  /// HAProxy's and Envoy's words; their codes are in `ProxyCodes`.
  static let proxy: [LinePattern] = [
    LinePattern(
      "haproxy-down", "HAProxy", "is DOWN, reason: Layer4 connection problem", .refused,
      .connecting, .client),
    LinePattern(
      "haproxy-down-timeout", "HAProxy", "is DOWN, reason: Layer4 timeout", .connectTimeout,
      .connecting, .client),
    LinePattern(
      "haproxy-down-l7", "HAProxy", "is DOWN, reason: Layer7", .noBackend, .awaitingResponse,
      .client),
    LinePattern(
      "haproxy-none", "HAProxy", "has no server available!", .noBackend, .connecting, .client),
    LinePattern(
      "haproxy-ssl", "HAProxy", "Connection closed during SSL handshake", .clientLeft,
      .tlsHandshake, .server, .client),
    LinePattern(
      "envoy-termination", "Envoy", "reset reason: connection termination", .ended,
      .awaitingResponse, .client),
    LinePattern(
      "envoy-failure", "Envoy", "reset reason: connection failure", .unclear, .connecting, .client),
    LinePattern(
      "envoy-remote-failure", "Envoy", "reset reason: remote connection failure", .refused,
      .connecting, .client),
    LinePattern(
      "envoy-refused", "Envoy",
      "reset reason: *connection failure, transport failure reason: delayed connect error: *111",
      .refused, .connecting, .client),
    LinePattern(
      "envoy-tls", "Envoy", "transport failure reason: TLS_error:*WRONG_VERSION_NUMBER", .notTLS,
      .tlsHandshake, .client),
    LinePattern(
      "envoy-timeout", "Envoy", "reset reason: connection timeout", .connectTimeout, .connecting,
      .client),
    LinePattern(
      "envoy-overflow", "Envoy", "reset reason: overflow", .tooMany, .connecting, .client),
    LinePattern(
      "envoy-remote-reset", "Envoy", "reset reason: remote reset", .aborted, .awaitingResponse,
      .client),
    LinePattern(
      "envoy-local-reset", "Envoy", "reset reason: local reset", .closedHere, .awaitingResponse,
      .client),
    LinePattern(
      "envoy-protocol", "Envoy", "reset reason: protocol error", .notTLS, .awaitingResponse, .client
    ),
    LinePattern(
      "envoy-unhealthy", "Envoy", "no healthy upstream", .noBackend, .connecting, .client),
    LinePattern(
      "envoy-request-timeout", "Envoy", "upstream request timeout", .silence, .awaitingResponse,
      .client),
    LinePattern(
      "envoy-details-termination", "Envoy",
      "upstream_reset_before_response_started{connection_termination}", .ended,
      .awaitingResponse, .client),
    LinePattern(
      "envoy-details-failure", "Envoy",
      "upstream_reset_before_response_started{*connection_failure*delayed_connect_error:_111",
      .refused, .connecting, .client),
    LinePattern(
      "envoy-details-remote", "Envoy",
      "upstream_reset_before_response_started{remote_connection_failure", .refused, .connecting,
      .client),
  ]
}
