import Testing

@testable import Collectors

private let id = "3f2a9c1b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
private let other = "aaaa9c1b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6aaaa"
private let uid = "0f7c9a52-5f0e-4c43-9d3a-1f5f1c1c1c1c"
private let sliceUID = "0f7c9a52_5f0e_4c43_9d3a_1f5f1c1c1c1c"
private let hash = "2f8d7a7d2d0d8bd3cbb2c4c6c3a0f6d5"

/// One /proc/PID/cgroup, and what it tells.
private struct Case: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let container: String?
  let pod: String?

  init(_ name: String, _ text: String, _ container: String? = nil, pod: String? = nil) {
    testDescription = name
    self.text = text
    self.container = container
    self.pod = pod
  }

  static let engines = [
    Case("docker, v1", "12:pids:/docker/\(id)", id),
    Case("docker, systemd, v1", "4:memory:/system.slice/docker-\(id).scope", id),
    Case("docker, v2", "0::/system.slice/docker-\(id).scope\n", id),
    Case(
      "docker, rootless",
      "0::/user.slice/user-1000.slice/user@1000.service/user.slice/docker-\(id).scope", id),
    Case("docker, with systemd inside", "0::/system.slice/docker-\(id).scope/init.scope", id),
    Case("docker, a parent group", "5:cpu,cpuacct:/build/jobs/\(id)", id),
    Case("docker in docker", "0::/docker/\(other)/docker/\(id)", id),
    Case("containerd, v1", "7:devices:/default/\(id)", id),
    Case("nerdctl", "0::/system.slice/nerdctl-\(id).scope", id),
    Case("podman", "0::/machine.slice/libpod-\(id).scope/container", id),
    Case(
      "podman, rootless",
      "0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(id).scope", id),
    Case("podman, cgroupfs", "0::/libpod_parent/libpod-\(id)", id),
    Case(
      "podman, in a pod",
      "0::/machine.slice/machine-libpod_pod_\(other).slice/libpod-\(id).scope/container", id,
      pod: other),
    Case("ECS", "9:perf_event:/ecs/0f7c9a525f0e4c439d3a1f5f1c1c1c1c/\(id)", id),
  ]

  static let pods = [
    Case("kubelet, cgroupfs", "11:cpuset:/kubepods/burstable/pod\(uid)/\(id)", id, pod: uid),
    Case("kubelet, guaranteed", "0::/kubepods/pod\(uid)/\(id)", id, pod: uid),
    Case(
      "containerd, systemd",
      "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(sliceUID).slice/cri-containerd-\(id).scope",
      id, pod: uid),
    Case(
      "containerd, guaranteed",
      "0::/kubepods.slice/kubepods-pod\(sliceUID).slice/cri-containerd-\(id).scope", id, pod: uid),
    Case(
      "containerd, systemd's names without systemd",
      "3:freezer:/system.slice/containerd.service/kubepods-besteffort-pod\(sliceUID).slice:cri-containerd:\(id)",
      id, pod: uid),
    Case(
      "CRI-O",
      "0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod\(sliceUID).slice/crio-\(id).scope",
      id, pod: uid),
    Case(
      "CRI-O, v2 inside",
      "0::/kubepods.slice/kubepods-pod\(sliceUID).slice/crio-\(id).scope/container",
      id, pod: uid),
    Case(
      "docker shim",
      "8:blkio:/kubepods.slice/kubepods-pod\(sliceUID).slice/docker-\(id).scope", id, pod: uid),
    Case(
      "a static pod",
      "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(hash).slice/cri-containerd-\(id).scope",
      id, pod: hash),
    Case(
      "kind: a node that is a container",
      "0::/system.slice/docker-\(other).scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod\(sliceUID).slice/cri-containerd-\(id).scope",
      id, pod: uid),
    Case("a node's kubelet", "0::/docker/\(other)/kubelet.slice/kubelet.service", other),
    Case("a pod's own group", "0::/docker/\(other)/kubepods/pod\(uid)", nil, pod: uid),
    Case("docker in a pod", "0::/kubepods/pod\(uid)/\(other)/docker/\(id)", id, pod: uid),
  ]

  static let files = [
    Case("seen from another cgroup namespace", "0::/../docker-\(id).scope", id),
    Case(
      "v1, only some hierarchies",
      "12:rdma:/\n11:memory:/docker/\(id)\n1:name=systemd:/docker/\(id)\n0::/",
      id),
    Case(
      "hybrid", "2:pids:/kubepods/pod\(uid)/\(id)\n0::/system.slice/containerd.service", id,
      pod: uid),
    Case("removed", "0::/system.slice/docker-\(id).scope/child (deleted)", id),
  ]

  static let none = [
    Case("init", "0::/init.scope"), Case("root", "0::/"), Case("empty", ""),
    Case("no lines", "\n\n"),
    Case("a service", "0::/system.slice/nginx.service"),
    Case("a session", "1:name=systemd:/user.slice/user-1000.slice/session-3.scope"),
    Case("kubepods itself", "0::/kubepods.slice/kubepods-burstable.slice"),
    Case("podman's monitor", "0::/machine.slice/libpod-conmon-\(id).scope"),
    Case("CRI-O's monitor", "0::/kubepods.slice/crio-conmon-\(id).scope"),
    Case("an id that is too short", "0::/docker/\(id.dropLast())"),
    Case("an id that is too long", "0::/docker/\(id)0"),
    Case("capital digits", "0::/docker/\(id.uppercased())"),
    Case("no hexadecimal", "0::/docker/g\(id.dropFirst())"),
    Case("a service named after an id", "0::/system.slice/docker-\(id).service"),
    Case("a pod without UID", "0::/kubepods/pod/x"),
    Case("a UID with other hyphens", "0::/kubepods/pod0f7c9a525f0e-4c43-9d3a-1f5f-1c1c1c1c"),
    Case("no fields", "docker/\(id)"), Case("two fields", "0:/docker/\(id)"),
    Case("a hostile name", "0::/docker-\u{1b}[31m\(id)\u{202e}.scope"),
    Case("digits of another script", "0::/docker/\(String(repeating: "١", count: 32))"),
  ]
}

@Suite struct ContainerPathTests {
  @Test(arguments: Case.engines + Case.pods + Case.files + Case.none)
  fileprivate func tells(_ file: Case) {
    let path = ContainerPath(cgroups: file.text)
    #expect(path.container == file.container)
    #expect(path.pod == file.pod)
  }

  @Test(arguments: Case.engines + Case.pods)
  fileprivate func anyTruncationTellsTheTruthOrNothing(_ file: Case) {
    for length in 0..<file.text.count {
      let path = ContainerPath(cgroups: file.text.prefix(length))
      #expect([nil, id, other].contains(path.container))
      #expect([nil, uid, hash, other].contains(path.pod))
    }
  }
}
