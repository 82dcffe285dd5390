internal import Diagnosis

/// The fixed words of the reports.
enum Words {
  static let who = Text(en: "Who", zh: "经过")
  static let why = Text(en: "Why", zh: "依据")
  static let saw = Text(en: "Seen", zh: "现象")
  static let change = Text(en: "Change", zh: "处理")
  static let or = Text(en: "Or", zh: "也可能")
  static let check = Text(en: "Check", zh: "核查")
  static let not = Text(en: "Not", zh: "误区")
  static let how = Text(en: "How", zh: "原理")
  static let kernel = Text(en: "Kernel", zh: "内核")
  static let detail = Text(en: "Detail", zh: "详情")
  static let id = Text(en: "Id", zh: "标识")

  /// Columns of the widest of these words, in either language.
  static let labelColumns = 6

  static let undo = Text(en: "undo", zh: "撤销")
  static let unknown = Text(en: "unknown", zh: "未知")
  static let harmless = Text(en: "harmless", zh: "无害")
  static let advice = Text(en: "advice", zh: "建议")
  static let noCallFails = Text(
    en: "no application call can fail because of it", zh: "不会导致任何应用调用失败")

  static func confidence(_ confidence: Confidence) -> Text {
    switch confidence {
    case .certain: Text(en: "certain", zh: "确定")
    case .likely: Text(en: "likely", zh: "很可能")
    case .possible: Text(en: "possible", zh: "可能")
    }
  }

  static func unknownCause(of kind: Finding.Kind) -> Text {
    switch kind {
    case .reset:
      Text(en: "The cause of this reset is not known", zh: "未能判明这次重置的原因")
    case .failure:
      Text(en: "The cause of this failure is not known", zh: "未能判明这次失败的原因")
    case .advice:
      Text(en: "The cause is not known", zh: "原因不明")
    }
  }

  static func place(_ place: NextStep.Place) -> Text {
    switch place {
    case .client: Text(en: "on the client: ", zh: "在客户端：")
    case .server: Text(en: "on the server: ", zh: "在服务端：")
    case .middle: Text(en: "on what is between them: ", zh: "在中间设备上：")
    case .here: Text(en: "on this host: ", zh: "在本机：")
    }
  }

  static func seen(_ seen: Finding.Seen) -> Text {
    switch seen {
    case .sent: Text(en: "seen by the kernel that sent it", zh: "由发送方的内核观测到")
    case .received: Text(en: "seen by the kernel that received it", zh: "由接收方的内核观测到")
    case .wire: Text(en: "seen on the wire", zh: "在报文中观测到")
    case .state: Text(en: "concluded from the state of this host", zh: "根据本机状态推断")
    }
  }

  static func roles(_ roles: Finding.Roles) -> Text {
    switch roles {
    case .seen:
      Text(en: "client and server are known: the handshake was seen", zh: "已观测到握手，两端角色确定")
    case .inferred:
      Text(en: "client and server were inferred", zh: "客户端与服务端的角色为推断所得")
    case .unknown:
      Text(en: "which side is the client is not known", zh: "无法判断哪一端是客户端")
    }
  }
}
