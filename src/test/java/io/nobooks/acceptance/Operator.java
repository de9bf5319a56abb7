package io.nobooks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nobooks.support.TestNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Whoever sits at the operator's port. */
final class Operator {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  private Operator(String url) {
    this.url = url;
  }

  static Operator of(TestNode node) {
    return at(node.adminPort());
  }

  static Operator at(int port) {
    return new Operator("http://127.0.0.1:" + port);
  }

  /** What a GET answers, as it stands. */
  String text(String path) {
    try {
      HttpResponse<String> response = ask("GET", path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      return response.body();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = ask("GET", path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return new JsonObject(response.body());
  }

  void put(String path) throws IOException, InterruptedException {
    assertThat(ask("PUT", path).statusCode()).as(path).isEqualTo(204);
  }

  void delete(String path) throws IOException, InterruptedException {
    assertThat(ask("DELETE", path).statusCode()).as(path).isEqualTo(204);
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
