package io.nobooks;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of value that a setting can have: how each is written, in the file as JSON and
 * elsewhere as text, and what it becomes.
 */
enum SettingKind {
  /** A whole number, {@code int}. */
  NUMBER {
    @Override
    Object read(Object given, Setting setting) {
      return Math.toIntExact(within(whole(given), setting));
    }

    @Override
    String allowed(Setting setting) {
      return "a whole number " + range(setting, Long::toString);
    }

    @Override
    Object ofText(String text) {
      return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : text;
    }
  },

  /** Bytes, {@code long}: a number, or one with a unit. */
  SIZE {
    @Override
    Object read(Object given, Setting setting) {
      long bytes = given instanceof String text ? scaled(text, SIZES) : whole(given);
      return within(bytes, setting);
    }

    @Override
    String allowed(Setting setting) {
      return "a number of bytes such as \"64 KiB\" or 65536, " + range(setting, SettingKind::size);
    }

    @Override
    Object ofText(String text) {
      return NUMBER.ofText(text);
    }
  },

  /** A time, {@link Duration}: a number with a unit. */
  TIME {
    @Override
    Object read(Object given, Setting setting) {
      return Duration.ofMillis(within(scaled((String) given, TIMES), setting));
    }

    @Override
    String allowed(Setting setting) {
      return "a time such as \"500 ms\", \"30 s\", \"10 min\" or \"12 h\", "
          + range(setting, SettingKind::time);
    }
  },

  /** A {@link Rate}. */
  RATE {
    @Override
    Object read(Object given, Setting setting) {
      return Rate.parse((String) given);
    }

    @Override
    String allowed(Setting setting) {
      return Rate.ALLOWED;
    }
  },

  /** A {@link String}, perhaps one of a few. */
  TEXT {
    @Override
    Object read(Object given, Setting setting) {
      String text = (String) given;
      if (text.isEmpty() && setting.value().isEmpty()) {
        return text;
      }
      if (text.isBlank() || !(setting.oneOf().length == 0 || oneOf(setting).contains(text))) {
        throw new IllegalArgumentException(text);
      }
      return text;
    }

    @Override
    String allowed(Setting setting) {
      return setting.oneOf().length == 0
          ? "a text"
          : "\"" + String.join("\" or \"", setting.oneOf()) + "\"";
    }
  },

  /** A list of texts. */
  LIST {
    @Override
    Object read(Object given, Setting setting) {
      List<String> texts = new ArrayList<>();
      for (Object text : (JsonArray) given) {
        texts.add((String) TEXT.read(text, setting));
      }
      return List.copyOf(texts);
    }

    @Override
    String allowed(Setting setting) {
      return "a JSON list of texts such as [\"a\",\"b\"]";
    }

    @Override
    Object ofText(String text) {
      try {
        return new JsonArray(text);
      } catch (DecodeException notAList) {
        return text;
      }
    }
  };

  private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,12}) ?([A-Za-z]+)");
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Map<String, Long> TIMES =
      Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L);

  /**
   * The value that JSON of the file means.
   *
   * @throws RuntimeException of any kind when it is not allowed
   */
  abstract Object read(Object given, Setting setting);

  /** Completes the sentence "allowed is". */
  abstract String allowed(Setting setting);

  /** The JSON that a text from the environment or a system property means. */
  Object ofText(String text) {
    return text;
  }

  /** The kind of a record component's type. */
  static SettingKind of(Type type) {
    Map<Type, SettingKind> kinds =
        Map.of(
            int.class, NUMBER,
            long.class, SIZE,
            Duration.class, TIME,
            Rate.class, RATE,
            String.class, TEXT);
    return kinds.getOrDefault(type, LIST);
  }

  /** Bytes with the largest unit that leaves a whole number. */
  static String size(long bytes) {
    return withUnit(bytes, List.of("GiB", "MiB", "KiB"), SIZES, "B");
  }

  /** Milliseconds with the largest unit that leaves a whole number. */
  static String time(long millis) {
    return withUnit(millis, List.of("h", "min", "s"), TIMES, "ms");
  }

  private static String withUnit(
      long amount, List<String> units, Map<String, Long> scale, String smallest) {
    for (String unit : units) {
      long one = scale.getOrDefault(unit, 1L);
      if (amount >= one && amount % one == 0) {
        return amount / one + " " + unit;
      }
    }
    return amount + " " + smallest;
  }

  private static long scaled(String text, Map<String, Long> units) {
    Matcher parts = WITH_UNIT.matcher(text);
    Long unit = parts.matches() ? units.get(parts.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(text);
    }
    return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
  }

  private static long whole(Object given) {
    if (given instanceof Integer || given instanceof Long) {
      return ((Number) given).longValue();
    }
    throw new IllegalArgumentException(given.toString());
  }

  private static long within(long number, Setting setting) {
    if (number < setting.min() || number > setting.max()) {
      throw new IllegalArgumentException(Long.toString(number));
    }
    return number;
  }

  private static List<String> oneOf(Setting setting) {
    return List.of(setting.oneOf());
  }

  private static String range(Setting setting, LongFunction<String> written) {
    String from = written.apply(setting.min());
    return setting.max() == Long.MAX_VALUE
        ? "from " + from + " up"
        : "from " + from + " to " + written.apply(setting.max());
  }
}
