package io.nobooks.wire;

import io.nobooks.Failure;
import java.util.Collections;
import java.util.Set;

/**
 * The name of a person.
 *
 * @param shown as typed, in NFC and with single spaces
 * @param folded as compared: two spellings with the same folded form are one name
 * @param skeletons what the name looks like, folded and as shown (a capital I folds to i but looks
 *     like l): one or two texts, only for comparing. Two names look alike when they share one,
 *     which equal names always do.
 */
public record Name(String shown, String folded, Set<String> skeletons) {
  /** Code points after folding. */
  public static final int LONGEST = 32;

  public Name {
    skeletons = Set.copyOf(skeletons);
  }

  /**
   * Reads a name as typed, or as shown: {@code Name.of(name.shown())} equals {@code name}.
   *
   * @throws Failure.Refused BAD_NAME when it is empty or longer than {@link #LONGEST} after
   *     folding, or holds invisible characters
   */
  public static Name of(String typed) {
    String folded = Folding.fold(typed, LONGEST);
    String tidy = Folding.tidy(typed);
    // Folding drops dots above: without this, thousands of them would be shown with one letter.
    String shown = tidy.codePointCount(0, tidy.length()) > LONGEST ? folded : tidy;
    return new Name(shown, folded, looks(folded, shown));
  }

  /** Whether a person could take one for the other; names of one room never may. */
  public boolean looksLike(Name other) {
    return !Collections.disjoint(skeletons, other.skeletons);
  }

  private static Set<String> looks(String folded, String shown) {
    String asFolded = Folding.skeleton(folded);
    String asShown = Folding.skeleton(shown);
    return asFolded.equals(asShown) ? Set.of(asFolded) : Set.of(asFolded, asShown);
  }
}
