/** What travels: ids, names, commands and events. Depends on nothing but {@code Failure}. */
@NullMarked
package io.nobooks.wire;

import org.jspecify.annotations.NullMarked;
