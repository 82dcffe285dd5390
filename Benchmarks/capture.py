#!/usr/bin/env python3
"""Writes a capture of mixed HTTP traffic, as a busy server's: capture.py FILE BYTES [SNAPLENGTH].

Many connections at a time, their packets interleaved; keep-alive, uploads and downloads, FINs, and one
connection in fifty that is reset. The same arguments give the same file.
"""
import random
import struct
import sys

GET = b"GET /items/0001 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: bench/1\r\nAccept: */*\r\n\r\n"
POST = b"POST /items HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 4000\r\n\r\n" + b"x" * 1380
OK = b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/html\r\nContent-Length: 600\r\n\r\n" + b"y" * 600
BODY = b"z" * 1448
SYN, FIN, RST, PSH, ACK = 2, 1, 4, 8, 16


def conversation(number, rng):
    """Yields (from the client?, flags, payload) for each packet of one connection."""
    yield True, SYN, b""
    yield False, SYN | ACK, b""
    yield True, ACK, b""
    for _ in range(rng.choice((1, 1, 2, 4))):
        upload = rng.random() < 0.1
        yield True, PSH | ACK, POST if upload else GET
        if upload:
            yield True, ACK, BODY
            yield True, PSH | ACK, BODY[:1172]
        yield False, ACK, b""
        yield False, PSH | ACK, OK
        for _ in range(rng.choice((0, 0, 0, 4, 12))):
            yield False, ACK, BODY
            if rng.random() < 0.5:
                yield True, ACK, b""
        yield True, ACK, b""
    if number % 50 == 0:
        yield True, PSH | ACK, GET
        yield False, RST | ACK, b""
        return
    yield False, FIN | ACK, b""
    yield True, FIN | ACK, b""
    yield False, ACK, b""


class Connection:
    def __init__(self, number, rng):
        self.steps = conversation(number, rng)
        self.client = struct.pack(">I", 0x0A000000 | (number * 7919) & 0xFFFFFF)
        self.server = struct.pack(">I", 0xC0A80000 | number % 40)
        self.port = 32768 + number * 13 % 28000
        self.service = (80, 8080, 443, 8000)[number % 4]
        self.next = [rng.getrandbits(32), rng.getrandbits(32)]
        self.ids = [rng.getrandbits(15), rng.getrandbits(15)]

    def packet(self):
        is_client, flags, payload = next(self.steps)
        me = 0 if is_client else 1
        ports = (self.port, self.service) if is_client else (self.service, self.port)
        ends = self.client + self.server if is_client else self.server + self.client
        self.ids[me] = (self.ids[me] + 1) & 0xFFFF
        header = struct.pack(
            ">12xHBBHHHBBH8sHHIIBBHHHBBBBII", 0x0800, 0x45, 0, 52 + len(payload), self.ids[me],
            0x4000, 64 if me else 57, 6, 0, ends, *ports, self.next[me],
            self.next[1 - me] if flags & ACK else 0, 0x80, flags, 502, 0, 0, 1, 1, 8, 10, 1, 1)
        size = len(payload) + (1 if flags & (SYN | FIN) else 0)
        self.next[me] = (self.next[me] + size) & 0xFFFFFFFF
        return header + payload


def main():
    path, size = sys.argv[1], int(sys.argv[2])
    snap = int(sys.argv[3]) if len(sys.argv) > 3 else 262144
    rng = random.Random(7)
    active = [Connection(number, rng) for number in range(4000)]
    count, packets, written, time = len(active), 0, 24, 1_795_334_400_000_000
    with open(path, "wb", buffering=1 << 22) as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snap, 1))
        while written < size:
            place = int(rng.random() * len(active))
            try:
                packet = active[place].packet()
            except StopIteration:
                active[place] = Connection(count, rng)
                count += 1
                continue
            time += 7
            kept = packet[:snap]
            file.write(struct.pack("<IIII", time // 1_000_000, time % 1_000_000, len(kept), len(packet)))
            file.write(kept)
            written += 16 + len(kept)
            packets += 1
    print(f"{path}: {packets} packets, {count} connections, {written} bytes")


main()
