// Sends SYNs with forged sources to closed ports, as fast as asked: storm INTERFACE TO-MAC SECONDS RATE
// The receiving kernel answers each with a RST. Prints the number of SYNs that were sent.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64 };

struct frame {
  struct ether_header ethernet;
  struct iphdr ip;
  struct tcphdr tcp;
} __attribute__((packed));

static uint32_t sum(const void *bytes, size_t size, uint32_t start) {
  const uint8_t *b = bytes;
  for (size_t i = 0; i + 1 < size; i += 2) start += b[i] << 8 | b[i + 1];
  return start;
}

static uint16_t folded(uint32_t value) {
  while (value >> 16) value = (value & 0xffff) + (value >> 16);
  return htons(~value & 0xffff);
}

// 65,536 sources, and as many ports from 20000 up as there are to 29999.
static void fill(struct frame *f, uint32_t number) {
  f->ip.saddr = htonl(0x0a4e0000 | (number * 7919u & 0xffff));
  f->ip.check = 0;
  f->ip.check = folded(sum(&f->ip, sizeof f->ip, 0));
  f->tcp.source = htons(1024 + number % 60000);
  f->tcp.dest = htons(20000 + number % 10000);
  f->tcp.seq = htonl(number * 2654435761u);
  f->tcp.check = 0;
  uint32_t pseudo = sum(&f->ip.saddr, 8, IPPROTO_TCP + sizeof f->tcp);
  f->tcp.check = folded(sum(&f->tcp, sizeof f->tcp, pseudo));
}

static void prepare(struct frame *f, const char *mac) {
  memset(f, 0, sizeof *f);
  uint8_t *to = f->ethernet.ether_dhost;
  if (sscanf(mac, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", to, to + 1, to + 2, to + 3, to + 4, to + 5) != 6) exit(2);
  f->ethernet.ether_shost[0] = 2;
  f->ethernet.ether_type = htons(ETHERTYPE_IP);
  f->ip.version = 4;
  f->ip.ihl = 5;
  f->ip.ttl = 64;
  f->ip.protocol = IPPROTO_TCP;
  f->ip.tot_len = htons(sizeof f->ip + sizeof f->tcp);
  f->ip.daddr = htonl(0x0a4d0001);
  f->tcp.doff = 5;
  f->tcp.syn = 1;
  f->tcp.window = htons(64240);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count != 5) return 2;
  double seconds = atof(words[3]), rate = atof(words[4]);
  int fd = socket(AF_PACKET, SOCK_RAW, 0);
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(words[1])};
  if (fd < 0 || !to.sll_ifindex || bind(fd, (void *)&to, sizeof to)) return perror("storm"), 1;
  static struct frame frames[BATCH];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) {
    prepare(&frames[i], words[2]);
    parts[i] = (struct iovec){&frames[i], sizeof frames[i]};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  uint32_t sent = 0;
  double start = now(), passed;
  while ((passed = now() - start) < seconds) {
    if (sent >= rate * passed) {
      nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
      continue;
    }
    for (int i = 0; i < BATCH; i++) fill(&frames[i], sent + i);
    int done = sendmmsg(fd, messages, BATCH, 0);
    if (done > 0) sent += done;
  }
  printf("%u\n", sent);
  return 0;
}
