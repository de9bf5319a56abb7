package io.nobooks.web;

import io.nobooks.Rate;
import io.nobooks.Setting;
import io.nobooks.Settings;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The default limits, some of them changed. */
final class TestLimits {
  private TestLimits() {}

  static Settings.Limits with(Map<String, Object> changed) {
    RecordComponent[] components = Settings.Limits.class.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(one -> changed.containsKey(one.getName()) ? changed.get(one.getName()) : of(one))
            .toArray();
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<Settings.Limits> constructor =
          Settings.Limits.class.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object of(RecordComponent component) {
    String text = component.getAnnotation(Setting.class).value();
    Class<?> type = component.getType();
    if (type == List.class) {
      return List.of();
    } else if (type == Rate.class) {
      return Rate.parse(text);
    } else if (type == Duration.class) {
      return duration(text.split(" "));
    } else {
      long number = number(text.split(" "));
      return type == int.class ? (Object) (int) number : (Object) number;
    }
  }

  private static long number(String[] parts) {
    long unit =
        switch (parts.length == 1 ? "" : parts[1]) {
          case "KiB" -> 1L << 10;
          case "MiB" -> 1L << 20;
          case "GiB" -> 1L << 30;
          default -> 1;
        };
    return Long.parseLong(parts[0]) * unit;
  }

  private static Duration duration(String[] parts) {
    long amount = Long.parseLong(parts[0]);
    return switch (parts[1]) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
