package io.nobooks.web;

import io.nobooks.wire.RoomId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Addresses that a client must never reach, though some look much like ones that it may. */
final class HostileAddresses {
  private HostileAddresses() {}

  static List<String> all(RoomId own, RoomId foreign, String instance) {
    Set<String> addresses = new LinkedHashSet<>();
    for (RoomId room : List.of(own, foreign)) {
      addVariants(addresses, room);
    }
    addresses.addAll(
        List.of(
            "room." + foreign + ".in",
            "room." + foreign + ".out",
            "web.of." + instance,
            "auth.of.aaaaaa",
            "auth.of.bbbbbb",
            "auth",
            "auth.",
            "auth.*",
            "auth.sign-in ",
            " auth.sign-in",
            "AUTH.SIGN-IN",
            "auth.sign-in\n",
            "auth.sign_in",
            "rooms",
            "rooms.",
            "rooms.*",
            "rooms.close",
            "me ",
            "ME",
            "m.",
            "me\u0000",
            "",
            " ",
            ".",
            ".*",
            "*",
            "(?s).*",
            "room.*",
            "room..in",
            "room..out"));
    for (int n = 0; n < 200; n++) {
      addresses.add("__vertx.reply." + n);
      addresses.add("__vertx.ws." + n);
    }
    addresses.add("room." + "a".repeat(60_000) + ".in");
    addresses.removeIf(address -> address.equals("room." + own + ".in"));
    addresses.removeIf(address -> address.equals("room." + own + ".out"));
    return new ArrayList<>(addresses);
  }

  private static void addVariants(Set<String> addresses, RoomId room) {
    for (String tail :
        List.of(
            ".door",
            ".IN",
            ".Out",
            ".in.",
            ".in ",
            ".in\n",
            ".out\n",
            ".in.out",
            ".x",
            "",
            ".",
            ".in/..",
            ".*",
            "in",
            "..in",
            ".me",
            ".\u0131n",
            ".in\u0000",
            "\n.in",
            ".out\r\n")) {
      addresses.add("room." + room + tail);
      addresses.add("rooms." + room + tail);
    }
    String id = room.toString();
    for (String changed :
        List.of(
            id.toUpperCase(java.util.Locale.ROOT),
            id + "a",
            id.substring(1),
            id + "\n",
            "[a-z2-7]{26}",
            ".{26}",
            "?".repeat(26),
            "1".repeat(26),
            "ı".repeat(26))) {
      addresses.add("room." + changed + ".in");
      addresses.add("room." + changed + ".out");
      addresses.add("x.room." + changed + ".in");
    }
  }
}
