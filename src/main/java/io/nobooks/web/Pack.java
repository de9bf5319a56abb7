package io.nobooks.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the page's modules into one file and its styles into another, so that a browser asks for a
 * handful of files instead of two hundred. Each module becomes a function that is called once, in
 * the order in which browsers would evaluate them; comments are left out, everything else stays as
 * it was written. The modules remain where they are, for workers and for who reads them.
 *
 * <p>A library that is imported by its name when it is needed stays a file of its own.
 *
 * <p>Understood is what the page's modules use: no cycles, no names exported that change later.
 * What is not understood fails when the page is read, and so does every test.
 */
final class Pack {
  private static final Pattern IMPORT_MAPPED = Pattern.compile("\"([\\w@/-]+)\": \"\\./([^\"]+)\"");
  private static final Pattern STYLE =
      Pattern.compile(" *<link rel=\"stylesheet\" href=\"([^\"]+)\">\n");
  private static final Pattern MAIN =
      Pattern.compile("<script src=\"([^\"]+)\" type=\"module\"></script>");

  private static final Pattern COMMENT =
      Pattern.compile(
          "^[ \\t]*(?:/\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/|//[^\\n]*)[ \\t]*\\n", Pattern.MULTILINE);

  /** Means nothing to scripts and styles, nor inside the page's templates. */
  private static final Pattern INDENTATION = Pattern.compile("^[ \\t]+", Pattern.MULTILINE);

