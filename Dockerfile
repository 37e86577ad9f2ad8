# Tasnif as a container: labels news articles on port 8500.
#
#   docker build -t tasnif .          (or: buildah bud -t tasnif .)
#   docker run -p 8500:8500 tasnif
#   docker run -i tasnif classify - < articles.jsonl
#
# deploy/check_image.sh builds it and labels an article inside, without a registry.

FROM debian:bookworm-slim AS build
WORKDIR /src
# The packages first: they change rarely, so this layer is kept.
COPY deploy/packages.txt deploy/install_packages.sh deploy/
RUN deploy/install_packages.sh build
COPY . .
RUN cmake --preset release -DTASNIF_BUILD_TESTS=OFF \
 && cmake --build --preset release --target tasnif \
 && install -D --strip build/release/cli/tasnif /out/usr/bin/tasnif

FROM debian:bookworm-slim
COPY deploy/packages.txt deploy/install_packages.sh /tmp/deploy/
RUN /tmp/deploy/install_packages.sh run \
 && rm -rf /tmp/deploy /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tasnif
COPY --from=build /out/usr/bin/tasnif /usr/bin/tasnif
COPY models /usr/share/tasnif/models
COPY LICENSE /usr/share/doc/tasnif/copyright
# A missing library is found here, not at the first start.
RUN tasnif version

USER tasnif
EXPOSE 8500
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["tasnif", "health", "--server", "127.0.0.1:8500"]
ENTRYPOINT ["tasnif"]
CMD ["serve", "--models", "/usr/share/tasnif/models", "--address", "0.0.0.0:8500", "--allow-remote"]
