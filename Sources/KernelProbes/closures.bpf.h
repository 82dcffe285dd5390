// How connections were ended here, so that a late segment's reset can be told from an unknown one.
//
// A ring of the last ones, and chains through it by tuple. It is written once for each connection,
// where the update of an LRU map takes more than a microsecond.
#pragma once

enum { CLOSURES = 32768, CHAINS = 16384 };

struct closure_memory {
  // The number of the one that is here; 0 while it is written.
  __u32 turn;
  // The lower half of the number of the one before it in its chain; 0 for none.
  __u16 before;
  __u16 reserved;
  struct connection_tuple tuple;
  struct closure_record closure;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, CLOSURES);
  __type(key, __u32);
  __type(value, struct closure_memory);
} closures SEC(".maps");

// One value, as each value of a map takes eight bytes at least: so few pages stay in the
// processor's caches.
struct closure_chains {
  // The number of the last closure of all.
  __u32 turn;
  // The lower half of the number of the last one in each chain; 0 for none.
  __u16 heads[CHAINS];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct closure_chains);
} closure_chains SEC(".maps");

static __always_inline struct closure_chains *all_chains(void) {
  __u32 key = 0;
  return bpf_map_lookup_elem(&closure_chains, &key);
}

// Where a record is put together: it is too large for the stack.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct closure_record);
} new_closures SEC(".maps");

static __always_inline struct closure_record *new_closure(enum closure_manner manner) {
  __u32 key = 0;
  struct closure_record *closure = bpf_map_lookup_elem(&new_closures, &key);
  if (!closure) return NULL;
  __builtin_memset(closure, 0, sizeof *closure);
  closure->manner = manner;
  closure->time_ns = bpf_ktime_get_ns();
  return closure;
}

static __always_inline __u32 hash_of(const struct connection_tuple *tuple) {
  const __u32 *words = (const __u32 *)tuple;
  __u64 hash = settings.hash_seed;
  for (__u32 i = 0; i < sizeof *tuple / 4; i++) hash = (hash ^ words[i]) * 0x9e3779b97f4a7c15;
  return hash >> 32;
}

static __always_inline int is_same(
    const struct connection_tuple *one, const struct connection_tuple *other) {
  const __u32 *ours = (const __u32 *)one, *its = (const __u32 *)other;
  for (__u32 i = 0; i < sizeof *one / 4; i++)
    if (ours[i] != its[i]) return 0;
  return 1;
}

static __always_inline struct closure_memory *closure_place(__u32 turn) {
  __u32 key = turn & (CLOSURES - 1);
  return bpf_map_lookup_elem(&closures, &key);
}

// A number whose lower half is not 0.
static __always_inline __u32 next_turn(struct closure_chains *chains) {
  __u32 turn = __sync_fetch_and_add(&chains->turn, 1) + 1;
  return (__u16)turn ? turn : __sync_fetch_and_add(&chains->turn, 1) + 1;
}

// Copies the record to its place in one go: bit by bit, each store would wait for memory that no
// cache holds. For the same reason nothing here is atomic but the number. A reader on another
// processor would have to be at the very oldest closure at this very moment.
static __always_inline void keep_closure(
    const struct connection_tuple *tuple, const struct closure_record *closure) {
  struct closure_chains *chains = all_chains();
  if (!chains) return;
  __u32 turn = next_turn(chains), chain = hash_of(tuple) & (CHAINS - 1);
  struct closure_memory *memory = closure_place(turn);
  if (!memory) return;
  memory->turn = 0;
  barrier();
  memory->before = chains->heads[chain];
  memory->tuple = *tuple;
  memory->closure = *closure;
  barrier();
  memory->turn = turn;
  chains->heads[chain] = turn;
}

// More than ever share a chain.
enum { LONGEST_CHAIN = 16 };

// The last closure of the tuple; NULL where none is remembered.
static __always_inline struct closure_memory *closure_of(const struct connection_tuple *tuple) {
  struct closure_chains *chains = all_chains();
  if (!chains) return NULL;
  __u16 turn = chains->heads[hash_of(tuple) & (CHAINS - 1)];
  for (__u32 i = 0; i < LONGEST_CHAIN && turn; i++) {
    struct closure_memory *memory = closure_place(turn);
    // What is behind a place that has been taken again is older still.
    if (!memory || (__u16)memory->turn != turn) return NULL;
    if (is_same(&memory->tuple, tuple)) return memory;
    turn = memory->before;
  }
  return NULL;
}

// Copies it; 0 where its place was taken again meanwhile.
static __always_inline int put_closure(
    struct closure_record *closure, const struct closure_memory *memory) {
  __u32 turn = memory->turn;
  barrier();
  *closure = memory->closure;
  barrier();
  return turn && memory->turn == turn;
}
