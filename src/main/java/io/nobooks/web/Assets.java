package io.nobooks.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All files of the page, read at once and kept in memory: there is no path to walk out of, no
 * folder to list and no copy in a temporary folder.
 *
 * @param byPath each file by its path in the URL; the page itself is {@code /}
 * @param importMaps the CSP hashes of the inline import maps of the page
 * @param digest 16 hex digits that change with any byte of any file
 */
record Assets(Map<String, Asset> byPath, List<String> importMaps, String digest) {
  private static final String INDEX = "index.html";
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  /**
   * One file.
   *
   * @param type its media type
   * @param etag strong, of its bytes
   * @param gzip the same compressed, with an ETag of its own; null where that gains nothing
   * @param forever its path changes with its bytes
   */
  record Asset(Buffer bytes, String type, String etag, @Nullable Buffer gzip, boolean forever) {
    String gzipEtag() {
      return etag.substring(0, etag.length() - 1) + "-gz\"";
    }
  }

  /** The files that came with the program, its modules and styles packed, all compressed. */
  static Assets bundled() {
    Map<String, Asset> byPath = new TreeMap<>(asWritten().byPath);
    if (byPath.containsKey("/")) {
      addPack(byPath);
    }
    byPath.replaceAll((path, asset) -> compressed(asset));
    return of(byPath);
  }

  private static void addPack(Map<String, Asset> byPath) {
    Map<String, String> texts = new TreeMap<>();
    byPath.forEach(
        (path, asset) ->
            texts.put(path.equals("/") ? INDEX : path.substring(1), asset.bytes().toString()));
    Pack.Packed packed =
        Pack.of(texts, styles -> packPath(styles, ".css"), script -> packPath(script, ".js"));
    for (String text : List.of(packed.styles(), packed.script())) {
      String path = packPath(text, text.equals(packed.styles()) ? ".css" : ".js");
      byPath.put("/" + path, asset(path, text.getBytes(StandardCharsets.UTF_8), true));
    }
    byPath.put("/", asset(INDEX, packed.page().getBytes(StandardCharsets.UTF_8), false));
  }

  private static String packPath(String text, String ending) {
    byte[] digest = sha256(text.getBytes(StandardCharsets.UTF_8));
    return "pack/" + HexFormat.of().formatHex(digest, 0, 8) + ending;
  }

  private static Asset compressed(Asset asset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new Smallest(bytes)) {
      gzip.write(asset.bytes().getBytes());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    boolean gains = bytes.size() < asset.bytes().length() * 0.9;
    Buffer gzip = gains ? Buffer.buffer(bytes.toByteArray()) : null;
    return new Asset(asset.bytes(), asset.type(), asset.etag(), gzip, asset.forever());
  }

  /** Compresses as well as it can: it is done once, and read often. */
  private static final class Smallest extends GZIPOutputStream {
    Smallest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  /** The files that came with the program, as they were written. */
  static Assets asWritten() {
    URL folder = Assets.class.getResource("/webroot");
    if (folder == null) {
      throw new IllegalStateException("the program was packed without its page");
    }
    try {
      URI uri = folder.toURI();
      return uri.getScheme().equals("jar") ? inJar(uri) : in(Path.of(uri));
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The files below a folder, all but hidden ones. */
  static Assets in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, Asset> byPath = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        add(byPath, folder.relativize(file).toString().replace('\\', '/'), file);
      }
      return of(byPath);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The file at a path of a URL, already normalised and decoded; null when there is none. */
  @Nullable Asset at(String path) {
    return byPath.get(path);
  }

  static Assets inJar(URI uri) {
    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
      return in(jar.getPath("/webroot"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void add(Map<String, Asset> byPath, String name, Path file) throws IOException {
    if (name.startsWith(".") || name.contains("/.")) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    byPath.put(name.equals(INDEX) ? "/" : "/" + name, asset(name, bytes, false));
  }

  private static Asset asset(String name, byte[] bytes, boolean forever) {
    String etag = '"' + Base64.getUrlEncoder().encodeToString(sha256(bytes)).substring(0, 22) + '"';
    return new Asset(Buffer.buffer(bytes), typeOf(name), etag, null, forever);
  }

  private static Assets of(Map<String, Asset> byPath) {
    StringBuilder all = new StringBuilder();
    byPath.forEach((path, asset) -> all.append(path).append(asset.etag()).append('\n'));
    byte[] digest = sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    Asset page = byPath.get("/");
    List<String> hashes = page == null ? List.of() : hashes(page.bytes().toString());
    return new Assets(Map.copyOf(byPath), hashes, HexFormat.of().formatHex(digest, 0, 8));
  }

  private static List<String> hashes(String html) {
    List<String> hashes = new ArrayList<>();
    Matcher importMap = IMPORT_MAP.matcher(html);
    while (importMap.find()) {
      byte[] digest = sha256(importMap.group(1).getBytes(StandardCharsets.UTF_8));
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    return List.copyOf(hashes);
  }

  private static String typeOf(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
