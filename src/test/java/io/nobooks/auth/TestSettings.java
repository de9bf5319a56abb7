package io.nobooks.auth;

import io.nobooks.Rate;
import io.nobooks.Setting;
import io.nobooks.Settings;
import io.vertx.core.json.JsonArray;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The default settings of a node, with a few values changed by the name of their component. */
final class TestSettings {
  private final Map<String, Object> changed = new HashMap<>();

  TestSettings with(String component, Object value) {
    changed.put(component, value);
    return this;
  }

  Settings in(Path folder) {
    return with("data", folder.toString()).record(Settings.class);
  }

  private <T> T record(Class<T> type) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Object[] values = Arrays.stream(components).map(this::value).toArray();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("settings", impossible);
    }
  }

  private Object value(RecordComponent component) {
    Object value = changed.get(component.getName());
    if (value != null
        && MethodType.methodType(component.getType()).wrap().returnType().isInstance(value)) {
      return value; // two records may have a component of one name
    }
    Setting setting = component.getAnnotation(Setting.class);
    return setting == null
        ? record(component.getType())
        : parse(component.getType(), setting.value());
  }

  private static Object parse(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.parseInt(text);
    }
    if (type == long.class) {
      return amount(text);
    }
    if (type == Duration.class) {
      return Duration.ofMillis(amount(text));
    }
    if (type == Rate.class) {
      return Rate.parse(text);
    }
    return type == String.class ? text : new JsonArray(text).getList();
  }

  private static long amount(String text) {
    String[] parts = text.split(" ", 2);
    long unit =
        switch (parts[1]) {
          case "s" -> 1_000;
          case "min" -> 60_000;
          case "h" -> 3_600_000;
          case "KiB" -> 1_024;
          case "MiB" -> 1_024 * 1_024;
          default -> throw new AssertionError(text);
        };
    return Long.parseLong(parts[0]) * unit;
  }
}
