package io.nobooks.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nobooks.NoBooks;
import io.nobooks.support.NodeProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server in a process of its own on the loopback, and what the kernel and its virtual machine say
 * of it. What it complains about goes to {@code target/bench.log}.
 */
final class Server implements AutoCloseable {
  private static final double TICKS_PER_S = 100;

  /** Whether this is a node and not the stock bridge, which knows neither sessions nor seats. */
  final boolean nobooks;

  final int port;
  private final Process process;
  private final Path folder;

  private Server(boolean nobooks, int port, ProcessBuilder builder, Path folder)
      throws IOException {
    this.nobooks = nobooks;
    this.port = port;
    this.folder = folder;
    this.process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/bench.log")))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /**
   * A node with accounts, membership checks, log and limits on, of which the loopback's rates are
   * exempt.
   *
   * @param options of the virtual machine, such as {@code -Xmx1g}
   * @param settings environment variables on top of these
   */
  static Server nobooks(List<String> options, Map<String, String> settings) throws Exception {
    int port = NodeProcess.freePort();
    Path folder = Files.createTempDirectory("nobooks-bench");
    ProcessBuilder builder = java(options, NoBooks.class.getName());
    builder.command().addAll(0, onItsCore());
    builder.environment().put("NOBOOKS_DATA", folder.toString());
    builder.environment().put("NOBOOKS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("NOBOOKS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("NOBOOKS_ADMIN_PORT", "0");
    builder.environment().put("NOBOOKS_DEPLOY", "{\"auth\":1,\"rooms\":1,\"web\":1}");
    builder.environment().put("NOBOOKS_LIMITS_EXEMPT", "[\"127.0.0.0/8\"]");
    builder.environment().putAll(settings);
    return new Server(true, port, builder, folder).listening();
  }

  /** A node can have a core of its own while the clients have another, as if on two machines. */
  private static List<String> onItsCore() {
    String core = System.getenv("BENCH_NODE_CORE");
    return core == null ? List.of() : List.of("taskset", "-c", core);
  }

  /**
   * Vert.x's own bridge, with so many rooms.
   *
   * @param silence after which it closes a socket that did not ping, in milliseconds
   */
  static Server stock(List<String> options, int rooms, long silence) throws Exception {
    int port = NodeProcess.freePort();
    Path folder = Files.createTempDirectory("stock-bench");
    ProcessBuilder builder =
        java(
            options,
            StockBridge.class.getName(),
            Integer.toString(port),
            Integer.toString(rooms),
            Long.toString(silence));
    return new Server(false, port, builder, folder).listening();
  }

  /** A class of the tests in a virtual machine of its own. */
  static ProcessBuilder java(List<String> options, String... main) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main));
    return new ProcessBuilder(command);
  }

  private Server listening() throws Exception {
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return this;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    close();
    throw new IOException("the server did not start; see target/bench.log");
  }

  /** How it is called in what is printed. */
  String name() {
    return nobooks ? "nobooks" : "stock  ";
  }

  /** User and system time so far, in seconds; the kernel counts hundredths. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_S;
  }

  /** Memory that is resident now. */
  double rssKib() throws IOException {
    return firstNumber("VmRSS:\\s+(\\d+)", Files.readString(status()));
  }

  /** What is left on the heap when all garbage was just collected. */
  double liveHeapKib() throws Exception {
    return firstNumber("Total\\s+\\d+\\s+(\\d+)", jcmd("GC.class_histogram")) / 1_024;
  }

  /** The classes that hold most of the heap, as {@code jcmd} lists them. */
  String largestClasses(int lines) throws Exception {
    return String.join("\n", jcmd("GC.class_histogram").lines().limit(lines + 3L).toList());
  }

  /** Connections and other sockets that it has open. */
  long openSockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.filter(Server::isSocket).count();
    }
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private Path status() {
    return Path.of("/proc/" + process.pid() + "/status");
  }

  private String jcmd(String command) throws Exception {
    Process asked =
        new ProcessBuilder("jcmd", Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), UTF_8);
    asked.waitFor();
    return answer;
  }

  private static double firstNumber(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException(pattern + " is not in: " + text);
    }
    return Double.parseDouble(found.group(1));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException hurried) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
