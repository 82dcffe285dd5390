import Facts

extension Evidence {
  /// What to run, and where, to see what this host could not.
  func nextSteps(decided: Bool) -> [NextStep] {
    if isFailure { return [watchThePeer] }
    guard leftHere, received != nil else { return [watchTheOtherEnd] }
    return decided ? [] : [captureTheConnection]
  }

  /// The address and port that both hosts know the service by.
  private var service: Endpoint { service(of: flow) }

  private func service(of flow: Flow) -> Endpoint {
    (senderRole ?? .server) == .server ? flow.source : flow.destination
  }

  var servicePort: UInt16 { service.port }

  /// The direction as the other host knows it, beyond any NAT that was seen.
  private var beyond: Flow { translated ?? flow }

  /// What shows the same connections on the other host.
  private var watch: String {
    let service = service(of: beyond)
    return
      (["sudo whyreset watch"]
      + (service.address.isUnspecified ? [] : ["--address \(service.address)"])
      + (service.port == 0 ? [] : ["--port \(service.port)"])).joined(separator: " ")
  }

  /// Whether this host was seen to send the RST.
  private var leftHere: Bool { sent != nil || firewall != nil }

  private var watchTheOtherEnd: NextStep {
    let sender = senderRole ?? .server
    let place = leftHere ? sender.opposite : sender
    if !leftHere {
      return NextStep(
        Text(
          en: """
            Watch on \(beyond.source.address), where the reset comes from: its kernel knows why. If \
            nothing is seen there, a device in between sent it.
            """,
          zh: """
            在 RST 的来源主机 \(beyond.source.address) 上运行 watch：只有它的内核知道原因；\
            如果那里什么都没看到，RST 就是中间设备发出的。
            """),
        command: watch, on: place == .client ? .client : .server)
    }
    return NextStep(
      Text(
        en: "Watch on \(beyond.destination.address), which got the reset, to see its state then.",
        zh: "在收到 RST 的主机 \(beyond.destination.address) 上运行 watch，查看当时该连接的状态。"),
      command: watch, on: place == .client ? .client : .server)
  }

  private var watchThePeer: NextStep {
    guard let failure else {
      return NextStep(
        Text(
          en: "Watch on a client, to see which connects fail, and after how long.",
          zh: "在客户端运行 watch，查看哪些 connect 失败、等待了多久。"),
        command: watch, on: .client)
    }
    let peer = failure.flow.destination.address
    return NextStep(
      Text(
        en: """
          Watch on \(peer) as well: whether the packets arrive there, and what became of them, only that \
          host can tell.
          """,
        zh: "同时在对端 \(peer) 上运行 watch：报文有没有到、到了之后怎样，只有那台主机知道。"),
      command: watch, on: senderRole == .server ? .client : .server)
  }

  private var captureTheConnection: NextStep {
    NextStep(
      Text(
        en: "Capture the packets of this service; what came before the next reset will decide.",
        zh: "抓取该服务的报文：下一次 RST 之前发生了什么，抓包里能看到。"),
      command: "sudo tcpdump -ni any -s 128 -w resets.pcap 'tcp port \(servicePort)'", on: .here)
  }
}
