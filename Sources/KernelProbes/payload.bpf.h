// The first bytes of a segment's payload: enough to tell a protocol.
//
// They may lie outside the packet's linear part, where only the kernel's own function reaches them
// (bpf_dynptr_from_skb, for tp_btf since Linux 6.12). So a program of its own, loaded only where
// the kernel has that function, looks first and leaves the bytes to on_send_reset on the same CPU.
#pragma once

struct bpf_dynptr {
  __u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_dynptr_from_skb(
    struct sk_buff *skb, __u64 flags, struct bpf_dynptr *pointer) __ksym __weak;

struct peeked_payload {
  __u32 sequence;
  __u32 count;
  __u8 bytes[PROBE_FIRST_BYTES];
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct peeked_payload);
} peeked SEC(".maps");

static __always_inline void put_peeked(struct segment_record *trigger) {
  __u32 key = 0;
  struct peeked_payload *payload = bpf_map_lookup_elem(&peeked, &key);
  if (!payload || !payload->count || payload->sequence != trigger->sequence) return;
  trigger->first_bytes_count = payload->count;
  __builtin_memcpy(trigger->first_bytes, payload->bytes, PROBE_FIRST_BYTES);
  payload->count = 0;
}

SEC("?tp_btf/tcp_send_reset")
int BPF_PROG(peek_payload, struct sock *sk, struct sk_buff *skb) {
  __u32 key = 0;
  struct peeked_payload *payload = bpf_map_lookup_elem(&peeked, &key);
  if (!skb || !payload) return 0;
  struct connection_tuple tuple;
  struct tcp_header tcp;
  struct bpf_dynptr packet;
  payload->count = 0;
  if (put_packet(&tuple, &tcp, skb)) return 0;
  __u32 start = BPF_CORE_READ(skb, transport_header) + (tcp.data_offset >> 4) * 4 -
                (BPF_CORE_READ(skb, data) - BPF_CORE_READ(skb, head));
  if (bpf_dynptr_from_skb(skb, 0, &packet)) return 0;
  if (bpf_dynptr_read(payload->bytes, PROBE_FIRST_BYTES, &packet, start, 0)) return 0;
  payload->sequence = bpf_ntohl(tcp.sequence);
  payload->count = PROBE_FIRST_BYTES;
  return 0;
}
