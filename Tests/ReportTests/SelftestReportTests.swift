import Diagnosis
import Report
import Testing

/// A self-test, as a person reads it and as a bug report carries it.
@Suite struct SelftestReportTests {
  private static var sample: Selftest {
    var test = Selftest(
      version: "1.2.3", commit: "0123456789ab", kernel: "6.1.0-39-amd64\u{1b}[31m",
      machine: "x86_64", user: 1000, capabilities: ["CAP_BPF", "CAP_PERFMON"])
    test.examinations = [
      Examination(
        id: "bpf", title: Text(en: "eBPF: can be attached", zh: "eBPF：可以挂载"), outcome: .works),
      Examination(
        id: "packets", title: Text(en: "a packet socket", zh: "报文套接字"),
        outcome: .fails(why: "open a packet socket: Operation not permitted"),
        lack: Text(en: "It shows no processes.", zh: "看不到进程。"),
        remedy: Text(en: "It needs CAP_NET_RAW.", zh: "需要 CAP_NET_RAW。")),
      Examination(
        id: "lab", title: Text(en: "the lab", zh: "lab"),
        outcome: .untried(Text(en: "It needs root.", zh: "需要 root。"))),
    ]
    test.overhead = Selftest.Overhead(
      connections: 2000, connectionNanoseconds: 61_234, probeNanoseconds: 2_345)
    return test
  }

  @Test(arguments: [Language.english, .chinese]) func reads(_ language: Language) throws {
    let text = SelftestReport(style: Style(language: language)).render(Self.sample)
    try expectSnapshot("selftest.\(language.rawValue).txt", text)
  }

  @Test func isOneObject() throws {
    try expectSnapshot("selftest.json", Self.sample.json(.english).serialized + "\n")
  }

  @Test func failsWhereOneThingDoes() {
    #expect(!Self.sample.works)
    var healthy = Self.sample
    healthy.examinations.removeLast(2)
    #expect(healthy.works)
  }
}
