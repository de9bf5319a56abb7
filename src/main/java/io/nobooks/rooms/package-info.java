/** Rooms: seats, log, presence, life and death. Verticles are thin; the rest is pure state. */
@NullMarked
package io.nobooks.rooms;

import org.jspecify.annotations.NullMarked;
