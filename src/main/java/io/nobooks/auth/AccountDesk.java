package io.nobooks.auth;

import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Caller;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/** Changing and deleting one's own account. Both end the account's other sessions, everywhere. */
final class AccountDesk {
  private final Identities identities;
  private final Sessions sessions;
  private final Neighbours neighbours;
  private final Departures departures;

  AccountDesk(
      Settings.Auth settings,
      AuthNode node,
      Sessions sessions,
      Neighbours neighbours,
      Departures departures) {
    this.identities = new Identities(node, settings);
    this.sessions = sessions;
    this.neighbours = neighbours;
    this.departures = departures;
  }

  /**
   * {@code auth.account {password, newPassword? | delete?:true}}: {@code {account}}, false when the
   * asking session goes on as a guest's.
   */
  Future<JsonObject> change(Message<JsonObject> question) {
    Caller caller = Caller.of(question.headers());
    SessionId id = caller.signedIn();
    if (!sessions.holds(id)) {
      return neighbours.owner(id, "account", question);
    }
    Session session = sessions.get(id);
    Questions.Account change = Questions.Account.parse(question.body());
    if (!session.account) {
      throw Failure.NOT_ALLOWED_HERE.because("a guest has no account");
    }
    return identities
        .change(caller, session.name, change)
        .compose(
            changed -> {
              session.account = change.newPassword() != null;
              return session.account ? done() : neighbours.guest(session.id, session.rooms());
            })
        .compose(known -> departures.endOthers(session))
        .map(forgotten -> new JsonObject().put("account", session.account));
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }
}
