/** The whole of NoBooks as people use it, in a real Chromium. */
@NullMarked
package io.nobooks.browser;

import org.jspecify.annotations.NullMarked;
