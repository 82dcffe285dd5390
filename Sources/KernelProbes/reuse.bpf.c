// SPDX-License-Identifier: GPL-2.0-only
// How connections are used again, and who gives them up while they are idle.
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>
#include "KernelProbes.h"
#include "tuple.bpf.h"

char LICENSE[] SEC("license") = "GPL";

// What a socket's own structure does not keep. It goes with the socket.
struct use_memory {
  __u64 peer_closed_ns;
  __u32 role;
  __u32 reserved;
};

struct {
  __uint(type, BPF_MAP_TYPE_SK_STORAGE);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __type(key, int);
  __type(value, struct use_memory);
} uses SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 20);
} events SEC(".maps");

// Connections that their server has closed: a segment with payload for one is a request too late.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, struct connection_tuple);
  __type(value, __u8);
} closed SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u8);
} namespaces SEC(".maps");

// Records that found the ring buffer full.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} lost SEC(".maps");

const volatile struct probe_settings settings = {};

static __always_inline int watches(struct sock *sk) {
  if (!settings.filters_namespaces) return 1;
  __u32 netns = sk->__sk_common.skc_net.net->ns.inum;
  return bpf_map_lookup_elem(&namespaces, &netns) != NULL;
}

static __always_inline __u32 milliseconds(__u32 jiffies) {
  __u32 hz = settings.jiffies_per_second ?: 250;
  return (__u64)jiffies * 1000 / hz;
}

// A socket that was open before tells its side by its ports: those of clients are in the range of
// net.ipv4.ip_local_port_range, from 32768 on by default.
static __always_inline __u32 role_of(struct sock *sk) {
  struct use_memory *memory = bpf_sk_storage_get(&uses, sk, NULL, 0);
  if (memory && memory->role) return memory->role;
  int local = local_port(sk) >= 32768;
  int remote = bpf_ntohs(sk->__sk_common.skc_dport) >= 32768;
  if (local == remote) return SOCKET_ROLE_UNKNOWN;
  return local ? SOCKET_ROLE_CLIENT : SOCKET_ROLE_SERVER;
}

static __always_inline void report_tuple(
    const struct connection_tuple *tuple, __u32 kind, __u32 role, __u32 pause_ms,
    __u32 round_trip_us) {
  struct reuse_event *event = bpf_ringbuf_reserve(&events, sizeof *event, 0);
  if (!event) {
    __u32 key = 0;
    __u64 *count = bpf_map_lookup_elem(&lost, &key);
    if (count) ++*count;
    return;
  }
  event->time_ns = bpf_ktime_get_ns();
  event->tuple = *tuple;
  event->kind = kind;
  event->role = role;
  event->pause_ms = pause_ms;
  event->round_trip_us = round_trip_us;
  bpf_ringbuf_submit(event, 0);
}

static __always_inline void report(
    struct sock *sk, const struct tcp_sock *tp, __u32 kind, __u32 role, __u32 pause_ms) {
  struct connection_tuple tuple = {};
  put_connection(&tuple, sk);
  // net/ipv4/tcp_input.c: srtt_us is eight times the smoothed round trip.
  report_tuple(&tuple, kind, role, pause_ms, tp->srtt_us >> 3);
}

// Jiffies since payload last came or went; -1 where it never did both.
static __always_inline long long idle_jiffies(const struct tcp_sock *tp) {
  if (!tp->bytes_received || !tp->bytes_sent) return -1;
  __u32 now = bpf_jiffies64();
  __u32 received = now - tp->inet_conn.icsk_ack.lrcvtime, sent = now - tp->lsndtime;
  return received < sent ? received : sent;
}

// Pauses that are shorter are no matter of time-outs, and too many to tell of each.
enum { LEAST_PAUSE_MS = 100 };

static __always_inline __u32 payload_length(struct sk_buff *skb) {
  struct tcp_skb_cb *control = (void *)skb + bpf_core_field_offset(skb->cb);
  return BPF_CORE_READ(control, end_seq) - BPF_CORE_READ(control, seq);
}

