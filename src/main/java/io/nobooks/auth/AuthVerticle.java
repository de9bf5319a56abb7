package io.nobooks.auth;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Settings;
import io.nobooks.wire.SessionId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * Holds sessions. Public questions may reach any instance; what concerns one session is passed on
 * to the instance that holds it, whose name the session's id begins with.
 */
public final class AuthVerticle extends VerticleBase {
  /** Idle and expired sessions hear of their end at most so much too late. */
  private static final long SWEEP_MS = 1_000;

  private final Settings settings;
  private final AuthNode node;
  private final String instance = SessionId.freshOwner();

  /**
   * One instance.
   *
   * @param node what all instances of this node share, opened before
   */
  public AuthVerticle(Settings settings, AuthNode node) {
    this.settings = settings;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    Neighbours neighbours = new Neighbours(vertx);
    Sessions sessions =
        new Sessions(
            instance, settings.auth().idleSession(), node.freeSessions, node.meBytes, node.clock);
    Departures departures = new Departures(node, sessions, neighbours);
    Arrivals arrivals =
        new Arrivals(vertx, settings.auth(), node, sessions, neighbours, departures);
    AccountDesk accounts = new AccountDesk(settings.auth(), node, sessions, neighbours, departures);
    SessionDesk desk = new SessionDesk(settings.limits(), node, sessions, neighbours);
    Function<Message<JsonObject>, Future<JsonObject>> inside =
        question ->
            switch (String.valueOf(question.headers().get(Neighbours.DO))) {
              case "resume" -> arrivals.resume(question);
              case "sign-out" -> departures.signOut(question);
              case "account" -> accounts.change(question);
              case "forget" -> departures.forget(question.body());
              case "forget-room" -> departures.forgetRoom(question.body());
              case "whois" -> desk.whois(question);
              default -> desk.answer(question);
            };
    node.instances.add(instance);
    vertx.setPeriodic(SWEEP_MS, timer -> departures.sweep());
    return Future.all(
        List.of(
            answer(Addresses.SIGN_IN, question -> signIn(arrivals, question)),
            answer(Addresses.RESUME, arrivals::resume),
            answer(Addresses.SIGN_OUT, departures::signOut),
            answer(Addresses.ACCOUNT, accounts::change),
            answer(Addresses.WHOIS, desk::whois),
            answer(Addresses.authInstance(instance), inside)));
  }

  @Override
  public Future<?> stop() {
    node.instances.remove(instance);
    return Future.succeededFuture();
  }

  private Future<JsonObject> signIn(Arrivals arrivals, Message<JsonObject> question) {
    return Future.succeededFuture(question)
        .compose(arrivals::signIn)
        .onComplete(node.signIns::count);
  }

  private Future<Void> answer(
      String address, Function<Message<JsonObject>, Future<JsonObject>> answer) {
    return Bus.answer(vertx, address, answer).completion();
  }
}
