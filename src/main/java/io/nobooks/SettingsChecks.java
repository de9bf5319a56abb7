package io.nobooks;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * What one setting alone cannot tell: texts with a form of their own, and values that go together.
 */
final class SettingsChecks {
  private SettingsChecks() {}

  /**
   * Lets possible settings pass.
   *
   * @throws SettingsRefused naming the setting
   */
  static void check(Settings settings) {
    settings.http().origins().forEach(SettingsChecks::checkOrigin);
    checkBlocks("http.forwarded-from", settings.http().forwardedFrom(), false);
    checkBlocks("limits.exempt", settings.limits().exempt(), true);
    checkToken(settings.admin().token());
    checkTogether(settings);
    checkTls(settings.http().tls());
  }

  private static void checkToken(String token) {
    if (!token.isEmpty() && !token.matches("[!-~]{16,200}")) {
      throw new SettingsRefused(
          "admin.token", "what was given", "16 to 200 visible ASCII characters, or none");
    }
  }

  private static void checkOrigin(String origin) {
    if (!isOrigin(origin)) {
      throw new SettingsRefused(
          "http.origins",
          "\"" + origin + "\"",
          "an origin as browsers write it: http or https, host in lower case, and the port unless it"
              + " is the scheme's own, as in \"https://nobooks.example\"");
    }
  }

  private static boolean isOrigin(String origin) {
    try {
      URI uri = URI.create(origin);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      int own = "https".equals(uri.getScheme()) ? 443 : 80;
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return http
          && uri.getHost() != null
          && uri.getPort() != own
          && origin.equals(origin.toLowerCase(Locale.ROOT))
          && origin.equals(uri.getScheme() + "://" + uri.getHost() + port);
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static void checkBlocks(String key, List<String> blocks, boolean wholeSubnets) {
    for (String block : blocks) {
      Cidr cidr = cidr(key, block);
      if (wholeSubnets && cidr.splitsSubnet()) {
        throw new SettingsRefused(
            key, "\"" + block + "\"", "for IPv6 a /64 or more, for addresses are counted by /64");
      }
    }
  }

  private static Cidr cidr(String key, String block) {
    try {
      return Cidr.parse(block);
    } catch (IllegalArgumentException notABlock) {
      throw new SettingsRefused(key, "\"" + block + "\"", Cidr.ALLOWED);
    }
  }

  private static void checkTls(Settings.Tls tls) {
    boolean certificate = !tls.certificate().isEmpty();
    boolean key = !tls.key().isEmpty();
    if (tls.selfSigned() && (certificate || key)) {
      String given = certificate ? "http.tls.certificate" : "http.tls.key";
      throw new SettingsRefused("http.tls.self-signed", "true", "only false beside " + given);
    }
    if (certificate && !key) {
      throw new SettingsRefused(
          "http.tls.key", "\"\"", "the PEM file with the key of http.tls.certificate");
    }
    if (key && !certificate) {
      throw new SettingsRefused(
          "http.tls.certificate", "\"\"", "the PEM file with the certificate for http.tls.key");
    }
  }

  private static void checkTogether(Settings settings) {
    Settings.Limits limits = settings.limits();
    if (limits.capacity() > limits.members()) {
      throw new SettingsRefused(
          "limits.capacity",
          Integer.toString(limits.capacity()),
          "at most limits.members, which is " + limits.members());
    }
    int admin = settings.admin().port();
    if (admin != 0 && admin == settings.http().port()) {
      throw new SettingsRefused("admin.port", Integer.toString(admin), "any but that of http.port");
    }
  }
}
