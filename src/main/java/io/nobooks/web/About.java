package io.nobooks.web;

import io.nobooks.Addresses;
import io.nobooks.Bus;
import io.nobooks.Failure;
import io.nobooks.Settings;
import io.nobooks.relay.Checksum;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What this node says of itself: {@code /api/about} and {@code /health}. */
final class About {
  private final JsonObject about;
  private final Readiness readiness;

  /**
   * {@code build} is the digest of the page: a client whose own page has another one was made for
   * another server.
   */
  About(Settings settings, String build, Readiness readiness) {
    this.readiness = readiness;
    this.about =
        new JsonObject()
            .put("name", "NoBooks")
            .put("version", Version.NUMBER)
            .put("build", build)
            .put("limits", limits(settings));
  }

  void mount(Router router) {
    Reading.at(router, "/api/about", ctx -> answer(ctx, about));
    Reading.at(router, "/api/receipt-key", About::receiptKey);
    mountHealth(router);
  }

  /** What watches a node asks; the same on both ports. */
  void mountHealth(Router router) {
    Reading.at(router, "/health/live", ctx -> answer(ctx, new JsonObject().put("status", "live")));
    Reading.at(router, "/health/ready", this::ready);
  }

  /** Sizes in bytes, times in ms, all else plain numbers. */
  private static JsonObject limits(Settings settings) {
    Settings.Limits limits = settings.limits();
    boolean relays = settings.deploy().relay() > 0;
    return new JsonObject()
        .put("body", limits.body())
        .put("reaction", limits.reaction())
        .put("message", 64 * 1024)
        .put("hello", 1024)
        .put("capacity", limits.capacity())
        .put("members", limits.members())
        .put("roomsPerSession", limits.roomsSession())
        .put("knocksPerSession", limits.knocksSession())
        .put("historySaid", limits.historySaid())
        .put("historyBytes", limits.historyBytes())
        .put("file", limits.file())
        .put("filesPerRoom", relays ? limits.filesRoom() : 0)
        .put("filesBytesPerRoom", limits.filesRoomBytes())
        .put("fileMeta", FileOffer.MOST_META_BYTES)
        .put("fileRecipients", FileOffer.MOST_SEATS)
        .put("checkedPart", Checksum.MOST_BYTES)
        .put("unsentBytes", limits.unsent())
        .put("silenceMs", limits.silence().toMillis())
        .put("signInMs", limits.signIn().toMillis())
        .put("lostAfterMs", settings.rooms().lostAfter().toMillis())
        .put("emptyGraceMs", settings.rooms().emptyGrace().toMillis())
        .put("editWithinMs", settings.rooms().editWithin().toMillis());
  }

  private void ready(RoutingContext ctx) {
    Future<Boolean> now = readiness.now(ctx.vertx());
    now.onSuccess(
        ready -> {
          if (ready) {
            answer(ctx, new JsonObject().put("status", "ready"));
          } else {
            ctx.fail(Failure.UNAVAILABLE.afterMs(1_000));
          }
        });
  }

  /** The public key with which this node signs receipts; any rooms instance knows it. */
  private static void receiptKey(RoutingContext ctx) {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    Bus.ask(ctx.vertx(), Addresses.RECEIPT_KEY, new JsonObject(), none, Failure.UNAVAILABLE)
        .onSuccess(key -> answer(ctx, key))
        .onFailure(ctx::fail);
  }

  private static void answer(RoutingContext ctx, JsonObject body) {
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
  }
}
