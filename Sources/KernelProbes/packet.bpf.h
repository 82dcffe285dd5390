// What a packet is like: to tell one that the peer's TCP sent from one that another made.
#pragma once

static __always_inline int put_ip(struct packet_record *record, const unsigned char *ip) {
  __u8 header[20];
  if (bpf_probe_read_kernel(header, sizeof header, ip)) return -1;
  if (header[0] >> 4 != 4) {
    record->hop_limit = header[7];
    return 0;
  }
  record->marks |= PACKET_IS_IPV4;
  if (header[6] & 0x40) record->marks |= PACKET_KEEPS_WHOLE;
  record->identification = header[4] << 8 | header[5];
  record->hop_limit = header[8];
  return 0;
}

enum {
  ETHERNET_HEADER = 14,
  ETHERNET_SOURCE = 6,
  ETHERTYPE_IPV4 = 0x0800,
  ETHERTYPE_IPV6 = 0x86dd
};

// Where no Ethernet header is before the packet, what is there says so.
static __always_inline void put_link_source(__u8 *source, struct sk_buff *skb) {
  __u8 header[ETHERNET_HEADER];
  __u16 link = BPF_CORE_READ(skb, mac_header);
  if (link + ETHERNET_HEADER != BPF_CORE_READ(skb, network_header)) return;
  if (bpf_probe_read_kernel(header, sizeof header, BPF_CORE_READ(skb, head) + link)) return;
  __u16 type = header[12] << 8 | header[13];
  if (type != ETHERTYPE_IPV4 && type != ETHERTYPE_IPV6) return;
  __builtin_memcpy(source, header + ETHERNET_SOURCE, 6);
}

// At most 40 bytes; a power of two is what the verifier can follow.
enum { OPTIONS_SIZE = 64, OPTION_END = 0, OPTION_NOTHING = 1, OPTION_TIMESTAMPS = 8 };

// RFC 9293 section 3.1, RFC 7323 section 3.2.
static __always_inline void put_timestamps(
    struct packet_record *record, const unsigned char *transport, __u8 data_offset) {
  __u8 options[OPTIONS_SIZE] = {};
  __u32 size = (data_offset >> 4) * 4;
  if (size < 32 || size > 60) return;
  if (bpf_probe_read_kernel(options, (size - 20) & (OPTIONS_SIZE - 1), transport + 20)) return;
  // In a byte of memory the verifier forgets what it knew of the place, and so follows the loop's
  // body once for each step, not once for each way to it.
  volatile __u8 next = 0;
  for (__u32 step = 0; step < 40; ++step) {
    __u32 at = next;
    if (at > 30) return;
    // A bound that the compiler cannot reason away: Linux 6.1 does not see that of the line above.
    asm volatile("%0 &= 31" : "+r"(at));
    if (options[at] == OPTION_END) return;
    if (options[at] == OPTION_TIMESTAMPS) {
      __be32 times[2];
      __builtin_memcpy(times, options + at + 2, sizeof times);
      record->timestamp_value = bpf_ntohl(times[0]);
      record->timestamp_echo = bpf_ntohl(times[1]);
      record->marks |= PACKET_HAS_TIMESTAMPS;
      return;
    }
    __u32 length = options[at] == OPTION_NOTHING ? 1 : options[at + 1] ?: 1;
    next = at + (length > 40 ? 40 : length);
  }
}

// Fills a zeroed record.
static __always_inline int put_headers(struct packet_record *record, struct sk_buff *skb) {
  const unsigned char *ip = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
  const unsigned char *transport = transport_header(skb);
  struct tcp_header tcp;
  if (put_ip(record, ip)) return -1;
  if (bpf_probe_read_kernel(&tcp, sizeof tcp, transport)) return -1;
  record->sequence = bpf_ntohl(tcp.sequence);
  record->acknowledgment = bpf_ntohl(tcp.acknowledgment);
  record->window = bpf_ntohs(tcp.window);
  record->flags = tcp.flags;
  put_timestamps(record, transport, tcp.data_offset);
  return 0;
}