// Called before the segment is taken in: lrcvtime is that of the one before.
SEC("tp_btf/tcp_probe")
int BPF_PROG(on_segment, struct sock *sk, struct sk_buff *skb) {
  if (skb->len <= 20) return 0;
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!tp || !tp->bytes_received || !tp->bytes_sent) return 0;
  __u32 received = tp->inet_conn.icsk_ack.lrcvtime, sent = tp->lsndtime;
  // What goes on has no pause: the last to speak was this end.
  if ((__s32)(sent - received) < 0) return 0;
  __u32 role = role_of(sk);
  __u32 pause = role == SOCKET_ROLE_SERVER ? (__u32)bpf_jiffies64() - sent : sent - received;
  pause = milliseconds(pause);
  if (!role || pause < LEAST_PAUSE_MS || payload_length(skb) <= 1 || !watches(sk)) return 0;
  report(sk, tp, REUSE_PAUSE, role, pause);
  return 0;
}

static __always_inline void remember_role(struct sock *sk, __u32 role) {
  struct use_memory *memory = bpf_sk_storage_get(&uses, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
  if (!memory) return;
  memory->role = role;
  memory->peer_closed_ns = 0;
}

static __always_inline void note_close(struct sock *sk, int is_own) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!tp || !watches(sk)) return;
  __u32 role = role_of(sk);
  long long idle = idle_jiffies(tp);
  if (idle < 0 || !role) return;
  struct use_memory *memory = bpf_sk_storage_get(&uses, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);
  if (memory && !is_own) memory->peer_closed_ns = bpf_ktime_get_ns();
  if (is_own && role == SOCKET_ROLE_SERVER) {
    struct connection_tuple tuple = {};
    __u8 present = 1;
    put_connection(&tuple, sk);
    bpf_map_update_elem(&closed, &tuple, &present, BPF_ANY);
  }
  __u32 pause = milliseconds(idle);
  if (pause < LEAST_PAUSE_MS) return;
  report(sk, tp, is_own ? REUSE_OWN_CLOSE : REUSE_PEER_CLOSE, role, pause);
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(on_state, struct sock *sk, int old_state, int new_state) {
  if (sk->sk_protocol != IPPROTO_TCP) return 0;
  if (new_state == TCP_SYN_SENT) remember_role(sk, SOCKET_ROLE_CLIENT);
  if (old_state == TCP_SYN_RECV && new_state == TCP_ESTABLISHED)
    remember_role(sk, SOCKET_ROLE_SERVER);
  if (old_state == TCP_ESTABLISHED && new_state == TCP_FIN_WAIT1) note_close(sk, 1);
  if (old_state == TCP_ESTABLISHED && new_state == TCP_CLOSE_WAIT) note_close(sk, 0);
  return 0;
}

// The client sent on a connection that the server had closed, and is told so.
SEC("tp_btf/tcp_receive_reset")
int BPF_PROG(on_receive_reset, struct sock *sk) {
  struct use_memory *memory = bpf_sk_storage_get(&uses, sk, NULL, 0);
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (!tp || !memory || !memory->peer_closed_ns || !watches(sk)) return 0;
  if (role_of(sk) != SOCKET_ROLE_CLIENT) return 0;
  __u32 sent = (__u32)bpf_jiffies64() - tp->lsndtime;
  if ((__u64)milliseconds(sent) * 1000000 > bpf_ktime_get_ns() - memory->peer_closed_ns) return 0;
  report(sk, tp, REUSE_LATE, SOCKET_ROLE_CLIENT, 0);
  return 0;
}

// The server's host answers a request for a connection that the server had closed.
SEC("tp_btf/tcp_send_reset")
int BPF_PROG(on_send_reset, struct sock *sk, struct sk_buff *skb) {
  if (!skb) return 0;
  struct connection_tuple tuple = {};
  struct tcp_header tcp;
  if (put_packet(&tuple, &tcp, skb)) return 0;
  tuple.netns = packet_netns(skb);
  if (payload_length(skb) <= 1 || !bpf_map_lookup_elem(&closed, &tuple)) return 0;
  bpf_map_delete_elem(&closed, &tuple);
  report_tuple(&tuple, REUSE_LATE, SOCKET_ROLE_SERVER, 0, 0);
  return 0;
}
