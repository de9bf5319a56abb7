package io.nobooks.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node in a process of its own, started as people start one. */
public final class NodeProcess implements AutoCloseable {
  private final Process process;
  private final Path stdout;
  private final Path stderr;

  private NodeProcess(List<String> command, Map<String, String> environment) throws IOException {
    stdout = Files.createTempFile("nobooks-out", ".log");
    stderr = Files.createTempFile("nobooks-err", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NOBOOKS_"));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /**
   * {@code java [options] -jar nobooks.jar [arguments]}.
   *
   * @param options of the Java virtual machine, such as {@code -Dnobooks.http.port=0}
   */
  public static NodeProcess jar(
      Map<String, String> environment, List<String> options, List<String> arguments)
      throws IOException {
    String jar = System.getProperty("nobooks.jar", "target/nobooks.jar");
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-jar", Paths.get(jar).toAbsolutePath().toString()));
    command.addAll(arguments);
    return start(command, environment);
  }

  /** The main class from the class path of the tests, as {@code mvn vertx:run} does. */
  public static NodeProcess classes(Map<String, String> environment, List<String> arguments)
      throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    List<String> command = new ArrayList<>(List.of("-cp", classPath, "io.nobooks.NoBooks"));
    command.addAll(arguments);
    return start(command, environment);
  }

  private static NodeProcess start(List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(arguments);
    return new NodeProcess(command, environment);
  }

  /** A port of the loopback that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until the node has printed its address; the port in it. */
  public int port() {
    Eventually.holds("the node prints its address", () -> !process.isAlive() || hasPrinted());
    if (!hasPrinted()) {
      throw new AssertionError("the node did not start: " + stderr());
    }
    return URI.create(stdout().strip()).getPort();
  }

  private boolean hasPrinted() {
    return stdout().endsWith("/\n");
  }

  /** Asks the process to end, as {@code kill} does. */
  public void terminate() {
    process.destroy();
  }

  /** Ends the process at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits for the end of the process, at most so long; its exit code. */
  public int exitWithin(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("still there after " + seconds + " s: " + stderr());
    }
    return process.exitValue();
  }

  /** Bytes of the heap that are in use when all garbage was just collected. */
  public long usedHeap() throws IOException, InterruptedException {
    String histogram = jcmd("GC.class_histogram");
    Matcher total = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
    if (!total.find()) {
      throw new AssertionError(histogram);
    }
    return Long.parseLong(total.group(1));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String jcmd = Paths.get(System.getProperty("java.home", ""), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), UTF_8);
    asked.waitFor();
    return answer;
  }

  /**
   * Files that the process has open, whether they have a name or not, and whose path has this in
   * it. What is answered can be read while the process lives.
   */
  public List<Path> openFiles(String partOfPath) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return descriptors.filter(descriptor -> leadsTo(descriptor, partOfPath)).toList();
    }
  }

  private static boolean leadsTo(Path descriptor, String partOfPath) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains(partOfPath);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything printed so far. */
  public String stdout() {
    return read(stdout);
  }

  /** Everything logged and complained about so far. */
  public String stderr() {
    return read(stderr);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(stdout);
    Files.deleteIfExists(stderr);
  }
}
