package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.wire.Base32;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies the tokens of sessions: JWTs signed with HS256 by this node's key. A verified
 * token says nothing about whether its session still lives. Safe for use by many event loops.
 */
final class Tokens {
  /** Bytes of the signing key. */
  static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HS256";
  private static final String NAME = "nobooks";
  private static final int MOST_CHARS = 1_024;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");

  private final JWTAuth jwt;
  private final Duration life;
  private final InstantSource clock;
  private final String header;

  /** {@code key} has {@link #KEY_BYTES} random bytes. */
  Tokens(Vertx vertx, byte[] key, Duration life, InstantSource clock) {
    if (key.length != KEY_BYTES) {
      throw new IllegalStateException("a signing key has " + KEY_BYTES + " bytes");
    }
    this.life = life;
    this.clock = clock;
    this.jwt = signer(vertx, key, nameOf(key));
    this.header = head(issue(SessionId.freshOf("aaaaaa"), "").text());
    proveThatFakesAreRefused(vertx, nameOf(key), this::accepts);
  }

  /** A token for a session; {@code subject} is its folded name. */
  Token issue(SessionId session, String subject) {
    long issuedAt = clock.millis() / 1_000;
    long expiresAt = issuedAt + life.toSeconds();
    String text = jwt.generateToken(claims(session, subject, issuedAt, expiresAt), options());
    return new Token(text, session, issuedAt * 1_000, expiresAt * 1_000);
  }

  /**
   * Reads a token.
   *
   * @throws Failure.Refused TOKEN_INVALID unless this node signed it and its time is now
   */
  Token verify(@Nullable String text) {
    if (text == null || text.length() > MOST_CHARS || !FORM.matcher(text).matches()) {
      throw Failure.TOKEN_INVALID.refused();
    }
    // Every token of ours has the same header: algorithm, type and key are no choice of the sender.
    if (!head(text).equals(header) || !isCanonical(text.substring(text.lastIndexOf('.') + 1))) {
      throw Failure.TOKEN_INVALID.refused();
    }
    try {
      Future<User> user = jwt.authenticate(new TokenCredentials(text)); // decodes synchronously
      return read(text, user.result().attributes().getJsonObject("accessToken"));
    } catch (RuntimeException refusedOrOfAnotherShape) {
      throw Failure.TOKEN_INVALID.refused();
    }
  }

  /**
   * A JWT library without a usable key accepts unsigned tokens; a node must not start with one.
   *
   * @throws IllegalStateException when a token that this node did not sign is accepted
   */
  static void proveThatFakesAreRefused(Vertx vertx, String kid, Predicate<String> accepts) {
    long now = System.currentTimeMillis() / 1_000;
    SessionId session = SessionId.freshOf("aaaaaa");
    JsonObject claims = claims(session, "", now - 1, now + 3_600);
    String foreign =
        signer(vertx, Base32.random(KEY_BYTES).getBytes(StandardCharsets.US_ASCII), kid)
            .generateToken(claims.copy(), options());
    String unsigned = encode(new JsonObject().put("alg", "none")) + '.' + encode(claims);
    String stripped = foreign.substring(0, foreign.lastIndexOf('.'));
    for (String fake : List.of(foreign, unsigned, unsigned + '.', stripped, stripped + '.')) {
      if (accepts.test(fake)) {
        throw new IllegalStateException("tokens that this node did not sign are accepted");
      }
    }
  }

  private boolean accepts(String text) {
    try {
      verify(text);
      return true;
    } catch (Failure.Refused refused) {
      return false;
    }
  }

  private Token read(String text, JsonObject claims) {
    long issuedAt = seconds(claims, "iat") * 1_000;
    long expiresAt = seconds(claims, "exp") * 1_000;
    long now = clock.millis();
    boolean ours = NAME.equals(claims.getValue("iss")) && NAME.equals(claims.getValue("aud"));
    boolean named =
        claims.getValue("sub") instanceof String && claims.getValue("jti") instanceof String;
    if (!ours || !named || issuedAt > now || now >= expiresAt) {
      throw Failure.TOKEN_INVALID.refused();
    }
    return new Token(text, new SessionId(claims.getString("sid")), issuedAt, expiresAt);
  }

  private static long seconds(JsonObject claims, String name) {
    if (claims.getValue(name) instanceof Number number
        && (number instanceof Integer || number instanceof Long)
        && number.longValue() >= 0
        && number.longValue() < Integer.MAX_VALUE * 100L) {
      return number.longValue();
    }
    throw Failure.TOKEN_INVALID.refused();
  }

  private static JsonObject claims(
      SessionId session, String subject, long issuedAt, long expiresAt) {
    return new JsonObject()
        .put("iss", NAME)
        .put("aud", NAME)
        .put("sub", subject)
        .put("sid", session.value())
        .put("jti", Base32.random(16))
        .put("iat", issuedAt)
        .put("exp", expiresAt);
  }

  private static JWTAuth signer(Vertx vertx, byte[] key, String kid) {
    PubSecKeyOptions secret =
        new PubSecKeyOptions().setAlgorithm(ALGORITHM).setId(kid).setBuffer(Buffer.buffer(key));
    // The clock is ours, so that one clock rules sessions and tokens; read() checks both times.
    JWTOptions options =
        new JWTOptions().setIssuer(NAME).addAudience(NAME).setIgnoreExpiration(true);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(secret).setJWTOptions(options));
  }

  private static JWTOptions options() {
    return new JWTOptions().setAlgorithm(ALGORITHM);
  }

  /** Names a key without telling it. */
  private static String nameOf(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return Base32.encode(Arrays.copyOf(digest, 5));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static String head(String token) {
    return token.substring(0, token.indexOf('.'));
  }

  /** Some characters of base64 hold spare bits, so that one signature could be written in ways. */
  private static boolean isCanonical(String signature) {
    byte[] bytes = Base64.getUrlDecoder().decode(signature);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
  }

  private static String encode(JsonObject json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toBuffer().getBytes());
  }
}
