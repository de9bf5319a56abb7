package io.nobooks.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.nobooks.NoBooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole node in a process of its own, so that everything it remembers and writes can be read. */
public final class ChildNode implements AutoCloseable {
  private static final int MOST_TRIES = 600;

  private final Path folder;
  private final int port;
  private final Process process;

  private ChildNode(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts a node that logs everything it can, with its data and logs in {@code folder}. */
  public static ChildNode start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(
                java("java"),
                "-cp",
                System.getProperty("surefire.test.class.path", classPath),
                NoBooks.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "NOBOOKS_DATA", folder.resolve("data").toString(),
                "NOBOOKS_HTTP_HOST", "127.0.0.1",
                "NOBOOKS_HTTP_PORT", String.valueOf(port),
                "NOBOOKS_ADMIN_PORT", "0",
                "NOBOOKS_LOG", "DEBUG"));
    ChildNode node = new ChildNode(folder, port, builder.start());
    node.untilReady();
    return node;
  }

  /** Where the page is, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The port of the page. */
  public int port() {
    return port;
  }

  /** The documents that it holds, which have no names: byte by byte as Latin-1 texts. */
  public List<String> spooled() throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
      for (Path each : open.toList()) {
        String target = Files.readSymbolicLink(each).toString();
        if (target.startsWith(folder.resolve("data").toString()) && target.endsWith("(deleted)")) {
          contents.add(Files.readString(each, ISO_8859_1));
        }
      }
    }
    return contents;
  }

  /** Everything in the node's heap, its folder and its logs, byte by byte as Latin-1 texts. */
  public List<String> remembers() throws IOException, InterruptedException {
    Path dump = folder.resolve("heap.hprof");
    List<String> command =
        List.of(java("jcmd"), String.valueOf(process.pid()), "GC.heap_dump", dump.toString());
    Process dumping = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(dumping.getInputStream().readAllBytes(), ISO_8859_1);
    if (dumping.waitFor() != 0) {
      throw new IOException("no heap dump: " + said);
    }
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, ISO_8859_1));
      }
    }
    Files.delete(dump);
    return contents;
  }

  private void untilReady() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url() + "/health/ready")).build();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(folder.resolve("node.log")));
      }
      try {
        if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        process.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("the node did not get ready");
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
