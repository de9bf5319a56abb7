package io.nobooks;

import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The names of all settings, from the components of the {@link Settings} records. */
final class SettingKeys {
  /** Each setting by its key, such as {@code limits.say-seat}, in the order of the records. */
  static final Map<String, Leaf> LEAVES;

  /** Each group by its key, such as {@code limits}, with the names in it. */
  static final Map<String, List<String>> GROUPS;

  static {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    Map<String, List<String>> groups = new LinkedHashMap<>();
    collect("", Settings.class, leaves, groups);
    LEAVES = Collections.unmodifiableMap(leaves);
    GROUPS = Collections.unmodifiableMap(groups);
  }

  private SettingKeys() {}

  /** One setting. */
  record Leaf(Setting setting, SettingKind kind) {
    /** Its built-in default, as JSON. */
    Object byDefault() {
      return kind.ofText(setting.value());
    }
  }

  /** The key of a record's component below a group, which is empty at the top. */
  static String key(String group, RecordComponent component) {
    String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return group.isEmpty() ? name : group + "." + name;
  }

  /** The groups that are in no other one. */
  static List<String> outerGroups() {
    return GROUPS.keySet().stream().filter(key -> key.indexOf('.') < 0).toList();
  }

  /** The environment variable of a key: {@code NOBOOKS_LIMITS_SAY_SEAT}. */
  static String variable(String key) {
    return "NOBOOKS_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The system property of a key: {@code nobooks.limits.say-seat}. */
  static String property(String key) {
    return "nobooks." + key;
  }

  /** The key among settings and groups that is written so elsewhere; null when there is none. */
  static @Nullable String of(String written, UnaryOperator<String> spelling) {
    List<String> keys = new ArrayList<>(GROUPS.keySet());
    keys.addAll(LEAVES.keySet());
    return keys.stream()
        .filter(key -> spelling.apply(key).equals(written))
        .findFirst()
        .orElse(null);
  }

  /** The file with every setting at its default. */
  static JsonObject defaults() {
    JsonObject file = new JsonObject();
    LEAVES.forEach((key, leaf) -> put(file, key.split("\\.", 2), leaf.byDefault()));
    return file;
  }

  private static void put(JsonObject into, String[] path, Object value) {
    if (path.length == 1) {
      into.put(path[0], value);
      return;
    }
    if (!into.containsKey(path[0])) {
      into.put(path[0], new JsonObject());
    }
    put(into.getJsonObject(path[0]), path[1].split("\\.", 2), value);
  }

  private static void collect(
      String group, Class<?> type, Map<String, Leaf> leaves, Map<String, List<String>> groups) {
    List<String> names = new ArrayList<>();
    if (!group.isEmpty()) {
      groups.put(group, names);
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String key = key(group, component);
      names.add(key.substring(key.lastIndexOf('.') + 1));
      if (component.getType().isRecord() && component.getType() != Rate.class) {
        collect(key, component.getType(), leaves, groups);
      } else {
        Setting setting = Objects.requireNonNull(component.getAnnotation(Setting.class), key);
        leaves.put(key, new Leaf(setting, SettingKind.of(component.getGenericType())));
      }
    }
  }
}