// The RST that tcp_rcv_established() is about to look at. `tcp_receive_reset` comes a moment later
// on the same CPU, and has no packet.
struct arrived_reset {
  __u64 socket;
  __u64 time_ns;
  struct packet_record packet;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct arrived_reset);
} arrived SEC(".maps");

static __always_inline void keep_reset(struct sock *sk, struct sk_buff *skb) {
  __u32 key = 0;
  struct arrived_reset *slot = bpf_map_lookup_elem(&arrived, &key);
  if (!slot) return;
  __builtin_memset(slot, 0, sizeof *slot);
  if (put_headers(&slot->packet, skb)) return;
  put_link_source(slot->packet.link_source, skb);
  slot->socket = (__u64)sk;
  slot->time_ns = bpf_ktime_get_ns();
}

enum { ARRIVED_NS = 1000000 };

static __always_inline void put_arrived(struct reset_event *event, struct sock *sk) {
  __u32 key = 0;
  struct arrived_reset *slot = bpf_map_lookup_elem(&arrived, &key);
  if (!slot || slot->socket != (__u64)sk) return;
  slot->socket = 0;
  if (event->time_ns - slot->time_ns > ARRIVED_NS) return;
  event->packet = slot->packet;
  event->parts |= RESET_HAS_PACKET;
}

// What a server's socket keeps of the ACK that ended the handshake (tcp_v4_syn_recv_sock(),
// tcp_v6_syn_recv_sock()), in a field that no TCP socket has another use for; 1 in a client's.
static __always_inline __u8 hop_limit_of_handshake(struct sock *sk) {
  struct inet_sock *inet = (void *)sk;
  __u8 hops = sk->__sk_common.skc_family == AF_INET6 ? BPF_CORE_READ(inet, pinet6, mcast_hops)
                                                     : BPF_CORE_READ(inet, mc_ttl);
  return hops > 1 ? hops : 0;
}

static __always_inline void put_habit(struct habit_record *habit, struct sock *sk) {
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  struct socket_memory *memory = memory_of(sk);
  if (!tp) return;
  habit->next_sequence = tp->rcv_nxt;
  habit->uses_timestamps = BPF_CORE_READ_BITFIELD_PROBED(tp, rx_opt.tstamp_ok);
  if (memory) __builtin_memcpy(habit->link_source, memory->link_source, 6);
  habit->hop_limit = memory && memory->hop_limit ? memory->hop_limit : hop_limit_of_handshake(sk);
}

// The second segment of a connection, and then one in 64: enough to know the peer's packets by.
enum { HABIT_MASK = 63, HABIT_TURN = 2 };

static __always_inline void learn_habit(struct sock *sk, struct sk_buff *skb) {
  struct packet_record packet = {};
  struct socket_memory *memory = memory_of(sk);
  if (!memory) return;
  const unsigned char *ip = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
  if (!put_ip(&packet, ip)) memory->hop_limit = packet.hop_limit;
  put_link_source(memory->link_source, skb);
}

// How often on_arrival ran.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, __u64);
} arrivals SEC(".maps");

// Runs for every segment that an established connection receives, and mostly does two loads.
SEC("?tp_btf/tcp_probe")
int BPF_PROG(on_arrival, struct sock *sk, struct sk_buff *skb) {
  struct tcp_skb_cb *control = (void *)skb->cb;
  __u32 key = 0;
  __u64 *count = bpf_map_lookup_elem(&arrivals, &key);
  if (count) ++*count;
  if (control->tcp_flags & TCPHDR_RST) {
    keep_reset(sk, skb);
    return 0;
  }
  struct tcp_sock *tp = bpf_skc_to_tcp_sock(sk);
  if (tp && (tp->segs_in & HABIT_MASK) == HABIT_TURN) learn_habit(sk, skb);
  return 0;
}
