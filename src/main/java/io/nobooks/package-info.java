@NullMarked
package io.nobooks;

import org.jspecify.annotations.NullMarked;
