package io.nobooks.web;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** Something that one web instance serves, such as the bridge below {@code /eventbus}. */
@FunctionalInterface
public interface Mount {
  /**
   * Adds its routes, before the instance listens.
   *
   * @return completes when the routes may be used; a failure ends the deployment
   */
  Future<?> mount(Router router);

  /** Says goodbye to whoever is connected, when the instance stops. */
  default Future<?> close() {
    return Future.succeededFuture();
  }
}
