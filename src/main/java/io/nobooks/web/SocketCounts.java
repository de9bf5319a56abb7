package io.nobooks.web;

import io.nobooks.Meters;
import io.nobooks.Tally;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the sockets of a node do, counted. One for all web instances; each adds once for a room and
 * turn of its event loop, never once for a delivery.
 */
public final class SocketCounts {
  final UnsentTotal unsent;
  final Tally<Parting> partings = new Tally<>(Parting.class);
  private final LongAdder sockets = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private final LongAdder deliveries = new LongAdder();

  /** {@code unsent} is what all sockets together have waiting. */
  public SocketCounts(UnsentTotal unsent) {
    this.unsent = unsent;
  }

  /** Lets meters show them. */
  public void showOn(Meters meters) {
    meters.counter(
        "nobooks_deliveries_total", "Events of rooms that were handed to sockets", deliveries::sum);
    meters.counter(
        "nobooks_fan_out_batches_total",
        "What a room told in one turn of an event loop",
        batches::sum);
    meters.gauge("nobooks_sockets", "Sockets, those on their way out as well", sockets::sum);
    meters.gauge("nobooks_unsent_bytes", "Bytes that wait for the network", unsent::bytes);
    meters.counter(
        "nobooks_sockets_cut_total", "Sockets that were ended by this side", "reason", partings);
  }

  void connected() {
    sockets.increment();
  }

  void gone() {
    sockets.decrement();
  }

  /** A room's batch went out, {@code events} times in all. */
  void delivered(long events) {
    batches.increment();
    deliveries.add(events);
  }
}
