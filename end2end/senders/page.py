"""A page of vLLM's metrics that grows with time, for Prometheus to scrape: page.py PORT"""
import http.server
import sys
import time

STARTED = time.time()


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seconds = int(time.time() - STARTED)
        lines = ["# TYPE vllm:generation_tokens_total counter", "# TYPE vllm:num_requests_running gauge"]
        for pod in range(3):
            lines.append(f'vllm:generation_tokens_total{{pod="p{pod}",namespace="chat"}} {1000 + seconds * 10}')
            lines.append(f'vllm:num_requests_running{{pod="p{pod}",namespace="chat"}} {pod + 1}')
            lines.append(f'vllm:num_requests_running{{pod="p{pod}",namespace="other"}} 99')
        body = ("\n".join(lines) + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
