package io.nobooks.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into {@code build.properties}. */
public final class Version {
  /** Such as {@code 0.1.0}. */
  public static final String NUMBER = read();

  private Version() {}

  private static String read() {
    try (InputStream file = Version.class.getResourceAsStream("/build.properties")) {
      Properties build = new Properties();
      build.load(file);
      return build.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
