package io.nobooks.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server that nobody trusts for its files: each within a time and a size. Follows no
 * redirect. Blocks.
 */
final class Fetching {
  private static final Duration EACH_WITHIN = Duration.ofSeconds(20);
  private static final Duration ALL_WITHIN = Duration.ofMinutes(5);

  private final URI server;
  private final HttpClient client;
  private final long end = System.nanoTime() + ALL_WITHIN.toNanos();

  /**
   * An answer.
   *
   * @param body cut behind the first byte that was too many
   */
  record Answer(int status, Buffer body) {}

  private Fetching(URI server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  /** {@code insecure} believes any certificate. */
  static Fetching from(URI server, boolean insecure) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(EACH_WITHIN);
    return new Fetching(server, (insecure ? client.sslContext(believing()) : client).build());
  }

  /**
   * What the server answers.
   *
   * @param most bytes of the body that are worth reading
   * @throws IOException in words for a person, when there is no answer
   */
  Answer get(String path, int most) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new UpTo(most));
    try {
      long left = Math.min(EACH_WITHIN.toNanos(), end - System.nanoTime());
      HttpResponse<byte[]> whole = answer.get(left, TimeUnit.NANOSECONDS);
      return new Answer(whole.statusCode(), Buffer.buffer(whole.body()));
    } catch (TimeoutException late) {
      throw new IOException(path + ": no answer in time", late);
    } catch (ExecutionException failed) {
      throw new IOException(path + ": " + words(failed.getCause()), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(path + ": stopped", stopped);
    } finally {
      answer.cancel(true);
    }
  }

  private static String words(@Nullable Throwable cause) {
    if (cause instanceof SSLException) {
      return "no TLS connection, or nobody vouches for the certificate: " + cause.getMessage();
    }
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    return cause == null || cause.getMessage() == null ? name : cause.getMessage();
  }

  private static SSLContext believing() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Believing()}, null);
      return context;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** Believes every certificate, for whatever host it is. */
  private static final class Believing extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Reads a body until it is too long to be the one that was asked for. */
  private static final class UpTo implements BodySubscriber<byte[]> {
    private final int most;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    UpTo(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      for (ByteBuffer part : parts) {
        byte[] some = new byte[Math.min(part.remaining(), most + 1 - bytes.size())];
        part.get(some);
        bytes.writeBytes(some);
      }
      if (bytes.size() > most && subscription != null) {
        subscription.cancel();
        body.complete(bytes.toByteArray());
      }
    }

    @Override
    public void onError(Throwable broken) {
      body.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
      body.complete(bytes.toByteArray());
    }
  }
}
