package io.nobooks.web;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/** The ports that this node really listens on, where the settings say 0. */
public enum Ports {
  /** For browsers and other clients. */
  PUBLIC(-1),
  /** For the operator. */
  ADMIN(-2);

  private static final String MAP = "nobooks.ports";

  private final int anyFree;

  Ports(int anyFree) {
    this.anyFree = anyFree;
  }

  /** The port it listens on, or 0 while it does not. */
  public int of(Vertx vertx) {
    return map(vertx).getOrDefault(name(), 0);
  }

  void opened(Vertx vertx, int port) {
    map(vertx).put(name(), port);
  }

  /**
   * What to ask Vert.x for: with 0 each instance would get a port of its own, while the same
   * negative number gives all that ask for it one free port together.
   */
  int toAsk(int port) {
    return port == 0 ? anyFree : port;
  }

  private static LocalMap<String, Integer> map(Vertx vertx) {
    return vertx.sharedData().getLocalMap(MAP);
  }
}
