#!/usr/bin/env python3
"""Connects to a closed port of 127.0.0.1 every 2 ms, each to another one: refuse.py NUMBER"""
import socket
import sys
import time

for number in range(int(sys.argv[1])):
    with socket.socket() as client:
        client.connect_ex(("127.0.0.1", 20000 + number % 10000))
    time.sleep(0.002)
