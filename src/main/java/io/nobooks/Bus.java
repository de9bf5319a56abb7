package io.nobooks;

import io.nobooks.wire.Base32;
import io.nobooks.wire.Caller;
import io.nobooks.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only use of the event bus: a question is always answered, a refusal arrives as the {@link
 * Failure.Refused} it was thrown as, and one immutable body is shared by all who hear it.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

  /** Clients are promised an answer within 10 s; this leaves time to pass the refusal on. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Pattern ID = Pattern.compile("[a-z2-7]{26}");

  private Bus() {}

  /** Prepares a Vert.x instance; once, before any verticle is deployed. */
  public static void prepare(Vertx vertx) {
    vertx.eventBus().registerDefaultCodec(Frame.class, Frame.CODEC);
  }

  /**
   * A consumer that always answers. A bare one that throws would leave its asker waiting for the
   * send timeout, on newer Vert.x without even a log line.
   *
   * @param answer the reply's body, or a failed future, or a throw; {@link Failure.Refused} reaches
   *     the asker as it is, anything else as INTERNAL with a trace that names the log line
   */
  public static MessageConsumer<JsonObject> answer(
      Vertx vertx, String address, Function<Message<JsonObject>, Future<JsonObject>> answer) {
    return vertx
        .eventBus()
        .consumer(
            address,
            question ->
                Future.succeededFuture(question)
                    .compose(answer)
                    .onSuccess(question::reply)
                    .onFailure(cause -> refuse(question, cause)));
  }

  /** Hears what is told on an address. The handler must not throw. */
  public static MessageConsumer<Frame> hear(
      Vertx vertx, String address, Handler<Message<Frame>> heard) {
    return vertx.eventBus().consumer(address, heard);
  }

  /**
   * Asks and waits for the reply.
   *
   * @param ifNobody the refusal when nobody listens on the address, such as ROOM_NOT_FOUND for a
   *     room without an owner
   * @return the reply's body; fails with {@link Failure.Refused} only
   */
  public static Future<JsonObject> ask(
      Vertx vertx, String address, JsonObject body, MultiMap headers, Failure ifNobody) {
    long askedAt = System.nanoTime();
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(PATIENCE.toMillis()).setHeaders(headers);
    return vertx
        .eventBus()
        .<JsonObject>request(address, body, options)
        .map(Message::body)
        .recover(cause -> Future.failedFuture(refusal(cause, ifNobody, askedAt)));
  }

  /** Asks in the name of a caller. */
  public static Future<JsonObject> ask(
      Vertx vertx, String address, JsonObject body, Caller caller, Failure ifNobody) {
    return ask(vertx, address, body, caller.toHeaders(), ifNobody);
  }

  /** Tells everybody who listens; the frame's bytes are shared, not copied. */
  public static void tell(Vertx vertx, String address, Frame frame, MultiMap headers) {
    vertx.eventBus().publish(address, frame, new DeliveryOptions().setHeaders(headers));
  }

  /** Tells the one who listens, without waiting; nobody listening is no failure. */
  public static void tellOne(Vertx vertx, String address, Frame frame, MultiMap headers) {
    vertx.eventBus().send(address, frame, new DeliveryOptions().setHeaders(headers));
  }

  /** Sends to the one who listens, without waiting; nobody listening is no failure. */
  public static void send(Vertx vertx, String address, JsonObject body, MultiMap headers) {
    vertx.eventBus().send(address, body, new DeliveryOptions().setHeaders(headers));
  }

  private static Failure.Refused refusal(Throwable cause, Failure ifNobody, long askedAt) {
    return cause instanceof ReplyException reply && isNobody(reply, askedAt)
        ? ifNobody.refused()
        : Failure.of(cause);
  }

  /**
   * Vert.x fails a question that was waiting for a consumer when it unregistered as a time-out too,
   * but at once: nobody had all the time there was.
   */
  private static boolean isNobody(ReplyException reply, long askedAt) {
    Duration waited = Duration.ofNanos(System.nanoTime() - askedAt);
    return reply.failureType() == ReplyFailure.NO_HANDLERS
        || (reply.failureType() == ReplyFailure.TIMEOUT && waited.compareTo(PATIENCE) < 0);
  }

  /** An address without the id that stands in it. */
  private static String shown(Message<?> question) {
    return ID.matcher(question.address()).replaceAll("...");
  }

  private static void refuse(Message<?> question, Throwable cause) {
    Failure.Refused refused = Failure.of(cause);
    if (refused.failure == Failure.INTERNAL && refused.trace == null) {
      refused = refused.tracedAs(Base32.random(10));
      LOG.error("trace={} {} failed on a question", refused.trace, shown(question), cause);
    }
    question.fail(refused.failure.code, refused.wireMessage());
  }
}
