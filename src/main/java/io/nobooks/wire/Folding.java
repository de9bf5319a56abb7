package io.nobooks.wire;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.util.ULocale;
import io.nobooks.Failure;

/**
 * How names of people and rooms are compared (docs/protocol.md, section 3): NFKC, white space to
 * single spaces, lower case of the root locale, without dots above, {@code ı} as {@code i}, NFC.
 * ICU's Unicode tables are used throughout, so that the answer does not depend on the JDK.
 */
final class Folding {
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
  private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();
  private static final String DOT_ABOVE = "\u0307";
  private static final int ZERO_WIDTH_NO_BREAK_SPACE = 0xFEFF;

  /** Normalising takes time that grows with the square of a hostile run of combining marks. */
  private static final int MOST_CHARS = 1_024;

  private Folding() {}

  /**
   * The form in which a name is compared.
   *
   * @param most the highest number of code points after folding
   * @throws Failure.Refused BAD_NAME when it is empty, too long or holds a refused category
   */
  static String fold(String typed, int most) {
    String lower = UCharacter.toLowerCase(ULocale.ROOT, spaced(NFKC.normalize(shortEnough(typed))));
    String folded = NFC.normalize(lower.replace(DOT_ABOVE, "").replace('ı', 'i'));
    int length = folded.codePointCount(0, folded.length());
    if (length < 1 || length > most) {
      throw Failure.BAD_NAME.because("a name has 1 to " + most + " characters");
    }
    if (folded.codePoints().anyMatch(Folding::isRefused)) {
      throw Failure.BAD_NAME.because("a name holds visible characters and spaces only");
    }
    return folded;
  }

  /** What was typed, with canonical letters and single spaces. */
  static String tidy(String typed) {
    return spaced(NFC.normalize(shortEnough(typed)));
  }

  /**
   * Equal for texts that look alike: the UTS 39 skeleton, lowered and taken again, because some
   * letters without case look like capitals.
   */
  static String skeleton(String text) {
    String lower = UCharacter.toLowerCase(ULocale.ROOT, CONFUSABLES.getSkeleton(text));
    return CONFUSABLES.getSkeleton(lower);
  }

  private static String shortEnough(String typed) {
    String spaced = spaced(typed);
    if (spaced.length() > MOST_CHARS) {
      throw Failure.BAD_NAME.because("a name is shorter");
    }
    return spaced;
  }

  private static String spaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    boolean gap = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int character = text.codePointAt(at);
      if (isSpace(character)) {
        gap = true;
      } else {
        spaced.append(gap && spaced.length() > 0 ? " " : "").appendCodePoint(character);
        gap = false;
      }
    }
    return spaced.toString();
  }

  private static boolean isSpace(int character) {
    return character == ZERO_WIDTH_NO_BREAK_SPACE
        || UCharacter.hasBinaryProperty(character, UProperty.WHITE_SPACE);
  }

  private static boolean isRefused(int character) {
    return switch (UCharacter.getType(character)) {
      case UCharacter.CONTROL,
          UCharacter.FORMAT,
          UCharacter.SURROGATE,
          UCharacter.PRIVATE_USE,
          UCharacter.UNASSIGNED,
          UCharacter.LINE_SEPARATOR,
          UCharacter.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
