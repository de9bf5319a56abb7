package io.nobooks.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every message that crosses the bus of a node in this process, for tests that look inside. */
public final class Overheard implements AutoCloseable {
  private final Vertx vertx;
  private final List<Message<?>> messages = new CopyOnWriteArrayList<>();
  private final Handler<DeliveryContext<Object>> ear = this::hear;

  private Overheard(Vertx vertx) {
    this.vertx = vertx;
    vertx.eventBus().addOutboundInterceptor(ear);
  }

  /** Listens from now on. */
  public static Overheard on(TestNode node) {
    return new Overheard(node.vertx());
  }

  private void hear(DeliveryContext<Object> context) {
    messages.add(context.message());
    context.next();
  }

  /** All messages, in order. */
  public List<Message<?>> messages() {
    return List.copyOf(messages);
  }

  /** The messages sent to an address. */
  public List<Message<?>> to(String address) {
    return messages.stream().filter(message -> address.equals(message.address())).toList();
  }

  /** Every address that was used, replies as well. */
  public Set<String> addresses() {
    Set<String> addresses = new TreeSet<>();
    for (Message<?> message : messages) {
      addresses.add(message.address());
      if (message.replyAddress() != null) {
        addresses.add(message.replyAddress());
      }
    }
    return addresses;
  }

  @Override
  public void close() {
    vertx.eventBus().removeOutboundInterceptor(ear);
  }
}
