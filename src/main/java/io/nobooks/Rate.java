package io.nobooks;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many per period, and so many at once: a token bucket of {@code burst} tokens that gains {@code
 * tokens} each {@code period}, evenly.
 */
public record Rate(long tokens, Duration period, long burst) {
  private static final Pattern FORM =
      Pattern.compile("([1-9]\\d{0,8})/(s|min|15min|h|day)(?: burst ([1-9]\\d{0,8}))?");
  private static final Map<String, Duration> PERIODS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "15min", Duration.ofMinutes(15),
          "h", Duration.ofHours(1),
          "day", Duration.ofDays(1));

  /** What the settings allow, for the message that refuses anything else. */
  public static final String ALLOWED =
      "\"N/s\", \"N/min\", \"N/15min\", \"N/h\" or \"N/day\", with \" burst N\" where more may come at once";

  /**
   * Reads {@code "20/s burst 40"}; without a burst it is the number itself.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static Rate parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(text);
    }
    long tokens = Long.parseLong(form.group(1));
    String burst = form.group(3);
    Duration period = PERIODS.getOrDefault(form.group(2), Duration.ofSeconds(1));
    return new Rate(tokens, period, burst == null ? tokens : Long.parseLong(burst));
  }
}
