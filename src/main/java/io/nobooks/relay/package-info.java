/** The bytes of documents: spooled without a name, counted, cut and forgotten. */
@NullMarked
package io.nobooks.relay;

import org.jspecify.annotations.NullMarked;
