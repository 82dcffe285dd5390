import Diagnosis
import Keepalive

extension Failure {
  /// Hops that stand where they cannot.
  static func misplaced(_ problem: ChainError.Problem) -> (Text, Text?) {
    switch problem {
    case .middleboxAtEnd(let name):
      (
        Text(en: "\(name) ends no connections", zh: "\(name) 不终结连接"),
        Text(
          en: "put it between the client and the server", zh: "请把它放在客户端与服务端之间")
      )
    case .clientOnly(let name):
      (
        Text(en: "\(name) is a client and serves nobody", zh: "\(name) 只是客户端，不提供服务"),
        Text(
          en: "put it first, or give it a limit under another name",
          zh: "请放在第一跳，或换个名称直接给出上限")
      )
    case .serverOnly(let name):
      (
        Text(en: "\(name) is a server and connects to nobody", zh: "\(name) 只是服务端，不发起连接"),
        Text(
          en: "put it last, or give it a limit under another name",
          zh: "请放在最后一跳，或换个名称直接给出上限")
      )
    default: (Text("\(problem)"), nil)
    }
  }

  /// Limits that nobody said, and files that say nothing.
  static func unreadable(_ problem: ChainError.Problem) -> (Text, Text?) {
    switch problem {
    case .noLimit(let name):
      (
        Text(en: "the limit of \(name) is not known", zh: "\(name) 的上限未知"),
        Text(en: "give it: \(name)=300s", zh: "请给出：\(name)=300s")
      )
    case .noReader(let name):
      (
        Text(en: "files of \(name) cannot be read", zh: "不支持读取 \(name) 的文件"),
        Text(en: "give its limit: \(name)=60s", zh: "请直接给出其上限：\(name)=60s")
      )
    case .noPart(let part, let hop, let parts):
      (
        Text(en: "\(hop): nothing is called '\(part)'", zh: "\(hop)：没有名为 '\(part)' 的部分"),
        Text(
          en: "there is: \(parts.prefix(8).joined(separator: "; "))",
          zh: "现有：\(parts.prefix(8).joined(separator: "；"))")
      )
    case .nothingRead(let file, let hop): nothingRead(file, hop)
    default: (Text("\(problem)"), nil)
    }
  }

  private static func nothingRead(_ file: String, _ hop: String) -> (Text, Text?) {
    (
      Text(
        en: "\(hop): nothing about idle connections was found in \(file)",
        zh: "\(hop)：在 \(file) 中没有找到与空闲连接有关的设置"),
      Text(en: "give its limit: \(hop)=60s", zh: "请直接给出其上限：\(hop)=60s")
    )
  }
}
