/** A second implementation of docs/sealing.md, which shares nothing with the page's. */
@NullMarked
package io.nobooks.sealing;

import org.jspecify.annotations.NullMarked;
