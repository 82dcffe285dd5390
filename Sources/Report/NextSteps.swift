internal import Diagnosis
internal import Facts

extension Finding {
  /// What to look at next: the engine's own steps; for an unknown cause without any, a capture to
  /// take.
  var steps: [NextStep] {
    guard next.isEmpty, cause == nil else { return next }
    let text = Text(
      en: "record the traffic until it happens again; the packets before the reset tell more",
      zh: "持续抓包，直到问题重现；RST 之前的报文能提供更多线索")
    return [NextStep(text, command: "tcpdump -ni any -w reset.pcap '\(captureFilter)'", on: .here)]
  }

  private var captureFilter: String {
    var terms = ["tcp"]
    if let client { terms.append("host \(client.address)") }
    if let server { terms += ["host \(server.address)", "port \(server.port)"] }
    return terms.joined(separator: " and ")
  }
}
