# The build: the toolchain of a fixed version, the headers of the C libraries, one binary with Swift's runtime and libh3 in it.
FROM swift:6.3.1-bookworm AS build
# Debian's own security updates are wanted, so its packages are not pinned.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libcurl4-openssl-dev libsqlite3-dev libssl-dev pkg-config python3-pip \
    zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
COPY .ci/install-h3.sh /usr/local/bin/install-h3
RUN install-h3
WORKDIR /src
COPY .ci/pack-site.sh .ci/
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN .ci/pack-site.sh
RUN swift build -c release --product tally --static-swift-stdlib \
  && install -s -D .build/release/tally /out/tally

# The image: the binary, the C libraries it links, and a user of its own.
FROM debian:12.12-slim
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates libcurl4 libgcc-s1 libsqlite3-0 libssl3 libstdc++6 zlib1g \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin tally \
  && install -d -o tally -g tally /data /results
COPY --from=build /out/tally /usr/local/bin/tally
COPY --from=build /usr/local/share/doc/libh3 /usr/share/doc/libh3
COPY --chown=tally:tally data/games.csv data/survey.csv data/README.md /data/
COPY --chown=tally:tally data/test_data /data/test_data
USER 10001:10001
WORKDIR /
VOLUME ["/data", "/results"]
# Settings stand in the environment, where the health check finds them too.
ENV TALLY_HOST=0.0.0.0 TALLY_PORT=8080 TALLY_DATA=/data TALLY_RESULTS=/results
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=10s --retries=3 CMD ["/usr/local/bin/tally", "healthcheck"]
# What stands behind the image's name is added. Keys or --insecure-open must be there or in the environment.
ENTRYPOINT ["/usr/local/bin/tally", "serve"]
