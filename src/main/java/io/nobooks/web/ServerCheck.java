package io.nobooks.web;

import io.nobooks.web.Fetching.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code verify URL [--insecure]}: whether a server serves the page that was packed with this
 * program. Asks for each file of it and compares every byte. Blocks.
 */
public final class ServerCheck {
  private static final String USAGE =
      "usage: verify URL [--insecure], where URL is the address of a whole server, such as"
          + " https://nobooks.example, and --insecure believes any certificate";
  private static final String UNCHECKED =
      "The server's certificate was not checked (--insecure): somebody between may have answered.";
  private static final String LIMITS =
      "This is what it served to this program, here and now, headers aside. It can serve another"
          + " page to somebody else, or tomorrow, and what it does with what reaches it cannot be"
          + " seen from here.";

  private static final String ABOUT = "/api/about";
  private static final int MOST_ABOUT = 64 * 1024;
  private static final int MOST_NAMED = 20;

  private final Assets release;
  private final Fetching server;
  private final List<String> differences = new ArrayList<>();
  private String served = "unknown";

  /**
   * What came out.
   *
   * @param exitCode 0 when all is the same, 1 when something differs, 2 when that could not be
   *     found out
   * @param text a few lines
   */
  public record Report(int exitCode, String text) {}

  private ServerCheck(Assets release, Fetching server) {
    this.release = release;
    this.server = server;
  }

  /** Checks what the arguments after {@code verify} ask for. */
  public static Report of(List<String> arguments) {
    boolean insecure = arguments.contains("--insecure");
    List<String> named = arguments.stream().filter(one -> !one.equals("--insecure")).toList();
    URI address = named.size() == 1 ? address(named.get(0)) : null;
    return address == null
        ? new Report(2, USAGE)
        : new ServerCheck(Assets.bundled(), Fetching.from(address, insecure)).report(insecure);
  }

  private static @Nullable URI address(String text) {
    try {
      URI uri = new URI(text);
      boolean whole = List.of("", "/").contains(String.valueOf(uri.getRawPath()));
      boolean bare = text.indexOf('?') < 0 && text.indexOf('#') < 0 && text.indexOf('@') < 0;
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && whole && bare && uri.getHost() != null ? uri : null;
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
  }

  private Report report(boolean insecure) {
    String unchecked = compare();
    List<String> lines = new ArrayList<>();
    lines.add("This program: NoBooks " + Version.NUMBER + ", build " + release.digest());
    lines.add("The server:   " + served);
    if (!differences.isEmpty()) {
      lines.add("It differs:");
      differences.stream().limit(MOST_NAMED).forEach(one -> lines.add("  " + one));
    }
    if (differences.size() > MOST_NAMED) {
      lines.add("  and " + (differences.size() - MOST_NAMED) + " more");
    }
    if (unchecked != null) {
      lines.add("Not all could be checked: " + unchecked);
    } else if (differences.isEmpty()) {
      lines.add("The same: all " + release.byPath().size() + " files of the page, byte by byte.");
    }
    lines.add(insecure ? UNCHECKED + "\n" + LIMITS : LIMITS);
    return new Report(exitCode(unchecked), String.join("\n", lines));
  }

  private int exitCode(@Nullable String unchecked) {
    if (!differences.isEmpty()) {
      return 1;
    }
    return unchecked == null ? 0 : 2;
  }

  /** Compares until something cannot be compared; the result is what and why, null for nothing. */
  private @Nullable String compare() {
    try {
      compareAbout();
      for (Map.Entry<String, Assets.Asset> file : new TreeMap<>(release.byPath()).entrySet()) {
        compare(file.getKey(), file.getValue().bytes());
      }
      return null;
    } catch (IOException unanswered) {
      return unanswered.getMessage();
    }
  }

  private void compareAbout() throws IOException {
    JsonObject about = about(required(ABOUT, MOST_ABOUT));
    String build = shown(about, "build");
    served = shown(about, "name") + " " + shown(about, "version") + ", build " + build;
    if (!build.equals(release.digest())) {
      differences.add(ABOUT + " names another build");
    }
  }

  private static JsonObject about(Answer answer) throws IOException {
    try {
      return new JsonObject(answer.body());
    } catch (RuntimeException notJson) {
      throw new IOException(ABOUT + ": not the answer of a NoBooks server", notJson);
    }
  }

  /** What a stranger says of itself, with nothing in it that a terminal would obey. */
  private static String shown(JsonObject about, String field) {
    String text = String.valueOf(about.getValue(field));
    return text.matches("[A-Za-z0-9.+-]{1,40}") ? text : "?";
  }

  private void compare(String path, Buffer right) throws IOException {
    Answer answer = server.get(path, right.length());
    if (answer.status() == 404) {
      differences.add(path + " is missing");
    } else if (!ok(path, answer).body().equals(right)) {
      differences.add(path + " has other bytes");
    }
  }

  private Answer required(String path, int most) throws IOException {
    return ok(path, server.get(path, most));
  }

  private static Answer ok(String path, Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(path + ": answered with status " + answer.status());
    }
    return answer;
  }
}
