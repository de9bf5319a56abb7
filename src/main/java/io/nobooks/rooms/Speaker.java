package io.nobooks.rooms;

/**
 * A member who asks something of the room.
 *
 * @param exempt whether rates do not apply
 */
record Speaker(Seat seat, boolean exempt) {}
