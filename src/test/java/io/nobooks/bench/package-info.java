/** Measures a node beside Vert.x's own bridge; see bench/README.md. Never part of a test run. */
@NullMarked
package io.nobooks.bench;

import org.jspecify.annotations.NullMarked;
