package io.nobooks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nobooks.AbuseLog;
import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.wire.Caller;
import io.nobooks.wire.RoomId;
import io.nobooks.wire.SeatId;
import io.nobooks.wire.SessionId;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Deployed auth instances on a real bus, and the neighbours that ask them. */
final class AuthWorld implements AutoCloseable {
  static final AbuseLog ABUSE = new AbuseLog(System::currentTimeMillis);

  final Vertx vertx = Vertx.vertx();
  final FakeClock clock = new FakeClock();
  final AuthNode node;

  AuthWorld(TestSettings changes, Path folder, int instances, Hashing hashing) {
    Bus.prepare(vertx);
    Settings settings = changes.in(folder);
    node = AuthNode.open(vertx, settings, clock, hashing, ABUSE).await();
    vertx
        .deployVerticle(
            () -> new AuthVerticle(settings, node), new DeploymentOptions().setInstances(instances))
        .await();
  }

  /** A client on its own socket of a fake web instance, not signed in. */
  Client client(FakeWeb web, long socket) {
    return new Client(web.instance, socket, "192.0.2.1", false);
  }

  /** A client that came over HTTP. */
  Client http() {
    return new Client("", 0, "192.0.2.1", false);
  }

  /** What a room or a web instance asks of the instance that holds a session. */
  Future<JsonObject> ask(String verb, SessionId session, JsonObject fields) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("do", verb);
    JsonObject body = fields.copy().put("session", session.value());
    return Bus.ask(vertx, Addresses.sessionOwner(session), body, headers, Failure.TOKEN_INVALID);
  }

  JsonObject reserve(SessionId session, RoomId room, boolean knock) {
    return ask("reserve", session, about(room).put("knock", knock)).await();
  }

  JsonObject seat(SessionId session, RoomId room, SeatId seat) {
    reserve(session, room, false);
    return ask("seat", session, about(room).put("seat", seat.value())).await();
  }

  JsonObject release(SessionId session, RoomId room) {
    return ask("release", session, about(room)).await();
  }

  JsonObject tell(SessionId session, String text) {
    return ask("tell", session, event(text)).await();
  }

  JsonObject closed(SessionId session, FakeWeb web, long socket) {
    JsonObject which = new JsonObject().put("web", web.instance).put("socket", socket);
    return ask("closed", session, which).await();
  }

  Future<JsonObject> whois(String token) {
    JsonObject body = new JsonObject().put("token", token);
    return Bus.ask(
        vertx, Addresses.WHOIS, body, MultiMap.caseInsensitiveMultiMap(), Failure.UNAVAILABLE);
  }

  static JsonObject event(String text) {
    return new JsonObject().put("event", new JsonObject().put("text", text));
  }

  static JsonObject about(RoomId room) {
    return new JsonObject().put("room", room.value());
  }

  /** The refusal that a question ends in. */
  static Failure.Refused refusal(Future<JsonObject> answer) {
    Throwable thrown = catchThrowable(answer::await);
    assertThat(thrown).isInstanceOf(Failure.Refused.class);
    return (Failure.Refused) thrown;
  }

  static Failure failure(Future<JsonObject> answer) {
    return refusal(answer).failure;
  }

  @Override
  public void close() {
    node.close().await();
    vertx.close().await();
  }

  /** One client; what it asks carries who it is, as the web tier would say. */
  final class Client {
    private final String web;
    private final long socket;
    private final String address;
    private final boolean exempt;
    private @Nullable SessionId session;
    private boolean account;

    private Client(String web, long socket, String address, boolean exempt) {
      this.web = web;
      this.socket = socket;
      this.address = address;
      this.exempt = exempt;
    }

    Client from(String otherAddress) {
      return new Client(web, socket, otherAddress, exempt);
    }

    Client exempt() {
      return new Client(web, socket, address, true);
    }

    /** The same client, signed in to a session. */
    Client as(JsonObject signedIn) {
      Client same = new Client(web, socket, address, exempt);
      same.session = new SessionId(signedIn.getString("session"));
      same.account = signedIn.getBoolean("account");
      return same;
    }

    Future<JsonObject> signIn(String name) {
      return ask(Addresses.SIGN_IN, new JsonObject().put("name", name));
    }

    Future<JsonObject> signIn(String name, String password) {
      JsonObject body = new JsonObject().put("name", name).put("password", password);
      return ask(Addresses.SIGN_IN, body);
    }

    Future<JsonObject> resume(String token) {
      return ask(Addresses.RESUME, new JsonObject().put("token", token));
    }

    Future<JsonObject> resume(String token, long heard) {
      return ask(Addresses.RESUME, new JsonObject().put("token", token).put("heard", heard));
    }

    Future<JsonObject> signOut() {
      return ask(Addresses.SIGN_OUT, new JsonObject());
    }

    Future<JsonObject> account(JsonObject body) {
      return ask(Addresses.ACCOUNT, body);
    }

    Future<JsonObject> ask(String to, @Nullable JsonObject body) {
      Caller caller = new Caller(session, "", account, null, address, exempt, web, socket);
      return vertx
          .eventBus()
          .<JsonObject>request(to, body, new DeliveryOptions().setHeaders(caller.toHeaders()))
          .map(Message::body)
          .recover(cause -> Future.failedFuture(Failure.of(cause)));
    }
  }
}
