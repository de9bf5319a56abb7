package io.nobooks.bench;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

/**
 * The same job on {@code SockJSHandler.bridge} as the manual shows it: what is sent to {@code
 * room.<room>.in} is published on {@code room.<room>.out}. No accounts, no membership, no log, no
 * limits; compression off, as NoBooks has it.
 */
final class StockBridge {
  private StockBridge() {}

  /**
   * Arguments: the loopback port to serve on, how many rooms there are, and the milliseconds after
   * which a socket that does not ping is closed (10,000 by default; the load client may not ping).
   */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    SockJSBridgeOptions options =
        new SockJSBridgeOptions()
            .setPingTimeout(Long.parseLong(args[2]))
            .addInboundPermitted(new PermittedOptions().setAddressRegex("room\\.[a-z0-9]+\\.in"))
            .addOutboundPermitted(new PermittedOptions().setAddressRegex("room\\.[a-z0-9]+\\.out"));
    Router router = Router.router(vertx);
    SockJSHandler sockets =
        SockJSHandler.create(vertx, new SockJSHandlerOptions().setRegisterWriteHandler(false));
    router.route("/eventbus/*").subRouter(sockets.bridge(options));
    for (int room = 0; room < Integer.parseInt(args[1]); room++) {
      relay(vertx, "room.r" + room);
    }
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false))
        .requestHandler(router)
        .listen(Integer.parseInt(args[0]), "127.0.0.1")
        .await();
  }

  private static void relay(Vertx vertx, String room) {
    long[] seq = {0};
    vertx
        .eventBus()
        .consumer(
            room + ".in",
            (Message<JsonObject> said) -> {
              vertx
                  .eventBus()
                  .publish(
                      room + ".out",
                      new JsonObject()
                          .put("type", "said")
                          .put("seq", ++seq[0])
                          .put("at", System.currentTimeMillis())
                          .put("cid", said.body().getString("cid"))
                          .put("body", said.body().getJsonObject("body")));
              said.reply(new JsonObject().put("seq", seq[0]));
            });
  }
}
