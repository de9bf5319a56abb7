/** The whole node from outside, as its visitors, its operator and its enemies meet it. */
@NullMarked
package io.nobooks.acceptance;

import org.jspecify.annotations.NullMarked;
