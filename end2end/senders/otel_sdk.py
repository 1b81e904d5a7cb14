"""Sends with the OpenTelemetry SDK for Python; prints what it sent as JSON.

    otel_sdk.py http://127.0.0.1:8640 TOKEN
"""
import json
import logging
import sys
import time

from opentelemetry import trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

CALLS, RECORDS, TOKENS, ROUNDS = 250, 40, 7, 5


def main():
    origin, token = sys.argv[1:3]
    headers = {"Authorization": f"Bearer {token}"}
    resource = Resource.create({"service.name": "assistant", "service.instance.id": "a-0", "service.version": "1.2"})
    options = {"headers": headers, "compression": Compression.Gzip}

    tracer_provider = TracerProvider(resource=resource)
    tracer_provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{origin}/v1/traces", **options)))
    tracer = trace.get_tracer("app", tracer_provider=tracer_provider)
    for number in range(CALLS):
        with tracer.start_as_current_span("POST /chat"):
            with tracer.start_as_current_span("chat", attributes={
                    "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o-mini",
                    "gen_ai.response.model": "gpt-4o-mini", "gen_ai.usage.input_tokens": 100 + number,
                    "gen_ai.usage.output_tokens": TOKENS, "gen_ai.conversation.id": str(number),
                    "gen_ai.input.messages": "call me at 13912345678"}):
                pass
    tracer_provider.shutdown()

    logger_provider = LoggerProvider(resource=resource)
    set_logger_provider(logger_provider)
    logger_provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(f"{origin}/v1/logs", **options)))
    logger = logging.getLogger("assistant")
    logger.setLevel(logging.INFO)
    logger.addHandler(LoggingHandler(logger_provider=logger_provider))
    for number in range(RECORDS):
        logger.info("answered %s", number)
    logger_provider.shutdown()

    reader = PeriodicExportingMetricReader(OTLPMetricExporter(f"{origin}/v1/metrics", **options), export_interval_millis=3_600_000)
    meter_provider = MeterProvider(metric_readers=[reader], resource=resource)
    meter = meter_provider.get_meter("app")
    counter = meter.create_counter("app.answers")
    histogram = meter.create_histogram("gen_ai.client.operation.duration", unit="s")
    for _ in range(ROUNDS):
        for number in range(20):
            counter.add(3, {"team": "service"})
            histogram.record(0.1 * number, {"gen_ai.operation.name": "chat"})
        meter_provider.force_flush()
        time.sleep(0.05)
    meter_provider.shutdown()
    # The SDK says since when a total counts, so the first export counts too. The shutdown exports once more.
    print(json.dumps({"spans": 2 * CALLS, "logs": RECORDS, "answers": ROUNDS * 20 * 3,
                      "calls": CALLS, "output_tokens": CALLS * TOKENS, "durations": ROUNDS * 20}))


if __name__ == "__main__":
    main()
