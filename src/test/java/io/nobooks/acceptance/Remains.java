package io.nobooks.acceptance;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.impl.EventBusImpl;
import io.vertx.core.impl.VertxImpl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** What there is of a node in this process, counted from within. */
final class Remains {
  private Remains() {}

  /** Every address that somebody on the bus answers or hears. */
  static List<String> addresses(Vertx vertx) {
    Map<?, ?> byAddress = mapIn(EventBusImpl.class, "handlerMap", vertx.eventBus());
    return byAddress.keySet().stream().map(String::valueOf).toList();
  }

  /** How many timers run, periodic ones as well. */
  static int timers(Vertx vertx) {
    return mapIn(VertxImpl.class, "timeouts", vertx).size();
  }

  private static Map<?, ?> mapIn(Class<?> type, String name, Object holder) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return (Map<?, ?>) field.get(holder);
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError("Vert.x keeps its " + name + " elsewhere", failure);
    }
  }

  /** Files below a folder that this process has open, each once, with a name or without. */
  static List<String> openFiles(Path folder) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(Remains::target)
          .filter(file -> file.contains(folder + "/"))
          .distinct()
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /** How many objects of each class can be reached, after a garbage collection. */
  static List<Long> objectsOf(List<String> classes) {
    List<String> lines = histogram().lines().toList();
    return classes.stream()
        .map(
            name ->
                lines.stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(line -> line.length > 3 && line[3].equals(name))
                    .mapToLong(line -> Long.parseLong(line[1]))
                    .sum())
        .toList();
  }

  /** Other tests of this process may leave theirs to the garbage collector meanwhile. */
  static boolean noMore(List<Long> now, List<Long> before) {
    return IntStream.range(0, now.size()).allMatch(at -> now.get(at) <= before.get(at));
  }

  private static String histogram() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return String.valueOf(histogram);
    } catch (JMException failure) {
      throw new AssertionError(failure);
    }
  }
}
