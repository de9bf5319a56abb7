package io.nobooks.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node's operator reads at {@code /metrics}. */
public final class Metrics {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;

  /** Of the node whose operator's port this is. */
  public Metrics(int adminPort) {
    address = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
  }

  /** The value, at this moment, of a metric without labels. */
  public double value(String name) {
    Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(text());
    if (!line.find()) {
      throw new AssertionError("there is no " + name);
    }
    return Double.parseDouble(line.group(1));
  }

  private String text() {
    try {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
