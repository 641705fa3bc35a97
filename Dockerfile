# The build: the toolchain of a fixed version, zlib's headers, one binary with Swift's runtime in it.
FROM swift:6.3.1-bookworm AS build
# Debian's own security updates are wanted, so its packages are not pinned.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends pkg-config zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product tally --static-swift-stdlib \
  && install -s -D .build/release/tally /out/tally

# The image: the binary, the C libraries it links, and a user of its own.
FROM debian:12.12-slim
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates libgcc-s1 libstdc++6 zlib1g \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tally \
  && install -d -o tally -g tally /data /results
COPY --from=build /out/tally /usr/local/bin/tally
COPY --chown=tally:tally data/survey.csv data/README.md /data/
USER 10001:10001
WORKDIR /
VOLUME ["/data", "/results"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["/usr/local/bin/tally", "healthcheck"]
# Further arguments are added to these; one of --insecure-open, --api-key and --keys-file must be among them.
ENTRYPOINT ["/usr/local/bin/tally", "serve", "--host", "0.0.0.0", "--port", "8080", "--data", "/data", "--results", "/results"]
