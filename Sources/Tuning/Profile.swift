public import Diagnosis

/// What a host is for.
public enum Profile: String, CaseIterable, Sendable {
  case manyClientsServer = "many-clients-server"
  case manyOutgoingClient = "many-outgoing-client"
  case proxy
  case smallMemory = "small-memory"

  public var text: Text {
    switch self {
    case .manyClientsServer: Text(en: "a server with many clients", zh: "客户端很多的服务器")
    case .manyOutgoingClient: Text(en: "a client of few servers", zh: "大量主动连接少数服务的客户端")
    case .proxy: Text(en: "a proxy, server and client at once", zh: "代理（既是服务端又是客户端）")
    case .smallMemory: Text(en: "a host with little memory", zh: "内存很小的主机")
    }
  }
}
