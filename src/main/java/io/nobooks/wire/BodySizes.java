package io.nobooks.wire;

/**
 * How large bodies may be, as compact JSON in bytes of UTF-8.
 *
 * @param message what is said, whispered or edited
 * @param reaction what one reacts with
 */
public record BodySizes(long message, long reaction) {}
