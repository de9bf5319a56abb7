package io.nobooks.sealing;

import io.nobooks.wire.Name;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;

/** Somebody with keys, all in 32 bytes. */
final class Member {
  private final String person;
  private final byte[] signSeed;
  private final byte[] sign;
  private final byte[] agreeSeed;
  private final byte[] agree;

  Member(String person, byte[] signSeed, byte[] sign, byte[] agreeSeed, byte[] agree) {
    this.person = person;
    this.signSeed = signSeed;
    this.sign = sign;
    this.agreeSeed = agreeSeed;
    this.agree = agree;
  }

  static Member fresh(String person) throws GeneralSecurityException {
    byte[][] signing = Primitives.freshKeys("Ed25519");
    byte[][] agreement = Primitives.freshKeys("X25519");
    return new Member(person, signing[0], signing[1], agreement[0], agreement[1]);
  }

  static Member of(JsonObject json) {
    return new Member(
        json.getString("person"),
        Bytes.hex(json.getString("signSeed")),
        Bytes.hex(json.getString("sign")),
        Bytes.hex(json.getString("agreeSeed")),
        Bytes.hex(json.getString("agree")));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("person", person)
        .put("signSeed", Bytes.hex(signSeed))
        .put("sign", Bytes.hex(sign))
        .put("agreeSeed", Bytes.hex(agreeSeed))
        .put("agree", Bytes.hex(agree));
  }

  String person() {
    return person;
  }

  byte[] agreeSeed() {
    return agreeSeed;
  }

  byte[] agree() {
    return agree;
  }

  String folded() {
    return Name.of(person).folded();
  }

  byte[] keys() {
    return Bytes.joined(sign, agree);
  }

  byte[] signs(byte[] bytes) throws GeneralSecurityException {
    return Primitives.signed(signSeed, bytes);
  }

  boolean signed(byte[] proof, byte[] bytes) throws GeneralSecurityException {
    return Primitives.verified(sign, proof, bytes);
  }
}
