"""A client far away: every answer of the network comes 0.4 s late, and the client connects all the same.

slow_network_test.py TASNIF MAKE_TINY_MODELS
"""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

SECONDS = 60
LATE = 0.4  # As over an ocean with a handshake of TLS, or on a machine that is busy.


def carry(source, target, pause):
    """Bytes from one socket to the other, each piece after a pause."""
    try:
        while piece := source.recv(65536):
            time.sleep(pause)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # The other direction ended first.


def forward(listener, port):
    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        far = socket.create_connection(("127.0.0.1", port), SECONDS)
        threading.Thread(target=carry, args=(near, far, 0), daemon=True).start()
        threading.Thread(target=carry, args=(far, near, LATE), daemon=True).start()


def main(tasnif, make_tiny_models):
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        subprocess.run([make_tiny_models, models], check=True)
        port_file = os.path.join(folder, "port")
        server = subprocess.Popen([tasnif, "serve", "--models", models, "--address", "127.0.0.1:0",
                                   "--port-file", port_file], stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + SECONDS
            while not os.path.exists(port_file):
                assert server.poll() is None and time.monotonic() < end, "the server is not there"
                time.sleep(0.02)
            with open(port_file, encoding="utf-8") as file:
                port = int(file.read().strip().rsplit(":", 1)[-1])
            listener = socket.create_server(("127.0.0.1", 0))
            threading.Thread(target=forward, args=(listener, port), daemon=True).start()
            address = f"127.0.0.1:{listener.getsockname()[1]}"
            done = subprocess.run([tasnif, "classify", "-", "--server", address, "--format", "jsonl"],
                                  input=b'{"id":"far","text":"The striker scored the goal."}\n',
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS,
                                  check=False)
            assert done.returncode == 0 and b'"id":"far"' in done.stdout, done.stderr.decode()
            listener.close()
        finally:
            server.kill()
            server.wait()
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
