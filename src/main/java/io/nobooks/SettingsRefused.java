package io.nobooks;

/** Ends the start: one sentence that names the setting, what was given, and what is allowed. */
public final class SettingsRefused extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * {@code setting} is its key and where the value came from; {@code allowed} completes "allowed
   * is".
   */
  public SettingsRefused(String setting, String given, String allowed) {
    super(setting + " is " + given + "; allowed is " + allowed + ".");
  }
}
