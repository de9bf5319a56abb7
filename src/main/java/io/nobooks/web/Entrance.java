package io.nobooks.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the bridge must know of whoever comes in.
 *
 * @param mayCome whether the page that a request comes from, if any, may speak here
 * @param addressOf the client's address for limits: IPv4, or an IPv6 /64
 * @param budget what that address may use
 */
public record Entrance(
    Predicate<HttpServerRequest> mayCome,
    Function<HttpServerRequest, String> addressOf,
    AddressBudget budget) {}
