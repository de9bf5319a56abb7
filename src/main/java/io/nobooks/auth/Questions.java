package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.Name;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What clients ask of auth, parsed; whatever has another form is BAD_COMMAND. */
final class Questions {
  private Questions() {}

  /** {@code password} is in canonical form; null for a guest. */
  record SignIn(Name name, @Nullable String password) {
    /** Reads {@code {name, password?}}; BAD_NAME or BAD_PASSWORD where the values are refused. */
    static SignIn parse(@Nullable JsonObject body) {
      return Questions.parse(
          body,
          json -> {
            String password = text(json, "password");
            return new SignIn(
                Name.of(required(text(json, "name"), "name")),
                password == null ? null : Passwords.canonical(password));
          });
    }
  }

  /** {@code heard} is the number of the last event on `me`; null to renew without catching up. */
  record Resume(String token, @Nullable Long heard) {
    /** Reads {@code {token, heard?}}; a missing token is TOKEN_INVALID. */
    static Resume parse(@Nullable JsonObject body) {
      return Questions.parse(
          body,
          json -> {
            String token = text(json, "token");
            if (token == null) {
              throw Failure.TOKEN_INVALID.refused();
            }
            return new Resume(token, heard(json.getValue("heard")));
          });
    }

    private static @Nullable Long heard(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      if ((value instanceof Integer || value instanceof Long)
          && ((Number) value).longValue() >= 0) {
        return ((Number) value).longValue();
      }
      throw Failure.BAD_COMMAND.because("heard is the number of an event");
    }
  }

  /** {@code newPassword} is in canonical form; null to delete the account. */
  record Account(String password, @Nullable String newPassword) {
    /** Reads {@code {password, newPassword}} or {@code {password, delete:true}}. */
    static Account parse(@Nullable JsonObject body) {
      return Questions.parse(
          body,
          json -> {
            String password = Passwords.canonical(required(text(json, "password"), "password"));
            String newPassword = text(json, "newPassword");
            boolean delete = Boolean.TRUE.equals(json.getBoolean("delete"));
            if (delete == (newPassword != null)) {
              throw Failure.BAD_COMMAND.because("either newPassword or delete");
            }
            return new Account(
                password, newPassword == null ? null : Passwords.canonical(newPassword));
          });
    }
  }

  private static <T> T parse(@Nullable JsonObject body, Function<JsonObject, T> read) {
    if (body == null) {
      throw Failure.BAD_COMMAND.because("a body is missing");
    }
    try {
      return read.apply(body);
    } catch (ClassCastException otherType) {
      throw Failure.BAD_COMMAND.because("a field has another type");
    }
  }

  /** Unlike {@code getString}, which would take a number for a text. */
  private static @Nullable String text(JsonObject json, String field) {
    return (String) json.getValue(field);
  }

  private static String required(@Nullable String value, String field) {
    if (value == null) {
      throw Failure.BAD_COMMAND.because(field + " is missing");
    }
    return value;
  }
}
