package io.nobooks.web;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How both ports speak HTTP. */
final class HttpOptions {
  /** The bridge counts what is inside, and answers what is a little too large. */
  private static final int WEB_SOCKET_BYTES = 400 * 1024;

  private static final int HEADER_BYTES = 8 * 1024;
  private static final int START_LINE_BYTES = 4 * 1024;
  private static final int CHUNK_BYTES = 64 * 1024;

  /** Nothing moved in either direction: longer than a silent socket is let live. */
  private static final int IDLE_SECONDS = 130;

  private HttpOptions() {}

  /**
   * HTTP/1.1 alone: h2c stays off because the strict decoder is one for HTTP/1. Compression stays
   * off because Vert.x 5.0.12 inflates WebSocket messages without a limit (CVE-2026-102467), and
   * deflating costs a fan-out more than it saves.
   */
  static HttpServerOptions of(String host, int port) {
    HttpServerOptions options = new HttpServerOptions();
    options.setHost(host).setPort(port).setTcpNoDelay(true);
    options.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    return options
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setAlpnVersions(List.of())
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(WEB_SOCKET_BYTES)
        .setMaxWebSocketMessageSize(WEB_SOCKET_BYTES)
        .setMaxHeaderSize(HEADER_BYTES)
        .setMaxInitialLineLength(START_LINE_BYTES)
        .setMaxChunkSize(CHUNK_BYTES);
  }
}
