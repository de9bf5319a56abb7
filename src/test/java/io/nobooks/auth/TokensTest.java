package io.nobooks.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nobooks.Failure;
import io.nobooks.wire.SessionId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration LIFE = Duration.ofHours(12);

  private final FakeClock clock = new FakeClock();
  private final byte[] key = key(1);
  private final Tokens tokens = new Tokens(VERTX, key, LIFE, clock);
  private final SessionId session = SessionId.freshOf("abcdef");
  private final String genuine = tokens.issue(session, "can").text();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void a_token_that_was_issued_is_read_back() {
    Token issued = tokens.issue(session, "can");

    assertThat(tokens.verify(issued.text())).isEqualTo(issued);
    assertThat(issued.session()).isEqualTo(session);
    assertThat(issued.issuedAt()).isEqualTo(clock.millis());
    assertThat(issued.expiresAt()).isEqualTo(clock.millis() + LIFE.toMillis());
  }

  @Test
  void every_claim_of_the_contract_is_in_it() {
    assertThat(payload().fieldNames())
        .containsExactlyInAnyOrder("iss", "aud", "sub", "sid", "jti", "iat", "exp");
    assertThat(header().fieldNames()).containsExactlyInAnyOrder("typ", "alg", "kid");
    assertThat(header().getString("alg")).isEqualTo("HS256");
  }

  @Test
  void no_two_tokens_are_the_same() {
    assertThat(tokens.issue(session, "can").text()).isNotEqualTo(genuine);
  }

  @Test
  void a_token_is_good_until_its_end_and_not_a_moment_longer() {
    clock.passes(LIFE.minusMillis(1));
    assertThat(tokens.verify(genuine).session()).isEqualTo(session);

    clock.passes(Duration.ofMillis(1));
    assertRefused(genuine);
  }

  @Test
  void it_is_renewed_from_half_of_its_life_on() {
    Token token = tokens.verify(genuine);
    long half = token.issuedAt() + LIFE.toMillis() / 2;

    assertThat(token.pastHalf(half - 1)).isFalse();
    assertThat(token.pastHalf(half)).isTrue();
  }

  @Test
  void the_same_key_reads_it_after_a_restart_and_another_does_not() {
    assertThat(new Tokens(VERTX, key, LIFE, clock).verify(genuine).session()).isEqualTo(session);
    Tokens other = new Tokens(VERTX, key(2), LIFE, clock);
    assertThatThrownBy(() -> other.verify(genuine)).satisfies(TokensTest::isTokenInvalid);
  }

  @Test
  void the_vectors_differ_from_a_good_token_in_one_thing_only() {
    assertThat(tokens.verify(forged(header(), payload(), key)).session()).isEqualTo(session);
  }

  @Test
  void no_hostile_token_is_accepted() {
    List<String> vectors = hostile();

    assertThat(vectors).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    SoftAssertions all = new SoftAssertions();
    for (String vector : vectors) {
      all.assertThatThrownBy(() -> tokens.verify(vector))
          .as(vector)
          .satisfies(TokensTest::isTokenInvalid);
    }
    all.assertAll();
    assertThatThrownBy(() -> tokens.verify(null)).satisfies(TokensTest::isTokenInvalid);
  }

  @Test
  void a_node_that_accepts_fakes_does_not_start() {
    assertThatThrownBy(() -> Tokens.proveThatFakesAreRefused(VERTX, "kid", fake -> true))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                Tokens.proveThatFakesAreRefused(
                    VERTX, "kid", fake -> fake.split("\\.", -1).length == 2))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                Tokens.proveThatFakesAreRefused(
                    VERTX, "kid", fake -> fake.matches("[^.]+\\.[^.]+\\.[^.]+")))
        .isInstanceOf(IllegalStateException.class);
    assertThatCode(() -> Tokens.proveThatFakesAreRefused(VERTX, "kid", fake -> false))
        .doesNotThrowAnyException();
  }

  @Test
  void a_short_key_is_no_key() {
    assertThatThrownBy(() -> new Tokens(VERTX, new byte[31], LIFE, clock))
        .isInstanceOf(IllegalStateException.class);
  }

  private List<String> hostile() {
    List<String> vectors = new ArrayList<>();
    String[] parts = genuine.split("\\.", -1);
    String head = parts[0];
    String body = parts[1];
    String signature = parts[2];

    // Not three whole parts.
    vectors.addAll(
        List.of(
            "",
            ".",
            "..",
            "...",
            " ",
            "null",
            head,
            head + "." + body,
            head + "." + body + ".",
            head + ".." + signature,
            "." + body + "." + signature,
            genuine + ".",
            genuine + "." + signature,
            "." + genuine,
            " " + genuine,
            genuine + " ",
            genuine + "\n",
            genuine + "=",
            genuine + "A",
            "Bearer " + genuine,
            genuine.substring(1),
            genuine.substring(0, genuine.length() - 1),
            genuine.substring(0, genuine.length() - 20),
            genuine + ".".repeat(10),
            genuine.replace('.', ','),
            genuine.toLowerCase(Locale.ROOT),
            "A".repeat(2_000) + "." + body + "." + signature,
            head + "." + "A".repeat(100_000) + "." + signature));

    // Another signature.
    vectors.add(head + "." + body + "." + "A".repeat(43));
    vectors.add(head + "." + body + "." + spareBits(signature));
    vectors.add(head + "." + body + "." + flipped(signature));
    vectors.add(head + "." + flipped(body) + "." + signature);
    vectors.add(flipped(head) + "." + body + "." + signature);
    vectors.add(head + "." + encode(payload().put("sub", "mary")) + "." + signature);
    vectors.add(forged(header(), payload(), key(2)));
    vectors.add(forged(header(), payload(), new byte[1]));
    vectors.add(forged(header(), payload(), header().getString("kid").getBytes(UTF_8)));

    // Another header, signed with the right key.
    for (String algorithm : List.of("none", "None", "NONE", "HS384", "HS512", "RS256", "ES256")) {
      vectors.add(forged(header().put("alg", algorithm), payload(), key));
      vectors.add(encode(header().put("alg", algorithm)) + "." + body + ".");
    }
    vectors.add(forged(without(header(), "alg"), payload(), key));
    vectors.add(forged(without(header(), "typ"), payload(), key));
    vectors.add(forged(without(header(), "kid"), payload(), key));
    vectors.add(forged(header().put("typ", "at+jwt"), payload(), key));
    vectors.add(forged(header().put("kid", "other"), payload(), key));
    vectors.add(forged(header().put("kid", "../../dev/null"), payload(), key));
    vectors.add(forged(header().putNull("kid"), payload(), key));
    vectors.add(forged(header().put("crit", new JsonArray().add("exp")), payload(), key));
    vectors.add(forged(header().put("jku", "http://127.0.0.1/keys"), payload(), key));
    vectors.add(forged(header().put("jwk", new JsonObject().put("kty", "oct")), payload(), key));
    vectors.add(forged(header().put("x5c", new JsonArray()), payload(), key));
    vectors.add(forged(header().put("nonce", "a"), payload(), key));

    // Other claims, signed with the right key.
    for (String claim : List.of("iss", "aud", "sub", "sid", "jti", "iat", "exp")) {
      vectors.add(changed(claims -> claims.remove(claim)));
      vectors.add(changed(claims -> claims.putNull(claim)));
      vectors.add(changed(claims -> claims.put(claim, new JsonObject())));
    }
    long now = clock.millis() / 1_000;
    vectors.add(changed(claims -> claims.put("iss", "other")));
    vectors.add(changed(claims -> claims.put("aud", "other")));
    vectors.add(changed(claims -> claims.put("aud", new JsonArray().add("nobooks").add("other"))));
    vectors.add(changed(claims -> claims.put("sid", "short")));
    vectors.add(changed(claims -> claims.put("sid", session.value() + "\n")));
    vectors.add(changed(claims -> claims.put("exp", now)));
    vectors.add(changed(claims -> claims.put("exp", now - 1)));
    vectors.add(changed(claims -> claims.put("exp", -1)));
    vectors.add(changed(claims -> claims.put("exp", Long.MAX_VALUE)));
    vectors.add(changed(claims -> claims.put("exp", String.valueOf(now + 60))));
    vectors.add(changed(claims -> claims.put("exp", now + 60.5)));
    vectors.add(changed(claims -> claims.put("iat", now + 1)));
    vectors.add(changed(claims -> claims.put("iat", String.valueOf(now))));
    vectors.add(signed(head + "." + encode("[]"), key));
    vectors.add(signed(head + "." + encode("null"), key));
    vectors.add(signed(head + "." + encode("{"), key));
    return vectors;
  }

  private String changed(Consumer<JsonObject> change) {
    JsonObject claims = payload();
    change.accept(claims);
    return forged(header(), claims, key);
  }

  private JsonObject header() {
    return decode(genuine.split("\\.", -1)[0]);
  }

  private JsonObject payload() {
    return decode(genuine.split("\\.", -1)[1]);
  }

  private void assertRefused(String token) {
    assertThatThrownBy(() -> tokens.verify(token)).satisfies(TokensTest::isTokenInvalid);
  }

  private static void isTokenInvalid(Throwable thrown) {
    assertThat(thrown).isInstanceOf(Failure.Refused.class);
    assertThat(Failure.of(thrown).failure).isEqualTo(Failure.TOKEN_INVALID);
  }

  private static String forged(JsonObject header, JsonObject claims, byte[] key) {
    return signed(encode(header) + "." + encode(claims), key);
  }

  private static String signed(String text, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return text + "." + base64(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static JsonObject without(JsonObject json, String key) {
    json.remove(key);
    return json;
  }

  /** The same bytes in another spelling: 43 characters hold two bits more than 32 bytes. */
  private static String spareBits(String signature) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char last = signature.charAt(42);
    return signature.substring(0, 42) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
  }

  private static String flipped(String part) {
    return (part.charAt(0) == 'e' ? 'f' : 'e') + part.substring(1);
  }

  private static JsonObject decode(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }

  private static String encode(JsonObject json) {
    return encode(json.encode());
  }

  private static String encode(String text) {
    return base64(text.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[Tokens.KEY_BYTES];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
