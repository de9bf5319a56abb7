package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.auth.Attempts.Attempt;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Name;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may have which name. Every refused password costs one hash, whether the name is claimed or
 * not, so that neither the answer nor its time tells more than that.
 */
final class Identities {
  private final AuthNode node;
  private final boolean claimsOpen;

  Identities(AuthNode node, Settings.Auth settings) {
    this.node = node;
    this.claimsOpen = settings.claims().equals("open");
  }

  /**
   * Whose name it is.
   *
   * @param hash of the account's password; null for a guest
   * @param claimed when this sign-in made the account
   */
  record Identity(Name name, @Nullable String hash, boolean claimed) {
    boolean account() {
      return hash != null;
    }
  }

  /**
   * Signs in.
   *
   * @return fails with WRONG_PASSWORD or TOO_MANY_ATTEMPTS
   */
  Future<Identity> signIn(Caller caller, Questions.SignIn question) {
    return question.password() == null
        ? guest(caller, question.name())
        : member(caller, question.name(), question.password());
  }

  /**
   * Whether the name is still whose it was.
   *
   * @return when it was claimed, 0 for a guest; fails with WRONG_PASSWORD when it was claimed,
   *     changed or deleted meanwhile
   */
  Future<Long> confirm(Identity identity) {
    String name = identity.name().folded();
    return identity.hash() == null
        ? node.accounts
            .hashOf(name)
            .compose(hash -> unlessSomebodyWasFaster(hash.isEmpty()))
            .map(free -> 0L)
        : node.accounts
            .claimedAt(name, identity.hash())
            .compose(at -> unlessSomebodyWasFaster(at.isPresent()).map(still -> at.orElse(0L)));
  }

  /**
   * Changes the password of an account, or deletes it.
   *
   * @return fails with WRONG_PASSWORD or TOO_MANY_ATTEMPTS
   */
  Future<Void> change(Caller caller, Name name, Questions.Account question) {
    Attempt attempt = node.attempts.password(caller, name);
    return attempt.unlessWrong(
        node.accounts
            .hashOf(name.folded())
            .compose(
                hash ->
                    hash.isEmpty()
                        ? node.passwords.refuse(question.password())
                        : node.passwords
                            .check(question.password(), hash.get())
                            .compose(right -> change(name, hash.get(), question))));
  }

  private Future<Void> change(Name name, String hash, Questions.Account question) {
    Future<Boolean> changed =
        question.newPassword() == null
            ? node.accounts.delete(name.folded(), hash)
            : node.passwords
                .hash(question.newPassword())
                .compose(newHash -> node.accounts.change(name.folded(), hash, newHash));
    return changed.compose(Identities::unlessSomebodyWasFaster);
  }

  private Future<Identity> guest(Caller caller, Name name) {
    node.attempts.guest(caller);
    return node.accounts
        .hashOf(name.folded())
        .compose(
            hash ->
                hash.isEmpty()
                    ? Future.succeededFuture(new Identity(name, null, false))
                    : withoutPassword(caller, name));
  }

  private Future<Identity> withoutPassword(Caller caller, Name name) {
    return node.attempts.password(caller, name).unlessWrong(node.passwords.refuse(""));
  }

  private Future<Identity> member(Caller caller, Name name, String password) {
    Attempt attempt = node.attempts.password(caller, name);
    return attempt.unlessWrong(
        node.accounts.hashOf(name.folded()).compose(hash -> member(caller, name, password, hash)));
  }

  private Future<Identity> member(
      Caller caller, Name name, String password, Optional<String> hash) {
    if (hash.isPresent()) {
      return node.passwords
          .check(password, hash.get())
          .map(right -> new Identity(name, hash.get(), false));
    }
    return claimsOpen ? claim(caller, name, password) : node.passwords.refuse(password);
  }

  private Future<Identity> claim(Caller caller, Name name, String password) {
    Attempt claim = node.attempts.claim(caller);
    return node.passwords
        .hash(password)
        .compose(
            hash ->
                node.accounts
                    .claim(name.folded(), hash)
                    .compose(Identities::unlessSomebodyWasFaster)
                    .map(claimed -> new Identity(name, hash, true)))
        .onFailure(cause -> claim.giveBack());
  }

  private static Future<Void> unlessSomebodyWasFaster(boolean done) {
    return done ? Future.succeededFuture() : Future.failedFuture(Failure.WRONG_PASSWORD.refused());
  }
}
