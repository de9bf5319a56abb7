package io.nobooks.rooms;

import io.nobooks.wire.Name;
import io.nobooks.wire.SeatId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds which look of a name: in one room no two people may be taken for each other. */
final class Names {
  private final Map<String, SeatId> holders = new HashMap<>();

  /** The seats and knocks, other than {@code besides}, whose names look like this one. */
  Set<SeatId> holdersOf(Name name, @Nullable SeatId besides) {
    Set<SeatId> found = new LinkedHashSet<>();
    for (String skeleton : name.skeletons()) {
      SeatId holder = holders.get(skeleton);
      if (holder != null && !holder.equals(besides)) {
        found.add(holder);
      }
    }
    return found;
  }

  void hold(Name name, SeatId holder) {
    name.skeletons().forEach(skeleton -> holders.put(skeleton, holder));
  }

  /** Frees a name, unless somebody else holds it. */
  void free(Name name, SeatId holder) {
    name.skeletons().forEach(skeleton -> holders.remove(skeleton, holder));
  }
}
