package io.nobooks.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Runs JavaScript tests with the Node.js that Playwright's driver brings along, so that a machine
 * needs none of its own; npm packages come from the test class path, where WebJars hold them.
 */
public final class NodeJs {
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final Path NODE_MODULES = Paths.get("target", "node_modules").toAbsolutePath();

  private NodeJs() {}

  /** What a finished run printed, and how it ended. */
  public record Run(int exitCode, String output) {}

  /** Runs {@code node --test} on files; ends it when it takes longer than the time given. */
  public static Run test(Map<String, String> environment, long seconds, List<Path> files)
      throws IOException, InterruptedException {
    unpackWebJars();
    Path driver =
        Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
            .driverDir();
    List<String> command = new ArrayList<>();
    command.add(driver.resolve("node").toString());
    command.add("--test");
    command.add("--test-reporter=spec");
    files.forEach(file -> command.add(file.toString()));
    Path output = Files.createTempFile("node-test", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("NOBOOKS_NODE_MODULES", NODE_MODULES.toString());
    builder.environment().put("NODE_PATH", NODE_MODULES.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    return new Run(ended ? process.exitValue() : -1, Files.readString(output, UTF_8));
  }

  /** {@code webjars/<name>/<version>/...} of every jar becomes {@code node_modules/<name>/...}. */
  private static synchronized void unpackWebJars() throws IOException {
    for (URL folder : Collections.list(NodeJs.class.getClassLoader().getResources(WEBJARS))) {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        try (JarFile file = new JarFile(Paths.get(jar.getJarFileURL().getPath()).toFile())) {
          file.stream().filter(entry -> isPackageFile(entry)).forEach(entry -> unpack(file, entry));
        }
      }
    }
  }

  private static boolean isPackageFile(JarEntry entry) {
    return !entry.isDirectory() && entry.getName().startsWith(WEBJARS);
  }

  private static void unpack(JarFile jar, JarEntry entry) {
    String[] nameVersionFile = entry.getName().substring(WEBJARS.length()).split("/", 3);
    Path target = NODE_MODULES.resolve(nameVersionFile[0]).resolve(nameVersionFile[2]).normalize();
    if (!target.startsWith(NODE_MODULES)) {
      throw new IllegalStateException("outside of node_modules: " + entry.getName());
    }
    try (var content = jar.getInputStream(entry)) {
      Files.createDirectories(target.getParent());
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
