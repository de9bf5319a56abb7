package io.nobooks.web;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** Something that the public port serves, such as the bridge below {@code /eventbus}. */
@FunctionalInterface
public interface Mount {
  /**
   * Adds its routes; called once, on the event loop of the web instance, before it listens.
   *
   * @return completes when the routes may be used; a failure ends the deployment
   */
  Future<?> on(Router router);
}
