# syntax=docker/dockerfile:1
# The console in one image: one binary with its assets inside, and the font of the PDF reports.

FROM rust:1.95-bookworm AS build
RUN rustup target add wasm32-unknown-unknown
WORKDIR /build
COPY . .
# The queries are checked against their committed descriptions; no database is needed here.
ENV SQLX_OFFLINE=true CARGO_TARGET_DIR=/target
# Compiled dependencies stay in the builder's cache, so the binary is copied out of it in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/target \
    cargo run --locked --package xtask -- web \
    && cargo build --locked --release --package server \
    && install -D --mode=0755 /target/release/hexastyle /out/hexastyle

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 hexastyle \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin hexastyle
COPY --from=build /out/hexastyle /usr/local/bin/hexastyle
COPY --chmod=0755 scripts/healthcheck.sh /usr/local/bin/hexastyle-healthcheck
# A number, so that orchestrators can see that it isn't root.
USER 10001:10001
EXPOSE 8640
# The database is another container's: DATABASE_URL is required, and nothing is written but to /tmp.
ENV HOME=/tmp
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["/usr/local/bin/hexastyle-healthcheck"]
ENTRYPOINT ["/usr/local/bin/hexastyle"]
CMD ["serve", "--listen", "0.0.0.0:8640"]
