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
import java.util.Set;
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
  private static final String PACK = "pack/";
  private static final Pattern PACKED =
      Pattern.compile("/(" + PACK + "(\\w+)-[0-9A-Z]{8}\\.(js|css))");
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

  /** The files that came with the program, all compressed; the page names its packed files. */
  static Assets bundled() {
    Map<String, Asset> byPath = new TreeMap<>(asWritten().byPath);
    byPath.computeIfPresent("/", (path, page) -> naming(packed(byPath.keySet()), page));
    byPath.replaceAll((path, asset) -> compressed(asset));
    return of(byPath);
  }

  /** By the name of each file that was packed, the name of what it was packed into. */
  private static Map<String, String> packed(Set<String> paths) {
    Map<String, String> packed = new TreeMap<>();
    for (String path : paths) {
      Matcher name = PACKED.matcher(path);
      if (name.matches()) {
        packed.put(name.group(3) + "/" + name.group(2) + "." + name.group(3), name.group(1));
      }
    }
    return packed;
  }

  private static Asset naming(Map<String, String> packed, Asset page) {
    String html = page.bytes().toString();
    for (String whole : List.of("css/page.css", "js/main.js")) {
      String pack = packed.get(whole);
      if (pack == null) {
        throw new IllegalStateException("the program was built without its packed " + whole);
      }
      html = html.replace('"' + whole + '"', '"' + pack + '"');
    }
    return asset(INDEX, html.getBytes(StandardCharsets.UTF_8));
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
    byPath.put(name.equals(INDEX) ? "/" : "/" + name, asset(name, bytes));
  }

  private static Asset asset(String name, byte[] bytes) {
    String etag = '"' + Base64.getUrlEncoder().encodeToString(sha256(bytes)).substring(0, 22) + '"';
    return new Asset(Buffer.buffer(bytes), typeOf(name), etag, null, name.startsWith(PACK));
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