  private static final Pattern IMPORT =
      Pattern.compile(
          "(?<=^|;)import\\s*(?:([\\w$*{},\\s]+?)\\s*from\\s*)?\"([^\"]+)\";?", Pattern.MULTILINE);
  private static final Pattern EXPORT_FROM =
      Pattern.compile("(?<=^|;)export\\s*\\{([^}]*)}\\s*from\\s*\"([^\"]+)\";?", Pattern.MULTILINE);
  private static final Pattern EXPORT_LIST =
      Pattern.compile("(?<=^|[;}])export\\s*\\{([^}]*)};?", Pattern.MULTILINE);
  private static final Pattern EXPORT_DEFAULT =
      Pattern.compile("(?<=^|[;}])export default ", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile(
          "^export ((?:async function|function\\*?|class|const|let) )([\\w$]+)", Pattern.MULTILINE);
  private static final Pattern LEFT =
      Pattern.compile(
          "^(?:import|export)\\b(?!\\()|\\bimport\\((?!\"\\w+\"\\))", Pattern.MULTILINE);

  private final Map<String, String> files;
  private final Map<String, String> mapped;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final StringBuilder all = new StringBuilder();

  private Pack(Map<String, String> files, Map<String, String> mapped) {
    this.files = files;
    this.mapped = mapped;
  }

  /**
   * The page with its styles and modules packed.
   *
   * @param page names the two files that are added
   * @param styles of all style sheets, in the page's order
   * @param script of all modules
   */
  record Packed(String page, String styles, String script) {}

  /**
   * Packs a page.
   *
   * @param files the text of each file by its path without a slash at the front; the page itself is
   *     {@code index.html}
   * @param stylesPath the path under which the styles will be served, by their text
   * @param scriptPath the same for the script
   * @throws IllegalArgumentException when something in a module is not understood
   */
  static Packed of(
      Map<String, String> files,
      UnaryOperator<String> stylesPath,
      UnaryOperator<String> scriptPath) {
    String page = files.getOrDefault("index.html", "");
    Map<String, String> mapped =
        IMPORT_MAPPED
            .matcher(page)
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    Pack pack = new Pack(files, mapped);
    Matcher main = MAIN.matcher(page);
    if (!main.find()) {
      throw new IllegalArgumentException("the page starts no module");
    }
    pack.add(main.group(1), new ArrayList<>());
    String script = pack.all.toString();
    String styles =
        STYLE.matcher(page).results().map(m -> pack.text(m.group(1))).collect(Collectors.joining());
    String starting = "<script src=\"" + scriptPath.apply(script) + "\" type=\"module\"></script>";
    String link = "    <link rel=\"stylesheet\" href=\"" + stylesPath.apply(styles) + "\">\n";
    Matcher sheet = STYLE.matcher(page.replace(main.group(), starting));
    StringBuilder packed = new StringBuilder();
    for (boolean first = true; sheet.find(); first = false) {
      sheet.appendReplacement(packed, Matcher.quoteReplacement(first ? link : ""));
    }
    return new Packed(sheet.appendTail(packed).toString(), styles, script);
  }

  private String text(String path) {
    String text = files.get(path);
    if (text == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return text;
  }

  /** Adds a module behind those it imports; the number of the constant that holds its exports. */
  private int add(String path, List<String> above) {
    Integer known = places.get(path);
    if (known != null) {
      return known;
    }
    if (above.contains(path)) {
      throw new IllegalArgumentException("a cycle of modules through " + path);
    }
    List<String> below = new ArrayList<>(above);
    below.add(path);
    List<String> given = new ArrayList<>();
    String text = INDENTATION.matcher(COMMENT.matcher(text(path)).replaceAll("")).replaceAll("");
    text = replaced(EXPORT_FROM, text, m -> passedOn(m, path, below, given));
    text = replaced(IMPORT, text, m -> taken(m, path, below));
    text = replaced(EXPORT_LIST, text, m -> listed(m.group(1), given));
    text =
        replaced(
            EXPORT_DEFAULT, text, m -> given.add("default: __default") ? "const __default = " : "");
    text = replaced(EXPORT, text, m -> given.add(m.group(2)) ? m.group(1) + m.group(2) : "");
    if (LEFT.matcher(text).find()) {
      throw new IllegalArgumentException("a module that cannot be packed: " + path);
    }
    text = text.replace("import.meta.url", "new URL(\"../" + path + "\", import.meta.url).href");
    int place = places.size();
    places.put(path, place);
    all.append("const m").append(place).append(" = (() => {\n").append(text);
    all.append("\nreturn { ").append(String.join(", ", given)).append(" }\n})()\n");
    return place;
  }

  private static String replaced(Pattern pattern, String text, Function<Matcher, String> by) {
    Matcher found = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    while (found.find()) {
      found.appendReplacement(result, Matcher.quoteReplacement(by.apply(found)));
    }
    return found.appendTail(result).toString();
  }

  private String taken(Matcher found, String path, List<String> above) {
    int from = add(resolved(found.group(2), path), above);
    String what = found.group(1) == null ? "" : found.group(1).strip();
    if (what.isEmpty()) {
      return "";
    }
    if (what.startsWith("*")) {
      return "const " + what.substring(what.indexOf(" as ") + 4).strip() + " = m" + from + ";";
    }
    int brace = what.indexOf('{');
    String single = (brace < 0 ? what : what.substring(0, brace)).replace(",", "").strip();
    List<String> names = new ArrayList<>();
    if (!single.isEmpty()) {
      names.add("default: " + single);
    }
    if (brace >= 0) {
      pairs(what.substring(brace + 1, what.lastIndexOf('}')))
          .forEach(pair -> names.add(pair.get(0) + ": " + pair.get(1)));
    }
    return "const { " + String.join(", ", names) + " } = m" + from + ";";
  }

  private String passedOn(Matcher found, String path, List<String> above, List<String> given) {
    int from = add(resolved(found.group(2), path), above);
    pairs(found.group(1))
        .forEach(pair -> given.add(pair.get(1) + ": m" + from + "." + pair.get(0)));
    return "";
  }

  private static String listed(String names, List<String> given) {
    pairs(names).forEach(pair -> given.add(pair.get(1) + ": " + pair.get(0)));
    return "";
  }

  /** {@code a as b, c} as [[a, b], [c, c]]. */
  private static List<List<String>> pairs(String names) {
    List<List<String>> pairs = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      if (!name.isBlank()) {
        String[] both = name.strip().split("\\s+as\\s+", -1);
        pairs.add(List.of(both[0], both[both.length - 1]));
      }
    }
    return pairs;
  }

  private String resolved(String target, String from) {
    String named = mapped.get(target);
    if (named != null) {
      return named;
    }
    if (!target.startsWith(".")) {
      throw new IllegalArgumentException(from + " imports " + target);
    }
    return URI.create("/" + from).resolve(target).getPath().substring(1);
  }
}
