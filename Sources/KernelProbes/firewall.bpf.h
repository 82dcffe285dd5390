// Resets that no TCP socket of this host sent: netfilter answers for one (nf_send_reset(),
// nf_send_reset6()), and TCP knows nothing of it.
#pragma once

// To whom TCP is sending a RST at this moment. An IPv6 one that answers for no socket has no
// skb->sk either.
struct sending_reset {
  __u8 remote[16];
  __u32 remote_port;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct sending_reset);
} sending SEC(".maps");

static __always_inline void note_sending(const struct connection_tuple *tuple) {
  __u32 key = 0;
  struct sending_reset *slot = bpf_map_lookup_elem(&sending, &key);
  if (!slot) return;
  __builtin_memcpy(slot->remote, tuple->remote, sizeof slot->remote);
  slot->remote_port = tuple->remote_port;
}

static __always_inline int is_sending(const struct connection_tuple *tuple) {
  __u32 key = 0;
  struct sending_reset *slot = bpf_map_lookup_elem(&sending, &key);
  if (!slot || slot->remote_port != tuple->remote_port) return 0;
  const __u64 *ours = (const __u64 *)slot->remote, *its = (const __u64 *)tuple->remote;
  if (ours[0] != its[0] || ours[1] != its[1]) return 0;
  slot->remote_port = 0;
  return 1;
}

static __always_inline int is_tcp(struct sk_buff *skb) {
  const unsigned char *ip = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
  __u8 header[10];
  if (bpf_probe_read_kernel(header, sizeof header, ip)) return 0;
  return header[header[0] >> 4 == 4 ? 9 : 6] == IPPROTO_TCP;
}

// A packet on its way out: its source is our local end.
static __always_inline int put_outgoing(struct connection_tuple *tuple, struct sk_buff *skb) {
  struct connection_tuple incoming = {};
  struct tcp_header tcp;
  if (put_packet(&incoming, &tcp, skb)) return -1;
  __builtin_memcpy(tuple->local, incoming.remote, 16);
  __builtin_memcpy(tuple->remote, incoming.local, 16);
  tuple->local_port = incoming.remote_port;
  tuple->remote_port = incoming.local_port;
  return 0;
}

static __always_inline void report_firewall(
    enum event_kind kind, const struct connection_tuple *tuple, struct sk_buff *skb) {
  struct firewall_event *event = reserve(sizeof *event);
  if (!event) return;
  __builtin_memset(event, 0, sizeof *event);
  event->kind = kind;
  event->time_ns = bpf_ktime_get_ns();
  event->tuple = *tuple;
  event->interface = BPF_CORE_READ(skb, dev, ifindex);
  put_headers(&event->packet, skb);
  bpf_ringbuf_submit(event, 0);
}

// Attached only while a rule with `reject with tcp reset` is known. What has a socket is of that
// socket; what has come in through an interface is another's.
SEC("?tp_btf/net_dev_queue")
int BPF_PROG(on_queue, struct sk_buff *skb) {
  if (skb->sk || skb->skb_iif || !is_tcp(skb)) return 0;
  struct connection_tuple tuple = {};
  struct packet_record packet = {};
  if (put_headers(&packet, skb) || !(packet.flags & TCPHDR_RST)) return 0;
  if (put_outgoing(&tuple, skb) || is_sending(&tuple)) return 0;
  tuple.netns = packet_netns(skb);
  if (watches(tuple.netns)) report_firewall(EVENT_FIREWALL, &tuple, skb);
  return 0;
}

// When a drop was last told of, in each namespace.
struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, __u64);
} filtered SEC(".maps");

enum { FILTERED_PAUSE_NS = 1000000000 };

// That netfilter drops segments here is reason to look at its rules: a rule that rejects drops too.
static __always_inline void note_filtered(struct sk_buff *skb) {
  struct connection_tuple tuple = {};
  struct tcp_header tcp;
  __u64 now = bpf_ktime_get_ns();
  __u32 netns = packet_netns(skb);
  __u64 *last = bpf_map_lookup_elem(&filtered, &netns);
  if ((last && now - *last < FILTERED_PAUSE_NS) || !watches(netns) || !is_tcp(skb)) return;
  if (put_packet(&tuple, &tcp, skb) || tcp.flags & TCPHDR_RST) return;
  bpf_map_update_elem(&filtered, &netns, &now, BPF_ANY);
  tuple.netns = netns;
  report_firewall(EVENT_FILTERED, &tuple, skb);
}
