package io.nobooks;

import io.nobooks.SettingKeys.Leaf;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes the {@link Settings} of a node: built-in defaults, over them the file, over that the
 * environment ({@code NOBOOKS_HTTP_PORT}), over that system properties ({@code nobooks.http.port}).
 * In the environment and in properties, lists and whole groups are JSON.
 */
public final class SettingsReader {
  /** Of the build, the tests and the logs; no settings of a node. */
  private static final Set<String> OTHERS =
      Set.of("NOBOOKS_BROWSER", "NOBOOKS_LOG", "NOBOOKS_WEBROOT", "nobooks.jar", "nobooks.long");

  private static final String OTHERS_PREFIX = "nobooks.test.";
  private static final String SECRET = "admin.token";
  private static final int SHOWN = 60;

  private final Map<String, Given> given = new HashMap<>();

  /**
   * What somebody set.
   *
   * @param value as JSON
   * @param where the words that stand behind the key in a refusal
   */
  private record Given(Object value, String where) {}

  private SettingsReader() {}

  /**
   * Reads the settings.
   *
   * @param file what Vert.x hands over as the configuration; may be empty
   * @throws SettingsRefused for an unknown key, a wrong type or an impossible value
   */
  public static Settings read(
      JsonObject file, Map<String, String> environment, Map<String, String> properties) {
    SettingsReader reader = new SettingsReader();
    reader.takeGroup("", file, "in the file");
    reader.takeAll(environment, "NOBOOKS_", SettingKeys::variable);
    reader.takeAll(properties, "nobooks.", SettingKeys::property);
    Settings settings = (Settings) reader.make("", Settings.class);
    SettingsChecks.check(settings);
    return settings;
  }

  /** Reads the settings of a process: its environment and its system properties. */
  public static Settings read(JsonObject file) {
    Map<String, String> properties = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name, ""));
    }
    return read(file, System.getenv(), properties);
  }

  private void takeGroup(String group, JsonObject values, String where) {
    for (Map.Entry<String, Object> entry : values) {
      String key = group.isEmpty() ? entry.getKey() : group + "." + entry.getKey();
      take(key, entry.getValue(), where);
    }
  }

  private void take(String key, Object value, String where) {
    boolean group = SettingKeys.GROUPS.containsKey(key);
    if (group && value instanceof JsonObject values) {
      takeGroup(key, values, where);
    } else if (group) {
      throw new SettingsRefused(named(key, where), shown(value), "an object with " + within(key));
    } else if (SettingKeys.LEAVES.containsKey(key)) {
      given.put(key, new Given(value, where));
    } else {
      int dot = key.lastIndexOf('.');
      String parent = dot < 0 ? "" : key.substring(0, dot);
      throw new SettingsRefused(named(key, where), shown(value), within(parent));
    }
  }

  private void takeAll(Map<String, String> texts, String prefix, UnaryOperator<String> spelling) {
    texts.entrySet().stream()
        .filter(text -> text.getKey().startsWith(prefix))
        .filter(text -> !OTHERS.contains(text.getKey()))
        .filter(text -> !text.getKey().startsWith(OTHERS_PREFIX))
        .sorted(groupsFirst(spelling))
        .forEach(text -> takeText(text.getKey(), text.getValue(), spelling));
  }

  /** So that one value stands over a whole group, and that over one around it, in one place. */
  private static Comparator<Map.Entry<String, String>> groupsFirst(UnaryOperator<String> spelling) {
    Function<Map.Entry<String, String>, String> key =
        text -> String.valueOf(SettingKeys.of(text.getKey(), spelling));
    return Comparator.comparing(key.andThen(name -> !SettingKeys.GROUPS.containsKey(name)))
        .thenComparing(Map.Entry.comparingByKey());
  }

  private void takeText(String name, String text, UnaryOperator<String> spelling) {
    String key = SettingKeys.of(name, spelling);
    if (key == null) {
      String example = spelling.apply("http.port");
      throw new SettingsRefused(name, shown(text), "only a setting's own name, such as " + example);
    }
    Leaf leaf = SettingKeys.LEAVES.get(key);
    take(key, leaf == null ? object(text) : leaf.kind().ofText(text), "from " + name);
  }

  private static Object object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException notAnObject) {
      return text;
    }
  }

  private Object make(String group, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] values =
        Stream.of(components)
            .map(component -> value(SettingKeys.key(group, component), component.getType()))
            .toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException everyRecordHasIt) {
      throw new IllegalStateException(everyRecordHasIt);
    }
  }

  private Object value(String key, Class<?> type) {
    Leaf leaf = SettingKeys.LEAVES.get(key);
    return leaf == null ? make(key, type) : value(key, leaf);
  }

  private Object value(String key, Leaf leaf) {
    Given set = given.getOrDefault(key, new Given(leaf.byDefault(), "by default"));
    try {
      return leaf.kind().read(set.value(), leaf.setting());
    } catch (RuntimeException notAllowed) {
      throw new SettingsRefused(
          named(key, set.where()), shown(key, set.value()), leaf.kind().allowed(leaf.setting()));
    }
  }

  private static String named(String key, String where) {
    return key + " (" + where + ")";
  }

  private static String within(String group) {
    return group.isEmpty()
        ? "only data, " + String.join(", ", SettingKeys.outerGroups())
        : "only " + String.join(", ", SettingKeys.GROUPS.getOrDefault(group, List.of()));
  }

  private static String shown(String key, Object value) {
    return key.equals(SECRET) ? "what was given" : shown(value);
  }

  private static String shown(Object value) {
    String json = Json.encode(value);
    return json.length() > SHOWN ? json.substring(0, SHOWN) + "..." : json;
  }
}
